/// Parses statements of control flow.
extension Parser {
    /// Grammar: if-statement = "if" expression block { "else" "if" expression block } [ "else" block ] ;
    mutating func ifStatement(_ start: Int) throws(Failure) -> IfStatement {
        var statement = IfStatement(branches: [], otherwise: nil, span: SourceSpan(start, lastEnd))
        repeat {
            let condition = try expression()
            let body = try block(after: "the condition")
            statement.branches.append(IfStatement.Branch(condition: condition, body: body))
            guard takeWord("else") else { break }
            if !takeWord("if") {
                statement.otherwise = try block(after: "`else`")
                break
            }
        } while true
        statement.span = SourceSpan(start, lastEnd)
        return statement
    }

    /// Grammar: while-statement = "while" expression block ;
    mutating func whileStatement(_ start: Int) throws(Failure) -> WhileStatement {
        let condition = try expression()
        let body = try loopBody(after: "the condition")
        return WhileStatement(condition: condition, body: body, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: for-statement = "for" name [ "," name ] "in" expression [ "parallel" expression ] block ;
    mutating func forStatement(_ start: Int) throws(Failure) -> ForStatement {
        lexer.skipBlanks()
        if lexer.current == UInt8(ascii: "$") {
            report(.dollarInTarget("for", at: at(lexer.position, lexer.position + 1)))
            lexer.position += 1
        }
        let name = try variableName("a name after `for`")
        var value: Name?
        lexer.skipBlanks()
        if lexer.take(",") { value = try variableName("a name after `,`") }
        guard takeWord("in") else {
            let place = lexer.position
            throw failure(
                .expectedSign("`in`", found: describe(place), at: at(place, endOfText(from: place)), opening: nil))
        }
        let sequence = try expression()
        let parallel = takeWord("parallel") ? try expression() : nil
        let body = try loopBody(after: "the value to iterate over")
        return ForStatement(
            name: name, value: value, sequence: sequence, parallel: parallel, body: body,
            span: SourceSpan(start, lastEnd))
    }

    /// Grammar: try-statement = "try" block [ "catch" [ name ] block ] [ "finally" block ] ;
    mutating func tryStatement(_ start: Int) throws(Failure) -> TryStatement {
        let body = try block(after: "`try`")
        var statement = TryStatement(body: body, problem: nil, handler: nil, finally: nil, span: body.span)
        if takeWord("catch") {
            lexer.skipBlanks()
            if lexer.current != UInt8(ascii: "{") {
                statement.problem = try variableName("a name or `{` after `catch`")
            }
            statement.handler = try block(after: "`catch`")
        }
        if takeWord("finally") { statement.finally = try block(after: "`finally`") }
        if statement.handler == nil, statement.finally == nil, !isAbandoned {
            let next = lexer.position
            if let problem = foreignWord(from: next, at(next, endOfText(from: next))) { throw failure(problem) }
            report(
                .expectedSign(
                    "`catch` or `finally` after the block of `try`", found: describe(lexer.position),
                    at: at(start, start + 3), opening: nil))
        }
        statement.span = SourceSpan(start, lastEnd)
        return statement
    }

    /// Grammar: defer-statement = "defer" ( block | statement ) ;
    mutating func deferStatement(_ start: Int) throws(Failure) -> DeferStatement {
        lexer.skipBlanks()
        if lexer.current == UInt8(ascii: "{") {
            let body = try closedBody(isDefinition: false, after: "`defer`")
            return DeferStatement(body: body, span: SourceSpan(start, lastEnd))
        }
        if isAtEndOfStatement() {
            throw failure(.expectedStatement(found: describe(lexer.position), at: at(lexer.position, lexer.position)))
        }
        try enter()
        let outer = context
        context = Context(isTopLevel: false)
        let statementStart = lexer.position
        let statement = try statementBody()
        context = outer
        leave()
        let body = Block(statements: [statement], span: SourceSpan(statementStart, lastEnd))
        return DeferStatement(body: body, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: within-statement = "within" expression repetition block ;
    ///
    /// Grammar: repetition = [ "every" expression ] [ "backoff" expression ] ;
    mutating func withinStatement(_ start: Int) throws(Failure) -> WithinStatement {
        let limit = try expression()
        let interval = takeWord("every") ? try expression() : nil
        let backoff = takeWord("backoff") ? try expression() : nil
        let body = try block(after: "the time limit")
        return WithinStatement(
            limit: limit, interval: interval, backoff: backoff, body: body, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: retry-statement = "retry" expression repetition block ;
    mutating func retryStatement(_ start: Int) throws(Failure) -> RetryStatement {
        let count = try expression()
        let interval = takeWord("every") ? try expression() : nil
        let backoff = takeWord("backoff") ? try expression() : nil
        let body = try block(after: "the number of attempts")
        return RetryStatement(
            count: count, interval: interval, backoff: backoff, body: body, span: SourceSpan(start, lastEnd))
    }
}
