/// Words and signs of other languages, met where a statement or its block should have ended or begun.
extension Parser {
    /// What stands at the position does not belong to the statement that was read.
    mutating func unexpectedText() -> Failure {
        let start = lexer.position
        let end = max(endOfText(from: start), start + 1)
        let location = at(start, end)
        if lexer.current == UInt8(ascii: "\\") { return strayBackslash(at: start) }
        if let problem = foreignWord(from: start, location) { return failure(problem) }
        switch lexer.current {
        case UInt8(ascii: ")"), UInt8(ascii: "]"):
            return failure(.unmatchedClosing(text(start, start + 1), at: location))
        case UInt8(ascii: "&"), UInt8(ascii: "|"):
            return failure(.foreignJoin(text(start, end), at: location))
        default: break
        }
        if lexer.current >= 0x80, lexer.lengthOfForeignSign(at: start) > 0 {
            return failure(.invalidCharacter(text(start, end), at: location))
        }
        // `failure` names a character that nobody can see.
        let help = "end the statement with a newline or `;`, or join values with `,` or an operator"
        return failure(.unexpectedText(describe(start), at: location, help: help))
    }

    /// A block should begin at the position.
    mutating func missingBlock(after what: String) -> Failure {
        let start = lexer.position
        let location = at(start, endOfText(from: start))
        if lexer.current == UInt8(ascii: "\\") { return strayBackslash(at: start) }
        if let problem = foreignWord(from: start, location) { return failure(problem) }
        return failure(.expectedBlock(after: what, found: describe(start), at: location))
    }

    /// `$name = …` at the start of a statement.
    func assignmentToPath(_ start: Int) -> Diagnostic? {
        guard lexer.byte(at: start) == UInt8(ascii: "$") else { return nil }
        let end = lexer.endOfName(at: start + 1, dashed: false)
        var next = end
        while lexer.is(.blank, at: next) { next += 1 }
        guard end > start + 1, lexer.byte(at: next) == UInt8(ascii: "="), lexer.byte(at: next + 1) != UInt8(ascii: "=")
        else { return nil }
        return .bareAssignment(text(start + 1, end), sign: "=", at: at(start, next + 1))
    }

    func foreignWord(from start: Int, _ location: SourceLocation) -> Diagnostic? {
        let end = lexer.endOfName(at: start, dashed: true)
        guard end > start else { return nil }
        switch text(start, end) {
        case "then", "do":
            return .foreignKeyword(text(start, end), meaning: "write the block in braces: `{ … }`", at: location)
        case "elif", "elseif", "elsif":
            return .foreignKeyword(text(start, end), meaning: "write `else if`", at: location)
        case "except", "rescue":
            return .foreignKeyword(text(start, end), meaning: "write `catch`", at: location)
        case "function", "func", "fn", "proc", "sub":
            return .foreignKeyword(text(start, end), meaning: "write `def`", at: location)
        case "foreach", "loop", "until", "repeat":
            return .foreignKeyword(text(start, end), meaning: "write `for name in …` or `while …`", at: location)
        case "unless", "switch", "case":
            return .foreignKeyword(text(start, end), meaning: "write `if …`", at: location)
        default: return nil
        }
    }

    /// `else`, `catch` or `finally` at the start of a statement: its parts are read, then forgotten.
    mutating func misplacedElse(_ keyword: StatementKeyword, _ start: Int) throws(Failure) -> Failure {
        report(.misplacedElse(keyword.rawValue, at: at(start, lastEnd)))
        var word = keyword
        repeat {
            if word == .else, takeWord("if") { _ = try expression() }
            lexer.skipBlanks()
            if word == .catch, lexer.current != UInt8(ascii: "{") {
                _ = try variableName("a name or `{` after `catch`")
            }
            _ = try block(after: "`\(word.rawValue)`")
            if takeWord("else") {
                word = .else
            } else if takeWord("finally") {
                word = .finally
            } else {
                break
            }
        } while true
        return Failure()
    }
}
