/// Parses statements that declare or change names.
extension Parser {
    /// Grammar: let-statement = "let" name "=" expression ;
    mutating func letStatement(_ start: Int) throws(Failure) -> LetStatement {
        try rejectDollar("let")
        let name = try variableName("the name of a variable")
        try takeAssign(after: text(name), keyword: "let")
        let value = try expression()
        return LetStatement(name: name, value: value, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: secret-statement = "secret" name "=" expression ;
    mutating func secretStatement(_ start: Int) throws(Failure) -> SecretStatement {
        try rejectDollar("secret")
        let name = try variableName("the name of a secret")
        try takeAssign(after: text(name), keyword: "secret")
        let value = try expression()
        return SecretStatement(name: name, value: value, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: set-statement = "set" target "=" expression ;
    mutating func setStatement(_ start: Int) throws(Failure) -> SetStatement {
        try rejectDollar("set")
        let target = try target()
        try takeAssign(after: source.text(target.span), keyword: "set")
        let value = try expression()
        return SetStatement(target: target, value: value, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: append-statement = "append" target expression ;
    mutating func appendStatement(_ start: Int) throws(Failure) -> AppendStatement {
        try rejectDollar("append")
        let target = try target()
        let value = try expression()
        return AppendStatement(target: target, value: value, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: target = name { "." field | "[" expression "]" } ;
    private mutating func target() throws(Failure) -> Target {
        let name = try variableName("the name of a variable")
        var steps: [PathStep] = []
        while let step = try step(in: .expression, dashed: false) { steps.append(step) }
        lastEnd = lexer.position
        if lexer.current == UInt8(ascii: "."), lexer.following == UInt8(ascii: "$") {
            let start = lexer.position + 1
            let end = max(lexer.endOfName(at: start + 1, dashed: false), start + 1)
            throw failure(
                .dollarInStep(
                    text(Int(name.span.start), lastEnd), text(start + 1, end),
                    keyword: text(statementStart, lexer.endOfName(at: statementStart, dashed: false)),
                    at: at(start, end)))
        }
        return Target(name: name, steps: steps, span: SourceSpan(Int(name.span.start), lastEnd))
    }

    /// Grammar: param-statement = "param" name [ "=" expression ] [ string ] ;
    mutating func paramStatement(_ start: Int) throws(Failure) -> ParamStatement {
        try rejectDollar("param")
        let name = try variableName("the name of a parameter")
        var statement = ParamStatement(name: name, defaultValue: nil, note: nil, span: name.span)
        lexer.skipBlanks()
        if lexer.take("=") { statement.defaultValue = try expression() }
        lexer.skipBlanks()
        if lexer.current == UInt8(ascii: "\"") || lexer.current == UInt8(ascii: "'") {
            statement.note = try string()
            lastEnd = lexer.position
        }
        statement.span = SourceSpan(start, lastEnd)
        return statement
    }

    /// Grammar: definition = "def" command-name "(" [ parameter { "," parameter } [ "," ] ] ")" block ;
    mutating func definition(_ start: Int) throws(Failure) -> Definition {
        lexer.skipBlanks()
        let nameStart = lexer.position
        let nameEnd = lexer.endOfName(at: nameStart, dashed: true)
        guard nameEnd > nameStart else {
            throw failure(
                .expectedName(
                    "the name of a definition", found: describe(nameStart),
                    at: at(nameStart, endOfText(from: nameStart))))
        }
        lexer.position = nameEnd
        lexer.skipBlanks()
        let opening = lexer.position
        guard lexer.current == UInt8(ascii: "(") else {
            throw failure(
                .expectedSign(
                    "`(` after the name", found: describe(opening), at: at(opening, endOfText(from: opening)),
                    opening: nil))
        }
        var parameters: [Definition.Parameter] = []
        try bracketed(from: opening, closing: .closeParenthesis) { (parser) throws(Failure) in
            while parser.token.kind != .closeParenthesis {
                parameters.append(try parser.parameter())
                guard try parser.takeComma(before: .closeParenthesis, opening: opening) else { break }
            }
        }
        let body = try closedBody(isDefinition: true, after: "the parameters")
        let name = Name(SourceSpan(nameStart, nameEnd))
        return Definition(name: name, parameters: parameters, body: body, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: parameter = name [ "=" expression ] ;
    private mutating func parameter() throws(Failure) -> Definition.Parameter {
        lexer.position = token.start
        if token.kind == .dollar { try rejectDollar("def") }
        let name = try variableName("the name of a parameter")
        load()
        guard token.kind == .assign else { return Definition.Parameter(name: name, defaultValue: nil) }
        advance()
        return Definition.Parameter(name: name, defaultValue: try disjunction())
    }

    /// Grammar: return-statement = "return" [ expression ] ;
    mutating func returnStatement(_ start: Int) throws(Failure) -> ReturnStatement {
        let value = try optionalExpression()
        return ReturnStatement(value: value, span: SourceSpan(start, lastEnd))
    }

    /// Grammar: include-statement = "include" value { argument } ;
    mutating func includeStatement(_ start: Int) throws(Failure) -> IncludeStatement {
        let path = try requiredValue("the file to include")
        var statement = IncludeStatement(path: path, arguments: [], span: path.span)
        try arguments(into: &statement.arguments)
        _ = requireNamed(statement.arguments)
        statement.span = SourceSpan(start, lastEnd)
        return statement
    }

    /// Reports a `$` before a declared or changed name, and skips it.
    private mutating func rejectDollar(_ keyword: String) throws(Failure) {
        lexer.skipBlanks()
        guard lexer.current == UInt8(ascii: "$"), lexer.is(.nameStart, at: lexer.position + 1) else { return }
        report(.dollarInTarget(keyword, at: at(lexer.position, lexer.position + 1)))
        lexer.position += 1
    }

    private mutating func takeAssign(after name: String, keyword: String) throws(Failure) {
        lexer.skipBlanks()
        let start = lexer.position
        if lexer.current == UInt8(ascii: "="), lexer.following != UInt8(ascii: "=") {
            lexer.position += 1
            lastEnd = lexer.position
            return
        }
        throw failure(.expectedEquals(after: name, keyword: keyword, at: at(start, endOfText(from: start))))
    }
}
