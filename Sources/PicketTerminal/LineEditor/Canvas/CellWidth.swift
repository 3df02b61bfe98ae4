/// How many cells of a terminal a scalar or a grapheme cluster takes.
enum CellWidth {
    /// The blocks whose scalars are East Asian Wide or Fullwidth (UAX #11), gaps inside a block included.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x16FFF, 0x17000...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        return scalar.properties.isEmojiPresentation || isWide(scalar.value) ? 2 : 1
    }

    private static func isWide(_ value: UInt32) -> Bool {
        value >= 0x1100 && wide.contains { $0.contains(value) }
    }

    /// The width of a cluster of several scalars: its widest scalar, or two where an emoji is asked for.
    static func of(cluster: some Sequence<Unicode.Scalar>) -> Int {
        var width = 0
        var regional = 0
        for scalar in cluster {
            if (0x1F1E6...0x1F1FF).contains(scalar.value) { regional += 1 }
            if scalar.value == 0xFE0F || regional == 2 { return 2 }
            width = max(width, of(scalar))
        }
        return width
    }
}
