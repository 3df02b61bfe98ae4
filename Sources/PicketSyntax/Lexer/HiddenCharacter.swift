/// Characters that a reader cannot see, or cannot tell from an ordinary blank: control and format characters, blanks
/// other than space and tab, separators, and fillers. A bare word may not hold them; a quoted string may.
///
/// Joiners and variation selectors are allowed in the scripts and emoji that need them.
enum HiddenCharacter {
    static func isOne(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
        case .format: return !joins(scalar, previous, next)
        default: break
        }
        // The blank Braille pattern has no dots.
        if scalar.value == 0x2800 || properties.isNoncharacterCodePoint { return true }
        return properties.isDefaultIgnorableCodePoint && !selects(scalar, previous, next)
    }

    /// Whether a scalar is a zero-width joiner or non-joiner, or the Mongolian vowel separator, where a word may hold
    /// it.
    private static func joins(
        _ scalar: Unicode.Scalar, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?
    ) -> Bool {
        guard let previous, let next else { return false }
        switch scalar.value {
        case 0x200C: return isJoined(previous) && isJoined(next)
        case 0x200D: return isJoined(previous) && isJoined(next) || endsEmoji(previous) && isEmoji(next)
        case 0x180E: return isMongolian(previous) && isMongolian(next)
        default: return false
        }
    }

    /// Whether a scalar is a variation selector where a word may hold it.
    private static func selects(
        _ scalar: Unicode.Scalar, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?
    ) -> Bool {
        guard let previous else { return false }
        switch scalar.value {
        case 0xFE0E, 0xFE0F: return isEmoji(previous) || previous.properties.isEmoji && next?.value == 0x20E3
        case 0xFE00...0xFE0D, 0xE0100...0xE01EF: return previous.properties.isIdeographic
        case 0x180B...0x180D, 0x180F: return isMongolian(previous)
        default: return false
        }
    }

    /// Whether a scalar is a letter or a mark of a script whose letters change their shapes beside each other.
    private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0600...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF, 0x1B00...0x1C4F, 0xA840...0xA8FF, 0xFB50...0xFEFC,
            0x10AC0...0x10AFF, 0x10D00...0x10D3F, 0x11000...0x11FFF, 0x1E900...0x1E95F:
            break
        default: return false
        }
        switch scalar.properties.generalCategory {
        case .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .uppercaseLetter, .lowercaseLetter:
            return !scalar.properties.isDefaultIgnorableCodePoint
        default: return false
        }
    }

    private static func isMongolian(_ scalar: Unicode.Scalar) -> Bool { (0x1820...0x18AA).contains(scalar.value) }

    /// Unicode counts digits as emoji; this function does not.
    private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool { scalar.value > 0x7F && scalar.properties.isEmoji }

    private static func endsEmoji(_ scalar: Unicode.Scalar) -> Bool { isEmoji(scalar) || scalar.value == 0xFE0F }

    /// Describes a scalar: `U+00A0 (no-break space)`.
    static func description(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        return "\(number) (\(name(of: scalar)))"
    }

    private static func name(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x85: return "next line"
        case 0xA0: return "no-break space"
        case 0xAD: return "soft hyphen"
        case 0x200B: return "zero width space"
        case 0x200C: return "zero width non-joiner"
        case 0x200D: return "zero width joiner"
        case 0x200E: return "left-to-right mark"
        case 0x200F: return "right-to-left mark"
        case 0x2028: return "line separator"
        case 0x2029: return "paragraph separator"
        case 0x202A, 0x202B, 0x202D, 0x202E, 0x2066...0x2068: return "it changes the direction of text"
        case 0x202C, 0x2069: return "it ends a change of the direction of text"
        case 0x202F: return "narrow no-break space"
        case 0x2060: return "word joiner"
        case 0x3000: return "ideographic space"
        case 0xFEFF: return "byte order mark"
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: return "variation selector"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control: return "a control character"
        case .spaceSeparator: return "an unusual blank"
        default: return "an invisible character"
        }
    }
}

extension Lexer {
    /// The length of the hidden character at `offset`; 0 for any other character, for a line end and at the end.
    func lengthOfHiddenCharacter(at offset: Int) -> Int {
        let byte = base[offset]
        if byte < 0x7F {
            return self.is(.looksAtCharacter, at: offset) || isLoneReturn(at: offset) ? 1 : 0
        }
        guard let (scalar, length) = scalar(at: offset) else { return 0 }
        let next = self.scalar(at: offset + length)?.scalar
        return HiddenCharacter.isOne(scalar, after: self.scalar(before: offset), before: next) ? length : 0
    }

    /// Whether a carriage return at `offset` does not end a line.
    func isLoneReturn(at offset: Int) -> Bool { base[offset] == UInt8(ascii: "\r") && !isNewline(at: offset) }

    /// The end of the character at `offset`.
    func endOfCharacter(at offset: Int) -> Int {
        var end = offset + 1
        while base[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    /// The scalar at `offset`; nil at the end, and for invalid UTF-8, which is reported elsewhere.
    func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        let first = UInt32(base[offset])
        if first == 0 { return nil }
        if first < 0x80 { return Unicode.Scalar(first).map { ($0, 1) } }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first < 0xF5 else { return nil }
        var value = first & (0x7F >> UInt32(length))
        for index in 1..<length {
            let byte = base[offset + index]
            // The zero byte at the end is not a continuation byte.
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, length) }
    }

    private func scalar(before offset: Int) -> Unicode.Scalar? {
        var start = offset
        while start > 0, offset - start < 4 {
            start -= 1
            if base[start] & 0xC0 != 0x80 { return scalar(at: start)?.scalar }
        }
        return nil
    }
}
