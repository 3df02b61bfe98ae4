/// Help for words and signs of other languages where a statement or its block should have ended or begun.
extension Parser {
    /// Returns the failure for text that does not belong to the parsed statement.
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
        // `failure` reports a hidden character by itself.
        return failure(.unexpectedText(describe(start), at: location, help: helpForUnexpectedText(at: start)))
    }

    private func helpForUnexpectedText(at start: Int) -> String {
        let touches = start > 0 && lexer.is(.nameByte, at: start - 1)
        if lexer.current == UInt8(ascii: "("), touches {
            return "values have no methods: a function takes the value, such as `len($x)`; `append x …` adds to a list"
        }
        if lexer.current == UInt8(ascii: "{"), beginsWithCall {
            return "a definition begins with `def`: `def name() { … }`"
        }
        if let word = helpForClause(at: start) { return word }
        if let status = statusList() { return "write `\(status)`" }
        return "end the statement with a newline or `;`, or join values with `,` or an operator"
    }

    /// Suggests a place for an `else`, `catch` or `finally` after the block of another statement.
    private func helpForClause(at start: Int) -> String? {
        let end = lexer.endOfName(at: start, dashed: true)
        switch keywords.keyword(at: lexer.base + start, count: end - start) {
        case .else: return "only an `if` takes `else`, and one `else` ends it"
        case .catch: return "only a `try` takes `catch`, before its `finally`"
        case .finally: return "only a `try` takes `finally`, and one ends it"
        default: return nil
        }
    }

    /// Whether the statement begins with `name(`.
    private var beginsWithCall: Bool {
        let end = lexer.endOfName(at: statementStart, dashed: true)
        return end > statementStart && lexer.byte(at: end) == UInt8(ascii: "(")
    }

    /// Suggests `status in [200, 404]` for `status 200, 404` and `status 200 or 404`; nil for anything else.
    func statusList() -> String? {
        var scanner = lexer
        scanner.position = statementStart
        let keyword = scanner.next(acrossLines: false)
        let subject = scanner.next(acrossLines: false)
        guard
            lexer.matches("expect", from: keyword.start, to: keyword.end)
                || lexer.matches("check", from: keyword.start, to: keyword.end),
            lexer.matches("status", from: subject.start, to: subject.end)
        else { return nil }
        var statuses: [String] = []
        while true {
            let token = scanner.next(acrossLines: false)
            switch token.kind {
            case .number: statuses.append(text(token.start, token.end))
            case .comma, .or, .foreignOr: continue
            default: return statuses.count > 1 ? "status in [\(statuses.joined(separator: ", "))]" : nil
            }
        }
    }

    /// Returns the failure for a missing block at the position.
    mutating func missingBlock(after what: String) -> Failure {
        let start = lexer.position
        let location = at(start, endOfText(from: start))
        if lexer.current == UInt8(ascii: "\\") { return strayBackslash(at: start) }
        if let problem = foreignWord(from: start, location) { return failure(problem) }
        return failure(.expectedBlock(after: what, found: describe(start), at: location))
    }

    /// Reports `$name = …` at the start of a statement.
    func assignmentToPath(_ start: Int) -> Diagnostic? {
        guard lexer.byte(at: start) == UInt8(ascii: "$") else { return nil }
        var end = lexer.endOfName(at: start + 1, dashed: false)
        end = endOfSteps(from: end)
        var next = end
        while lexer.is(.blank, at: next) { next += 1 }
        guard end > start + 1 else { return nil }
        let name = text(start + 1, end)
        for sign in ["+=", "-=", "*=", "/=", "%=", "++", "--"] as [StaticString]
        where lexer.matches(sign, from: next, to: next + 2) {
            return .bareAssignment(name, sign: "\(sign)", at: at(start, next + 2))
        }
        guard lexer.byte(at: next) == UInt8(ascii: "="), lexer.byte(at: next + 1) != UInt8(ascii: "=") else {
            return nil
        }
        return .bareAssignment(name, sign: "=", at: at(start, next + 1))
    }

    /// The end of a path of fields and indices without blanks.
    private func endOfSteps(from start: Int) -> Int {
        var end = start
        var open = 0
        while open > 0 || lexer.byte(at: end) == UInt8(ascii: ".") || lexer.byte(at: end) == UInt8(ascii: "[")
            || end > start && lexer.is(.nameByte, at: end)
        {
            if lexer.byte(at: end) == 0 || lexer.is(.blank, at: end) || lexer.isNewline(at: end) { return start }
            if lexer.byte(at: end) == UInt8(ascii: "[") { open += 1 }
            if lexer.byte(at: end) == UInt8(ascii: "]") { open -= 1 }
            end += 1
        }
        return end
    }

    func foreignWord(from start: Int, _ location: SourceLocation) -> Diagnostic? {
        let end = lexer.endOfName(at: start, dashed: true)
        guard end > start else { return nil }
        let word = text(start, end)
        if let meaning = ForeignWords.meaning(ofKeyword: word) {
            return .foreignKeyword(word, meaning: meaning, at: location)
        }
        return ForeignWords.meaning(ofOperator: word).map { .foreignOperator(word, help: $0, at: location) }
    }

    /// Reports `else`, `catch` or `finally` at the start of a statement. Parses its parts and drops them.
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
