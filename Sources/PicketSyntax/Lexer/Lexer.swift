/// Reads bytes: blanks and names for the parser of commands, tokens for the parser of expressions.
///
/// The text ends in a zero byte that occurs nowhere else. So the lexer may always read the byte after a non-zero one,
/// and every loop stops at the end. The `SourceFile` that owns the bytes must outlive the lexer; `Parser` holds both.
struct Lexer {
    let base: UnsafePointer<UInt8>
    let classes: UnsafePointer<ByteClass>
    var position: Int
    /// The comments read so far, for the formatter and the highlighter. A comment that was read twice is listed twice.
    private(set) var comments: [SourceSpan] = []
    var keepsComments = false
    /// The offset of the first carriage return in a comment that does not end a line. The text after it was meant as
    /// another line.
    private(set) var loneReturn: Int?

    init(_ source: SourceFile, position: Int = 0) {
        base = source.base
        classes = ByteClass.table
        self.position = position
    }

    /// The byte at the position; zero at the end.
    var current: UInt8 { base[position] }

    /// The byte after `current`, which must not be the end.
    var following: UInt8 { base[position + 1] }

    func byte(at offset: Int) -> UInt8 { base[offset] }

    @inline(__always)
    func `is`(_ expected: ByteClass, at offset: Int) -> Bool {
        classes[Int(base[offset])].rawValue & expected.rawValue != 0
    }

    @inline(__always)
    mutating func skip(_ expected: ByteClass) {
        while self.is(expected, at: position) { position += 1 }
    }

    @inline(__always)
    mutating func skip(until stop: ByteClass) {
        while !self.is(stop, at: position) { position += 1 }
    }

    /// Whether a newline, `\n` or `\r\n`, begins at `offset`.
    func isNewline(at offset: Int) -> Bool {
        base[offset] == UInt8(ascii: "\n")
            || base[offset] == UInt8(ascii: "\r") && base[offset + 1] == UInt8(ascii: "\n")
    }

    /// Whether the `\` at `offset` is the last byte of its line.
    func continuesLine(at offset: Int) -> Bool {
        base[offset] == UInt8(ascii: "\\") && isNewline(at: offset + 1)
    }

    /// Skips blanks, comments and continued line ends. Skips newlines too where they are blanks.
    @inline(__always)
    mutating func skipBlanks(acrossLines: Bool = false) {
        while true {
            let byte = base[position]
            if byte == UInt8(ascii: " ") {
                position += 1
            } else if byte > UInt8(ascii: "#") && byte != UInt8(ascii: "\\") {
                return
            } else if !skipRareBlank(acrossLines: acrossLines) {
                return
            }
        }
    }

    /// Skips one tab, comment or line end; returns false if there is none.
    @inline(never)
    private mutating func skipRareBlank(acrossLines: Bool) -> Bool {
        switch base[position] {
        case UInt8(ascii: "\t"):
            position += 1
        case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
            guard acrossLines, isNewline(at: position) else { return false }
            position += 1
        case UInt8(ascii: "#"):
            skipComment()
        case UInt8(ascii: "\\"):
            guard continuesLine(at: position) else { return false }
            position += base[position + 1] == UInt8(ascii: "\n") ? 2 : 3
        default:
            return false
        }
        return true
    }

    private mutating func skipComment() {
        let start = position
        while base[position] != 0, base[position] != UInt8(ascii: "\n") {
            if base[position] == UInt8(ascii: "\r") {
                if isNewline(at: position) { break }
                loneReturn = loneReturn ?? position
            }
            position += 1
        }
        if keepsComments { comments.append(SourceSpan(start, position)) }
    }

    /// Skips to the end of the line, but not past it.
    mutating func skipLine() {
        while base[position] != 0 && !isNewline(at: position) { position += 1 }
    }

    /// Skips the newline at the position.
    mutating func skipLineEnd() {
        position += base[position] == UInt8(ascii: "\n") ? 1 : 2
    }

    /// Skips separators and blanks between statements.
    mutating func skipSeparators() {
        while true {
            skipBlanks(acrossLines: true)
            guard current == UInt8(ascii: ";") else { return }
            position += 1
        }
    }

    /// Whether the bytes from `start` to `end` are `text`.
    func matches(_ text: StaticString, from start: Int, to end: Int) -> Bool {
        guard end - start == text.utf8CodeUnitCount else { return false }
        for offset in 0..<text.utf8CodeUnitCount where base[start + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    /// The end of the name that starts at `offset`; `offset` itself if there is none.
    func endOfName(at offset: Int, dashed: Bool) -> Int {
        guard self.is(.nameStart, at: offset) else { return offset }
        var end = offset + 1
        let byteClass: ByteClass = dashed ? .dashedNameByte : .nameByte
        while self.is(byteClass, at: end) { end += 1 }
        return end
    }

    /// Whether the `$` at `offset` begins an interpolation: a letter, `_`, `{` or `(` follows.
    func opensInterpolation(at offset: Int) -> Bool {
        let next = base[offset + 1]
        return self.is(.nameStart, at: offset + 1) || next == UInt8(ascii: "{") || next == UInt8(ascii: "(")
    }
}
