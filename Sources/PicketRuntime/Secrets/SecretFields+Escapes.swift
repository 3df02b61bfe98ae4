import PicketSyntax

/// Finds field names whose letters are escaped: `pass\u0077ord`, `p%61ssword`, `p&#97;ssword`.
extension SecretFields {
    /// The end of a name that begins at a position, in any case and with any of its letters escaped; nil if it does not
    /// match.
    static func end(of name: [UInt8], at start: Int, in text: [UInt8]) -> Int? {
        var position = start
        for letter in name {
            guard position < text.count else { return nil }
            if lowercase(text[position]) == letter {
                position += 1
            } else {
                guard let byte = escape(at: &position, in: text), lowercase(byte) == letter else { return nil }
            }
        }
        return position
    }

    /// Whether the byte before a position ends an escape, so that it is not a letter: `%22`, `\n`, `\u0022`.
    static func endsEscape(_ position: Int, in text: [UInt8]) -> Bool {
        func stands(_ byte: UInt8, before count: Int) -> Bool { position >= count && text[position - count] == byte }
        if stands(UInt8(ascii: "%"), before: 3) { return true }
        if stands(UInt8(ascii: "\\"), before: 6), stands(UInt8(ascii: "u"), before: 5) { return true }
        return stands(UInt8(ascii: "\\"), before: 2) && "nrtbf".utf8.contains(text[position - 1])
    }

    /// The maximum number of consecutive `\`.
    private static let longestRun = 32

    /// Decodes an escape to a byte, and moves the position past it.
    private static func escape(at position: inout Int, in text: [UInt8]) -> UInt8? {
        let first = text[position]
        switch first {
        case UInt8(ascii: "\\"):
            // Inside another text each `\` is doubled.
            let last = min(text.count, position + longestRun)
            while position < last, text[position] == first { position += 1 }
            if take(UInt8(ascii: "x"), at: &position, in: text) {
                return number(16, digits: 2, at: &position, in: text)
            }
            guard take(UInt8(ascii: "u"), at: &position, in: text) else { return nil }
            guard take(UInt8(ascii: "{"), at: &position, in: text) else {
                return number(16, digits: 4, at: &position, in: text)
            }
            let byte = number(16, digits: 8, at: &position, in: text)
            return take(UInt8(ascii: "}"), at: &position, in: text) ? byte : nil
        case UInt8(ascii: "%"):
            position += 1
            return number(16, digits: 2, at: &position, in: text)
        case UInt8(ascii: "&"):
            position += 1
            guard take(UInt8(ascii: "#"), at: &position, in: text) else { return nil }
            let isHexadecimal = take(UInt8(ascii: "x"), at: &position, in: text)
            let byte = number(isHexadecimal ? 16 : 10, digits: 8, at: &position, in: text)
            return take(UInt8(ascii: ";"), at: &position, in: text) ? byte : nil
        default: return nil
        }
    }

    private static func take(_ byte: UInt8, at position: inout Int, in text: [UInt8]) -> Bool {
        guard position < text.count, lowercase(text[position]) == byte else { return false }
        position += 1
        return true
    }

    /// Reads a number of at most `digits` digits, if it is an ASCII character.
    private static func number(_ radix: Int, digits: Int, at position: inout Int, in text: [UInt8]) -> UInt8? {
        var (value, count) = (0, 0)
        while count < digits, position < text.count, let digit = Hexadecimal.value(of: text[position]),
            Int(digit) < radix
        {
            value = value * radix + Int(digit)
            count += 1
            position += 1
        }
        return count > 0 && value < 0x80 ? UInt8(value) : nil
    }
}
