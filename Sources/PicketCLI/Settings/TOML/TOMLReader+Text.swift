/// The characters of the text.
extension TOMLReader {
    func peek(_ distance: Int = 0) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    mutating func advance(_ count: Int = 1) { position += count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        advance()
        return true
    }

    /// Takes a text of ASCII if it stands here.
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        let stands = (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
        if stands { advance(count) }
        return stands
    }

    mutating func skipBlanks() {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    /// Takes LF or CRLF. A CR alone ends no line.
    mutating func takeNewline() -> Bool {
        guard isNewline else { return false }
        advance(peek() == UInt8(ascii: "\r") ? 2 : 1)
        line += 1
        return true
    }

    mutating func skipComment() throws(TOMLProblem) {
        guard peek() == UInt8(ascii: "#") else { return }
        while let byte = peek(), !isNewline { try advanceOverText(byte) }
    }

    /// Reads the blanks and the comment at the end of a line, and the line's end.
    mutating func readEndOfLine() throws(TOMLProblem) {
        skipBlanks()
        try skipComment()
        guard takeNewline() || position == bytes.count else { throw problem("expected the end of the line") }
    }

    /// Whether LF or CRLF stands here.
    var isNewline: Bool {
        peek() == UInt8(ascii: "\n") || (peek() == UInt8(ascii: "\r") && peek(1) == UInt8(ascii: "\n"))
    }

    /// Passes a byte of a comment or a string, which is not a control character besides a tab.
    mutating func advanceOverText(_ byte: UInt8) throws(TOMLProblem) {
        guard byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t") else {
            throw problem("a control character stands here")
        }
        advance()
    }

    func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// Enters a table or a list. The caller restores the depth.
    mutating func deepen() throws(TOMLProblem) {
        guard depth < Self.greatestDepth else { throw problem("this nests deeper than \(Self.greatestDepth)") }
        depth += 1
    }

    // MARK: Places

    /// A problem at the position.
    func problem(_ reason: String) -> TOMLProblem {
        let before = bytes[..<position]
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Continuation bytes of UTF-8 begin with 10.
        let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
        return TOMLProblem(reason: reason, line: line, column: column)
    }
}
