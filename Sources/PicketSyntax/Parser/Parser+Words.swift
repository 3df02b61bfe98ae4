/// Parses the values of a command's arguments.
extension Parser {
    /// Parses the value at the position: of an argument, a step's name, or an included path.
    ///
    /// Grammar: value = word | string | list | group ;
    mutating func commandValue() throws(Failure) -> Expression {
        let value: Expression
        switch lexer.current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): value = try stringValue()
        case UInt8(ascii: "["): value = try list(from: lexer.position)
        case UInt8(ascii: "("): value = try group(from: lexer.position)
        default: return try commandWord()
        }
        try checkEndOfValue()
        return value
    }

    /// Checks that an argument ends after a closing quote or bracket.
    mutating func checkEndOfValue() throws(Failure) {
        let start = lexer.position
        if lexer.is(.argumentEnd, at: start) || lexer.continuesLine(at: start) { return }
        if lexer.current == UInt8(ascii: "{") || lexer.current == UInt8(ascii: "\\") {
            // A later error describes this better.
            return
        }
        if lexer.current == UInt8(ascii: ","), lexer.is(.argumentEnd, at: start + 1) {
            reportComma(at: start)
            lexer.position += 1
            return
        }
        throw failure(.textAfterValue(at: at(start, max(start + 1, endOfWord(from: start)))))
    }

    /// Grammar: word = word-part { word-part } ;
    ///
    /// Grammar: word-part = word-character | interpolation ;
    private mutating func commandWord() throws(Failure) -> Expression {
        let start = lexer.position
        if lexer.current >= 0x80, lexer.lengthOfForeignSign(at: start) > 0 {
            let end = start + lexer.lengthOfForeignSign(at: start)
            throw failure(.invalidCharacter(text(start, end), at: at(start, end)))
        }
        while true {
            lexer.skip(until: .wordStop)
            switch lexer.current {
            case UInt8(ascii: "$"):
                if lexer.opensInterpolation(at: lexer.position) { return try interpolatedWord(from: start) }
                lexer.position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"),
                UInt8(ascii: "\\"):
                if try endsWord() { return .commandWord(SourceSpan(start, lexer.position)) }
            default:
                if try takeUnusualCharacter() { continue }
                if lexer.position == start { throw unmatchedClosing() }
                return .commandWord(SourceSpan(start, lexer.position))
            }
        }
    }

    /// Takes a character that needs a check: a hidden character is an error in a word.
    private mutating func takeUnusualCharacter() throws(Failure) -> Bool {
        guard lexer.is(.looksAtCharacter, at: lexer.position) else { return false }
        if let problem = hiddenCharacter(at: lexer.position) { throw failure(problem) }
        lexer.position = lexer.endOfCharacter(at: lexer.position)
        return true
    }

    /// Whether the quote, opening bracket or `\` at the position is a continued line end; anything else is an error in
    /// a word.
    private mutating func endsWord() throws(Failure) -> Bool {
        let offset = lexer.position
        if lexer.continuesLine(at: offset) { return true }
        if lexer.current == UInt8(ascii: "\\") { throw strayBackslash(at: offset) }
        let verb = lexer.endOfName(at: statementStart, dashed: true)
        if lexer.byte(at: offset) == UInt8(ascii: "("), verb > statementStart,
            let meaning = ForeignWords.meaning(ofKeyword: text(statementStart, verb))
        {
            throw failure(
                .foreignKeyword(text(statementStart, verb), meaning: meaning, at: at(statementStart, verb)))
        }
        throw failure(.misplacedQuote(text(offset, offset + 1), at: at(offset, offset + 1)))
    }

    private mutating func unmatchedClosing() -> Failure {
        let start = lexer.position
        lexer.position += 1
        return failure(.unmatchedClosing(text(start, start + 1), at: at(start, start + 1)))
    }

    /// Continues at the first `$` that begins an interpolation. A word of exactly one value keeps that value's type.
    private mutating func interpolatedWord(from start: Int) throws(Failure) -> Expression {
        var pieces: [TextLiteral.Piece] = []
        var pieceStart = start
        var isAtEnd = false
        while !isAtEnd {
            switch lexer.current {
            case UInt8(ascii: "$") where lexer.opensInterpolation(at: lexer.position):
                flush(&pieces, from: pieceStart)
                let isFirst = lexer.position == start
                let value = try interpolation(in: .text)
                if isFirst, endsWholeWord() { return value }
                pieces.append(.value(value))
                pieceStart = lexer.position
            case UInt8(ascii: "$"):
                lexer.position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"),
                UInt8(ascii: "\\"):
                isAtEnd = try endsWord()
            default:
                isAtEnd = try !takeUnusualCharacter() && lexer.is(.wordStop, at: lexer.position)
            }
            if !isAtEnd { lexer.skip(until: .wordStop) }
        }
        flush(&pieces, from: pieceStart)
        return .text(TextLiteral(form: .word, pieces: pieces, span: SourceSpan(start, lexer.position)))
    }

    private func endsWholeWord() -> Bool {
        lexer.is(.argumentEnd, at: lexer.position) || lexer.continuesLine(at: lexer.position)
    }
}
