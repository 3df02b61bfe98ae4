extension JSONReader {
    func peek() -> UInt8? { position < text.count ? text[position] : nil }

    mutating func advance() { position += 1 }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    func problem(_ reason: String) -> JSONProblem {
        let before = text[..<min(position, text.count)]
        let line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONProblem(reason: reason, line: line, column: before.count - lineStart + 1)
    }

    /// Reads number = [ "-" ] ( "0" / digit1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "-" / "+" ] 1*digit ].
    mutating func readNumber() throws(JSONProblem) -> String {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try readDigits() }
        if take(UInt8(ascii: ".")) { try readDigits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            try readDigits()
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private mutating func readDigits() throws(JSONProblem) {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw problem("expected a digit") }
    }

    mutating func readString() throws(JSONProblem) -> String {
        var bytes: [UInt8] = []
        advance()
        while true {
            guard let byte = peek() else { throw problem("the string is not closed") }
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                guard let string = String(validating: bytes, as: UTF8.self) else {
                    throw problem("the string is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"):
                advance()
                bytes += try readEscape()
            case 0..<0x20: throw problem("a control character stands in a string")
            default:
                bytes.append(byte)
                advance()
            }
        }
    }

    private mutating func readEscape() throws(JSONProblem) -> [UInt8] {
        guard let mark = peek() else { throw problem("the string is not closed") }
        advance()
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [mark]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try readUnicodeEscape()).utf8)
        default: throw problem("unknown escape in a string")
        }
    }

    /// Reads four digits, or two groups of four digits that are a surrogate pair.
    private mutating func readUnicodeEscape() throws(JSONProblem) -> Character {
        let first = try readHexadecimal()
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw problem("half of a surrogate pair")
        }
        let second = try readHexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw problem("half of a surrogate pair") }
        return Character(scalar)
    }

    private mutating func readHexadecimal() throws(JSONProblem) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = hexadecimalDigit(byte) else {
                throw problem("expected four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            advance()
        }
        return code
    }
}

/// Returns the value of an ASCII hexadecimal digit; nil for any other byte.
func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
