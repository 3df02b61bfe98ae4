/// Values.
extension TOMLReader {
    mutating func readValue() throws(TOMLProblem) -> TOMLValue {
        switch peek() {
        case UInt8(ascii: "\""):
            return .string(
                String(
                    decoding: take("\"\"\"") ? try readLongBasicString() : try readBasicString(), as: UTF8.self))
        case UInt8(ascii: "'"):
            return .string(
                String(
                    decoding: take("'''") ? try readLongLiteralString() : try readLiteralString(), as: UTF8.self))
        case UInt8(ascii: "["): return .array(try readArray())
        case UInt8(ascii: "{"): return .table(try readInlineTable())
        default: return try readWord()
        }
    }

    private mutating func readArray() throws(TOMLProblem) -> [TOMLValue] {
        let outerDepth = depth
        defer { depth = outerDepth }
        try deepen()
        advance()
        var values: [TOMLValue] = []
        while true {
            try skipLines()
            if take(UInt8(ascii: "]")) { return values }
            values.append(try readValue())
            try skipLines()
            if take(UInt8(ascii: "]")) { return values }
            guard take(UInt8(ascii: ",")) else { throw problem("expected `,` or `]` of the list") }
        }
    }

    /// Passes blanks, comments and ends of lines.
    private mutating func skipLines() throws(TOMLProblem) {
        repeat {
            skipBlanks()
            try skipComment()
        } while takeNewline()
    }

    private mutating func readInlineTable() throws(TOMLProblem) -> TOMLTable {
        let outerDepth = depth
        defer { depth = outerDepth }
        try deepen()
        advance()
        let node = TOMLNode(.dottedKey)
        skipBlanks()
        if take(UInt8(ascii: "}")) { return node.table }
        while true {
            try readPair(into: node)
            skipBlanks()
            if take(UInt8(ascii: "}")) { return node.table }
            guard take(UInt8(ascii: ",")) else { throw problem("expected `,` or `}` of the table, on the same line") }
        }
    }

    /// Reads `true`, a number or a time.
    private mutating func readWord() throws(TOMLProblem) -> TOMLValue {
        let start = position
        while let byte = peek(), isWord(byte) { advance() }
        // A blank may stand between a date and a time.
        if position - start == 10, peek() == UInt8(ascii: " "), let digit = peek(1), isDigit(digit),
            TOMLTime.isDate(bytes[start..<position])
        {
            advance()
            while let byte = peek(), isWord(byte) { advance() }
        }
        let word = bytes[start..<position]
        if word.elementsEqual("true".utf8) { return .boolean(true) }
        if word.elementsEqual("false".utf8) { return .boolean(false) }
        if let value = TOMLNumber.value(word) { return value }
        if TOMLTime.isTime(word) { return .time(String(decoding: word, as: UTF8.self)) }
        position = start
        throw problem("expected a value; a text stands in quotes")
    }

    private func isWord(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "+-_.:".utf8.contains(byte)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
