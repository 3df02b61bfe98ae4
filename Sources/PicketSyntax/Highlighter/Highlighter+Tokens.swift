/// Highlights expressions and the blocks after them.
extension Highlighter {
    /// Marks tokens up to the end of the statement.
    mutating func tokens(operandIsDue: Bool) {
        var operandIsDue = operandIsDue
        while true {
            skipBlanks(acrossLines: false)
            if isAtEnd { return }
            if lexer.current == UInt8(ascii: "{"), !operandIsDue {
                take(1, .bracket)
                nested { $0.statements(inBlock: true) }
            } else {
                operandIsDue = token()
            }
        }
    }

    /// Marks the text up to a closing bracket, and the bracket.
    mutating func bracketed(by closing: UInt8) {
        while true {
            skipBlanks(acrossLines: true)
            if lexer.current == 0 { return }
            if lexer.current == closing { return take(1, .bracket) }
            _ = token()
        }
    }

    /// Marks one token, or a bracket with its content. Returns whether an operand must follow.
    private mutating func token() -> Bool {
        let start = lexer.position
        let kind = lexer.next(acrossLines: false).kind
        switch kind {
        case .quote:
            lexer.position = start
            string()
        case .dollar where lexer.opensInterpolation(at: start):
            lexer.position = start
            interpolation()
        case .openParenthesis, .openBracket, .openBrace:
            mark(start, .bracket)
            let closing = lexer.byte(at: start) == UInt8(ascii: "(") ? UInt8(ascii: ")") : lexer.byte(at: start) + 2
            nested { $0.bracketed(by: closing) }
        case .number:
            mark(
                start,
                NumericLiteral(source.bytes(SourceSpan(start, lexer.position)), isSigned: false) == nil
                    ? .error : .number)
        case .null, .yes, .no: mark(start, .number)
        case .word: return word(from: start)
        case .closeParenthesis, .closeBracket, .closeBrace, .unknown, .dollar, .foreignAnd, .foreignOr, .foreignNot:
            if lexer.position == start { lexer.position += 1 }
            mark(start, .error)
        case .end: lexer.position = max(lexer.position, source.count)
        default:
            mark(start, .operator)
            return true
        }
        return false
    }

    private mutating func word(from start: Int) -> Bool {
        let end = lexer.position
        if Highlighter.inner.contains(where: { lexer.matches($0, from: start, to: end) }) {
            mark(start, .keyword)
            return !lexer.matches("else", from: start, to: end) && !lexer.matches("catch", from: start, to: end)
                && !lexer.matches("finally", from: start, to: end)
        }
        var next = end
        while lexer.is(.blank, at: next) { next += 1 }
        let isName = lexer.byte(at: next) == UInt8(ascii: "=") && lexer.byte(at: next + 1) != UInt8(ascii: "=")
        let isKey = lexer.byte(at: next) == UInt8(ascii: ":")
        mark(start, lexer.current == UInt8(ascii: "(") ? .command : isName || isKey ? .argumentName : .word)
        return false
    }
}
