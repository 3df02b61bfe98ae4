/// Parses `expect` and `check`.
extension Parser {
    /// Grammar: expectation = ( "expect" | "check" ) condition [ "because" expression ] ;
    mutating func expectation(_ start: Int, continues: Bool) throws(Failure) -> Expectation {
        readsSubjects = true
        let condition = try positioned { (parser) throws(Failure) in try parser.condition() }
        readsSubjects = false
        let reason = takeWord("because") ? try expression() : nil
        return Expectation(
            continues: continues, condition: condition, reason: reason, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: condition = "status" ( coalescence | status-class ) | expression ;
    ///
    /// Grammar: status-class = "1xx" | "2xx" | "3xx" | "4xx" | "5xx" ;
    private mutating func condition() throws(Failure) -> Expectation.Condition {
        guard token.kind == .word, lexer.matches("status", from: token.start, to: token.end), statusValueFollows()
        else {
            return .expression(try disjunction())
        }
        advance()
        readsSubjects = false
        if token.kind == .number, let condition = try statusClass() { return condition }
        let status = try coalescence()
        if token.kind == .and || token.kind == .or || token.kind == .foreignAnd || token.kind == .foreignOr {
            let list = statusList()
            throw failure(
                .unexpectedText(
                    describe(token.start), at: here,
                    help: list.map { "write `\($0)`" } ?? "write `status == …` to go on with `and` or `or`"))
        }
        return .status(status)
    }

    /// Whether a value directly follows the word `status`.
    private func statusValueFollows() -> Bool {
        var scanner = lexer
        let next = scanner.next(acrossLines: false)
        switch next.kind {
        case .number, .quote, .dollar: return true
        case .openParenthesis: return next.start > token.end
        case .openBracket: return next.start > token.end
        case .minus: return false
        default: return false
        }
    }

    private mutating func statusClass() throws(Failure) -> Expectation.Condition? {
        let (start, end) = (token.start, token.end)
        guard end - start == 3, lexer.byte(at: start + 1) | 0x20 == UInt8(ascii: "x"),
            lexer.byte(at: start + 2) | 0x20 == UInt8(ascii: "x")
        else { return nil }
        let digit = Int(lexer.byte(at: start) - UInt8(ascii: "0"))
        if !(1...5).contains(digit) || !lexer.matches("xx", from: start + 1, to: end) {
            report(.invalidStatusClass(text(start, end), at: at(start, end)))
        }
        advance()
        return .statusClass(digit, SourceSpan(start, end))
    }

    /// Parses a subject if the look-ahead begins one.
    ///
    /// Grammar: subject = subject-word { "." subject-field | "[" expression "]" } ;
    ///
    /// Grammar: subject-word = "status" | "body" | "header" | "tags" | "duration" | "error" ;
    ///
    /// Grammar: subject-field = ( letter-or-underscore | digit ) { letter-or-underscore | digit | "-" } ;
    mutating func subject() throws(Failure) -> Expression? {
        let start = token.start
        let end = lexer.endOfName(at: start, dashed: true)
        guard let subject = ResponseSubject.allCases.first(where: { lexer.matches($0.word, from: start, to: end) })
        else {
            return nil
        }
        if end < token.end {
            guard lexer.byte(at: end) == UInt8(ascii: "."), lexer.is(.nameByte, at: end + 1) else { return nil }
        } else if lexer.byte(at: end) == UInt8(ascii: "(") {
            return nil
        }
        lexer.position = end
        let base = Expression.subject(subject, SourceSpan(start, end))
        var steps: [PathStep] = []
        var highest = 1
        while let step = try step(in: .expression, dashed: true) {
            steps.append(step)
            highest = max(highest, height)
        }
        height = highest
        lastEnd = lexer.position
        load()
        if steps.isEmpty { return base }
        try grow(height, 0)
        return .path(Path(base: base, steps: steps, span: SourceSpan(start, lastEnd)))
    }
}

extension ResponseSubject {
    /// The word as written.
    package var word: StaticString {
        switch self {
        case .status: return "status"
        case .body: return "body"
        case .header: return "header"
        case .tags: return "tags"
        case .duration: return "duration"
        case .error: return "error"
        }
    }
}
