/// Parses steps, tests, output, and the statements that end a run.
extension Parser {
    /// Grammar: step-statement = "step" value block ;
    mutating func stepStatement(_ start: Int) throws(Failure) -> StepStatement {
        let name = try requiredValue("the name of the step")
        let body = try block(after: "the name of the step")
        return StepStatement(name: name, body: body, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: test-statement = "test" value { argument } block ;
    mutating func testStatement(_ start: Int) throws(Failure) -> TestStatement {
        let name = try requiredValue("the name of the test")
        var list: [Argument] = []
        try arguments(into: &list, beforeBlock: true)
        guard requireNamed(list) || lexer.current == UInt8(ascii: "{") else { throw Failure() }
        let body = try closedBody(isDefinition: false, after: "the name of the test")
        return TestStatement(name: name, arguments: list, body: body, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: skip-statement = "skip" [ value ] ;
    mutating func skipStatement(_ start: Int) throws(Failure) -> SkipStatement {
        if isAtEndOfStatement() { return SkipStatement(reason: nil, span: SourceSpan(start, lastEnd)) }
        let reason = try requiredValue("a reason")
        return SkipStatement(reason: reason, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: print-statement = "print" [ expression { "," expression } ] ;
    mutating func printStatement(_ start: Int) throws(Failure) -> PrintStatement {
        if isAtEndOfStatement() { return PrintStatement(values: [], span: SourceSpan(start, lastEnd)) }
        var values: [Expression] = []
        repeat {
            values.append(try expression())
            lexer.skipBlanks()
        } while lexer.take(",")
        return PrintStatement(values: values, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: fail-statement = "fail" expression ;
    mutating func failStatement(_ start: Int) throws(Failure) -> FailStatement {
        let reason = try expression()
        return FailStatement(reason: reason, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: sleep-statement = "sleep" expression ;
    mutating func sleepStatement(_ start: Int) throws(Failure) -> SleepStatement {
        let duration = try expression()
        return SleepStatement(duration: duration, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: exit-statement = "exit" [ expression ] ;
    mutating func exitStatement(_ start: Int) throws(Failure) -> ExitStatement {
        let status = try optionalExpression()
        return ExitStatement(status: status, span: SourceSpan(start, lastEnd))
    }

    /// Parses a word, string, list or group that must be present.
    mutating func requiredValue(_ what: String) throws(Failure) -> Expression {
        if isAtEndOfStatement() || lexer.current == UInt8(ascii: "{") {
            let start = lexer.position
            throw failure(.expectedName(what, found: describe(start), at: at(start, endOfText(from: start))))
        }
        let value = try commandValue()
        lastEnd = lexer.position
        return value
    }

    /// Reports the first argument that is not `name=value`: only these may follow the name of a test or an included
    /// file.
    mutating func requireNamed(_ arguments: [Argument]) -> Bool {
        let word = arguments.first { if case .positional = $0.form { true } else { false } }
        guard let word else { return true }
        report(
            .unexpectedText(
                "`\(source.text(word.span))`", at: SourceLocation(source: source, span: word.span),
                help: "quote a name of several words; arguments are `name=value`"))
        return false
    }
}
