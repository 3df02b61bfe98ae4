/// The four kinds of strings.
extension TOMLReader {
    mutating func readLiteralString() throws(TOMLProblem) -> [UInt8] {
        advance()
        let start = position
        while let byte = peek(), !isNewline {
            if byte == UInt8(ascii: "'") {
                defer { advance() }
                return Array(bytes[start..<position])
            }
            try advanceOverText(byte)
        }
        throw problem("the string is not closed on its line")
    }

    mutating func readBasicString() throws(TOMLProblem) -> [UInt8] {
        advance()
        var string: [UInt8] = []
        while let byte = peek(), !isNewline {
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return string
            case UInt8(ascii: "\\"): string += try readEscape()
            default:
                try advanceOverText(byte)
                string.append(byte)
            }
        }
        throw problem("the string is not closed on its line")
    }

    /// Reads what stands behind the three quotes.
    mutating func readLongLiteralString() throws(TOMLProblem) -> [UInt8] {
        try readLongString(quote: UInt8(ascii: "'")) { _ in false }
    }

    /// Reads what stands behind the three quotes.
    mutating func readLongBasicString() throws(TOMLProblem) -> [UInt8] {
        try readLongString(quote: UInt8(ascii: "\"")) { $0 == UInt8(ascii: "\\") }
    }

    private mutating func readLongString(
        quote: UInt8, _ isEscape: (UInt8) -> Bool
    ) throws(TOMLProblem) -> [UInt8] {
        var string: [UInt8] = []
        // The first end of a line is no part of the string.
        _ = takeNewline()
        while let byte = peek() {
            if takeNewline() {
                string.append(UInt8(ascii: "\n"))
            } else if byte == quote {
                if let quotes = takeClosingQuotes(quote) { return string + quotes }
                string.append(byte)
                advance()
            } else if isEscape(byte) {
                if try !skipFoldedLines() { string += try readEscape() }
            } else {
                try advanceOverText(byte)
                string.append(byte)
            }
        }
        throw problem("the string is not closed")
    }

    /// Takes three to five quotes. All but the last three are a part of the string; nil if there are fewer than three.
    private mutating func takeClosingQuotes(_ quote: UInt8) -> [UInt8]? {
        var count = 0
        while count < 5, peek(count) == quote { count += 1 }
        guard count >= 3 else { return nil }
        advance(count)
        return Array(repeating: quote, count: count - 3)
    }

    /// Passes a backslash at the end of a line, with all white space behind it.
    private mutating func skipFoldedLines() throws(TOMLProblem) -> Bool {
        let start = position
        advance()
        skipBlanks()
        guard takeNewline() else {
            position = start
            return false
        }
        repeat { skipBlanks() } while takeNewline()
        return true
    }

    private mutating func readEscape() throws(TOMLProblem) -> [UInt8] {
        let mark = peek(1)
        let escapes: [(StaticString, UInt8)] = [
            ("b", 0x08), ("t", 0x09), ("n", 0x0A), ("f", 0x0C), ("r", 0x0D), ("\"", 0x22), ("\\", 0x5C),
        ]
        if let byte = escapes.first(where: { $0.0.utf8Start[0] == mark })?.1 {
            advance(2)
            return [byte]
        }
        let count = mark == UInt8(ascii: "u") ? 4 : mark == UInt8(ascii: "U") ? 8 : 0
        guard count > 0 else { throw problem("there is no such escape; write `\\\\` for a backslash") }
        var code: UInt32 = 0
        for place in 0..<count {
            guard let byte = peek(2 + place), let digit = TOMLNumber.digit(byte, radix: 16) else {
                throw problem("this escape needs \(count) hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("this escape is no Unicode scalar") }
        advance(2 + count)
        return Array(String(scalar).utf8)
    }
}
