/// Parses statements, blocks, and the ends of statements.
extension Parser {
    /// Parses one statement with its end. Returns nil after an error, with the position after the faulty statement.
    mutating func statement() -> Statement? {
        let start = lexer.position
        let (savedDepth, savedContext) = (depth, context)
        do throws(Failure) {
            let statement = try statementBody()
            try endOfStatement()
            return statement
        } catch {
            (depth, context) = (savedDepth, savedContext)
            newlinesAreBlanks = false
            readsSubjects = false
            recover(from: start)
            return nil
        }
    }

    /// Grammar: statement = let-statement | set-statement | append-statement | param-statement | secret-statement
    ///     | if-statement | while-statement | for-statement | "break" | "continue" | definition | return-statement
    ///     | include-statement | try-statement | defer-statement | fail-statement | within-statement | retry-statement
    ///     | step-statement | test-statement | skip-statement | print-statement | sleep-statement | exit-statement
    ///     | expectation | function-call | command-call ;
    mutating func statementBody() throws(Failure) -> Statement {
        try countPart()
        let start = lexer.position
        statementStart = start
        let end = lexer.endOfName(at: start, dashed: true)
        guard end > start else { return try namelessStatement(start) }
        if let keyword = keywords.keyword(at: lexer.base + start, count: end - start) {
            lexer.position = end
            lastEnd = end
            try checkPlace(of: keyword, from: start)
            return try keywordStatement(keyword, from: start)
        }
        if lexer.byte(at: end) == UInt8(ascii: "(") {
            return try expressionStatement()
        }
        lexer.position = end
        lastEnd = end
        return .command(try commandCall(Name(SourceSpan(start, end))))
    }

    /// Parses an expression as a statement: a call anywhere, any other expression in the REPL.
    mutating func expressionStatement() throws(Failure) -> Statement {
        let start = lexer.position
        let value = try expression()
        let span = SourceSpan(start, lastEnd)
        if case .call = value { return .expression(value, span) }
        if !isInteractive { report(.expressionStatement(at: SourceLocation(source: source, span: span))) }
        return .expression(value, span)
    }

    private mutating func namelessStatement(_ start: Int) throws(Failure) -> Statement {
        let byte = lexer.byte(at: start)
        let isValue =
            switch byte {
            case UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "["): true
            case UInt8(ascii: "-"): lexer.is(.digit, at: start + 1)
            default: lexer.is(.digit, at: start)
            }
        if let problem = assignmentToPath(start) { throw failure(problem) }
        for sign in ["--", "//", "/*"] as [StaticString] where lexer.matches(sign, from: start, to: start + 2) {
            throw failure(.foreignComment("\(sign)", at: at(start, start + 2)))
        }
        if isValue, isInteractive { return try expressionStatement() }
        guard isValue else {
            throw failure(.expectedStatement(found: describe(start), at: at(start, endOfText(from: start))))
        }
        var problem = Diagnostic.expressionStatement(at: at(start, endOfText(from: start)))
        if let help = helpForMethod(after: start) { problem.help = help }
        throw failure(problem)
    }

    /// Suggests a form for `$list.append(3)`; nil for another value.
    private func helpForMethod(after start: Int) -> String? {
        guard lexer.byte(at: start) == UInt8(ascii: "$") else { return nil }
        let end = lexer.endOfName(at: start + 1, dashed: false)
        guard lexer.byte(at: end) == UInt8(ascii: ".") else { return nil }
        return helpForMethod(of: Name(SourceSpan(start + 1, end)), from: end + 1)
    }

    /// Takes the end of a statement, but leaves a `}` to the surrounding block.
    ///
    /// Grammar: separator = newline | ";" ;
    mutating func endOfStatement() throws(Failure) {
        lexer.skipBlanks()
        switch lexer.current {
        case UInt8(ascii: "\n"), UInt8(ascii: ";"): lexer.position += 1
        case UInt8(ascii: "\r") where lexer.isNewline(at: lexer.position): lexer.position += 2
        case UInt8(ascii: "}"), 0: break
        default: throw unexpectedText()
        }
    }

    /// Grammar: block = "{" { separator } [ statement { separator { separator } statement } ] { separator } "}" ;
    mutating func block(after what: String) throws(Failure) -> Block {
        lexer.skipBlanks()
        var start = lexer.position
        guard lexer.current == UInt8(ascii: "{") || takesBraceOnNextLine(after: what) else {
            throw missingBlock(after: what)
        }
        try enter()
        start = lexer.position
        lexer.position += 1
        let outer = context
        context.isTopLevel = false
        var statements: [Statement] = []
        while true {
            lexer.skipSeparators()
            if lexer.current == UInt8(ascii: "}") {
                lexer.position += 1
                break
            }
            if lexer.current == 0 {
                if !isAbandoned {
                    markIncomplete()
                    // One forgotten brace leaves the outermost block open.
                    let suspect = depth == 1 ? BlockIndentation.suspect(in: source, from: start) : nil
                    report(.unclosedBlock(at: at(start, start + 1), suspect: suspect.map { at($0, $0 + 1) }))
                }
                break
            }
            if let statement = statement() { statements.append(statement) }
        }
        context = outer
        leave()
        lastEnd = lexer.position
        return Block(statements: statements, span: SourceSpan(start, lastEnd))
    }

    /// Whether the `{` begins the next line. It is reported, and the block is parsed.
    private mutating func takesBraceOnNextLine(after what: String) -> Bool {
        guard lexer.isNewline(at: lexer.position) else { return false }
        var scanner = lexer
        scanner.skipLineEnd()
        scanner.skipBlanks()
        guard scanner.current == UInt8(ascii: "{") else { return false }
        report(
            .expectedBlock(
                after: what, found: "the end of the line", at: at(lexer.position, lexer.position)))
        lexer.position = scanner.position
        return true
    }

    /// Takes `word` if it is a separate word at the position, on this line.
    mutating func takeWord(_ word: StaticString) -> Bool {
        lexer.skipBlanks()
        let end = lexer.endOfName(at: lexer.position, dashed: true)
        guard lexer.matches(word, from: lexer.position, to: end) else { return false }
        lexer.position = end
        lastEnd = end
        return true
    }

    /// Whether the statement ends at the position.
    mutating func isAtEndOfStatement() -> Bool {
        lexer.skipBlanks()
        switch lexer.current {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"), UInt8(ascii: "}"), 0: return true
        default: return false
        }
    }

    /// Parses the name of a variable.
    ///
    /// Grammar: name = letter-or-underscore { letter-or-underscore | digit } ;
    mutating func variableName(_ what: String) throws(Failure) -> Name {
        lexer.skipBlanks()
        let start = lexer.position
        let end = lexer.endOfName(at: start, dashed: false)
        guard end > start else {
            throw failure(.expectedName(what, found: describe(start), at: at(start, endOfText(from: start))))
        }
        if let problem = hiddenCharacter(at: end) { throw failure(problem) }
        let dashed = lexer.endOfName(at: start, dashed: true)
        if dashed > end || lexer.byte(at: end) >= 0x80 {
            let wordEnd = endOfText(from: start)
            throw failure(.invalidName(text(start, max(dashed, wordEnd)), at: at(start, max(dashed, wordEnd))))
        }
        lexer.position = end
        lastEnd = end
        return Name(SourceSpan(start, end))
    }

    func text(_ start: Int, _ end: Int) -> String {
        source.text(SourceSpan(start, end))
    }

    func text(_ name: Name) -> String {
        source.text(name.span)
    }
}
