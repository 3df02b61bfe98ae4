/// Finds keys that contain escapes, such as `"pass\u0077ord": "…"`.
extension HiddenLiterals {
    /// Reads a quoted key with an escape in it. If the key names a secret, hides its value.
    ///
    /// - Returns: whether there was such a key; otherwise the position does not change.
    mutating func takeEscapedKey() -> Bool {
        let quote = lexer.current
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
        // Inside another string the quotes themselves are escaped.
        let isInner = lexer.position > 0 && lexer.byte(at: lexer.position - 1) == UInt8(ascii: "\\")
        var (offset, hasEscape) = (lexer.position + 1, false)
        var key: [UInt8] = []
        while key.count < HiddenLiterals.longestKey {
            switch lexer.byte(at: offset) {
            case 0, UInt8(ascii: "\n"): return false
            case quote:
                guard hasEscape, table.isKey(key) else { return false }
                lexer.position = offset
                hideValueBehindSign()
                return true
            case UInt8(ascii: "\\") where isInner && lexer.byte(at: offset + 1) == quote: offset += 1
            case UInt8(ascii: "\\"):
                hasEscape = true
                guard let byte = escape(&offset) else { return false }
                key.append(byte)
            case let byte:
                // A key holds only the bytes of a name.
                guard lexer.is(.nameByte, at: offset) || byte == UInt8(ascii: "-") else { return false }
                key.append(byte)
                offset += 1
            }
        }
        return false
    }

    private static let longestKey = 128

    /// Decodes `\u{77}`, `\u0077` or `\x77` if it stands for a letter of a name, and moves `offset` past it.
    private func escape(_ offset: inout Int) -> UInt8? {
        while lexer.byte(at: offset) == UInt8(ascii: "\\") { offset += 1 }
        guard lexer.byte(at: offset) | 0x20 == UInt8(ascii: "u") || lexer.byte(at: offset) == UInt8(ascii: "x") else {
            return nil
        }
        let isShort = lexer.byte(at: offset) == UInt8(ascii: "x")
        offset += 1
        let isBraced = lexer.byte(at: offset) == UInt8(ascii: "{")
        if isBraced { offset += 1 }
        var (value, count) = (0, 0)
        while count < (isBraced ? 8 : isShort ? 2 : 4), let digit = Hexadecimal.value(of: lexer.byte(at: offset)) {
            value = value << 4 | Int(digit)
            count += 1
            offset += 1
        }
        if isBraced, lexer.byte(at: offset) == UInt8(ascii: "}") { offset += 1 }
        return count > 0 && value > 0x20 && value < 0x7F ? UInt8(value) : nil
    }
}
