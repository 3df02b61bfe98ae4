/// Highlights the arguments of commands.
extension Highlighter {
    mutating func words() {
        while true {
            skipBlanks(acrossLines: false)
            if isAtEnd { return }
            if lexer.current == UInt8(ascii: "{") { return tokens(operandIsDue: false) }
            argument()
        }
    }

    private mutating func argument() {
        let start = lexer.position
        let end = lexer.endOfName(at: start, dashed: true)
        if end > start, lexer.byte(at: end) == UInt8(ascii: "=") {
            lexer.position = end
            mark(start, .argumentName)
            take(1, .operator)
            if lexer.current == UInt8(ascii: "{") {
                take(1, .bracket)
                return nested { $0.bracketed(by: UInt8(ascii: "}")) }
            }
        } else if lexer.matches("as", from: start, to: end), lexer.is(.blank, at: end) {
            return take(2, .keyword)
        } else if lexer.matches("...", from: start, to: min(start + 3, source.count)) {
            take(3, .operator)
        }
        value()
    }

    private mutating func value() {
        switch lexer.current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): string()
        case UInt8(ascii: "["), UInt8(ascii: "("):
            let closing = lexer.current == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")
            take(1, .bracket)
            nested { $0.bracketed(by: closing) }
        default: word()
        }
    }

    /// Marks a word with its interpolations, and text that cannot be part of a word.
    private mutating func word() {
        let wordStart = lexer.position
        var start = wordStart
        while !lexer.is(.argumentEnd, at: lexer.position), !lexer.continuesLine(at: lexer.position) {
            switch lexer.current {
            case UInt8(ascii: "$") where lexer.opensInterpolation(at: lexer.position):
                mark(start, .word)
                interpolation()
                start = lexer.position
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"),
                UInt8(ascii: "\\"):
                mark(start, .word)
                take(1, .error)
                start = lexer.position
            default: lexer.position += 1
            }
        }
        if lexer.position == wordStart, !isAtEnd { return take(1, .error) }
        let isValue = start == wordStart && wordValue(of: source.bytes(SourceSpan(start, lexer.position))) != .text
        mark(start, isValue ? .number : .word)
    }
}
