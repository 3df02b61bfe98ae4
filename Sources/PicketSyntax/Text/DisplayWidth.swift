/// The number of terminal columns of a text. Diagnostics, tables, the prompt and progress lines all use this table.
///
/// Widths follow UAX #11 (East Asian Width) and the general categories of the Unicode Standard.
package enum DisplayWidth {
    /// The columns of a text, counted by grapheme cluster: `👩‍👩‍👧` takes two, not six.
    package static func columns(of text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns(ofCluster: $1.unicodeScalars) }
    }

    /// The columns of one grapheme cluster: those of its widest scalar, or two where the cluster asks for an emoji.
    package static func columns(ofCluster scalars: some Sequence<Unicode.Scalar>) -> Int {
        var width = 0
        var regionalIndicators = 0
        for scalar in scalars {
            if (0x1F1E6...0x1F1FF).contains(scalar.value) { regionalIndicators += 1 }
            if scalar.value == emojiSelector || regionalIndicators == 2 { return 2 }
            width = max(width, scalar.displayWidth)
        }
        return width
    }

    /// U+FE0F selects the emoji form of the scalar before it.
    private static let emojiSelector: UInt32 = 0xFE0F

    /// The blocks of East Asian Wide or Fullwidth scalars, including unassigned gaps.
    fileprivate static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x16FFF, 0x17000...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}

extension Unicode.Scalar {
    /// The columns of the scalar alone: 0 for one that joins the scalar before it, 2 for wide East Asian text and
    /// emoji.
    package var displayWidth: Int {
        if value < 0x300 { return value == 0xAD ? 0 : 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // Hangul vowels and final consonants are drawn in the cell of the syllable's first consonant.
        if (0x1160...0x11FF).contains(value) { return 0 }
        let isWide =
            properties.isEmojiPresentation || value >= 0x1100 && DisplayWidth.wideBlocks.contains { $0.contains(value) }
        return isWide ? 2 : 1
    }

    /// A safe replacement for display: a control character becomes its picture, and any other scalar that drives a
    /// terminal becomes U+FFFD.
    package var displayed: Unicode.Scalar {
        switch value {
        case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        default: drivesTerminal ? "\u{FFFD}" : self
        }
    }
}

extension String {
    /// The text as it may be shown in one line: control characters, line ends among them, become their pictures.
    package var displayed: String {
        guard unicodeScalars.contains(where: { $0.displayed != $0 }) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map(\.displayed)))
    }

    /// The same of a text of several lines: it keeps its line ends and tabs.
    package var displayedInLines: String {
        let shown = { (scalar: Unicode.Scalar) in scalar == "\n" || scalar == "\t" ? scalar : scalar.displayed }
        guard unicodeScalars.contains(where: { shown($0) != $0 }) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map(shown)))
    }
}
