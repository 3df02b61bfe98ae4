/// Handles separators of other languages between arguments: blanks around `=`, and commas.
extension Parser {
    /// Parses a word, a separate `=` and a value, such as `host = pg`, as one argument. The mistake is reported once
    /// per call, and the rest of the call is parsed with the intended meaning.
    mutating func argumentWithBlank(_ word: Argument) throws(Failure) -> Argument? {
        let sign = lexer.position
        guard lexer.current == UInt8(ascii: "="), lexer.following != UInt8(ascii: "="),
            case .positional = word.form, case .commandWord(let span) = word.value,
            lexer.endOfName(at: Int(span.start), dashed: true) == Int(span.end)
        else { return nil }
        lexer.position += 1
        let name = text(Int(span.start), Int(span.end))
        guard let value = try namedValue(name, sign: sign) else {
            throw failure(.emptyArgument(name, at: at(Int(span.start), sign + 1)))
        }
        return Argument(form: .named(Name(span)), value: value, span: SourceSpan(Int(span.start), lexer.position))
    }

    /// Parses the value after `name=` and a blank; nil if there is none.
    mutating func valueBehindBlank(from sign: Int) throws(Failure) -> Expression? {
        let outer = lexer
        var start = sign
        while start > 0, lexer.is(.dashedNameByte, at: start - 1) { start -= 1 }
        if let value = try namedValue(text(start, sign), sign: sign) { return value }
        lexer = outer
        return nil
    }

    /// Parses the value after a `=` with a blank beside it.
    private mutating func namedValue(_ name: String, sign: Int) throws(Failure) -> Expression? {
        let isTouched = !lexer.is(.argumentEnd, at: lexer.position) && !lexer.continuesLine(at: lexer.position)
        if isAtEndOfStatement() { return nil }
        let start = lexer.position
        // Another named argument follows, so this one has no value.
        let end = lexer.endOfName(at: start, dashed: true)
        if !isTouched, end > start, lexer.byte(at: end) == UInt8(ascii: "=") { return nil }
        if blankReportedIn != statementStart {
            report(.blankAroundEquals(name, at: at(sign, sign + 1)))
            blankReportedIn = statementStart
        }
        let value = lexer.current == UInt8(ascii: "{") ? try map(from: start) : try commandValue()
        lastEnd = lexer.position
        return withoutComma(value)
    }

    /// Parses an argument; nil if there is only a comma. After the first report in a call, a comma after an argument is
    /// not part of it.
    mutating func argumentBeforeComma() throws(Failure) -> Argument? {
        if lexer.current == UInt8(ascii: ",") {
            reportComma(at: lexer.position)
            lexer.position += 1
            if lexer.is(.argumentEnd, at: lexer.position) || lexer.continuesLine(at: lexer.position) { return nil }
        }
        var argument = try self.argument()
        argument.value = withoutComma(argument.value)
        return argument
    }

    /// Removes the comma at the end of a bare word.
    private mutating func withoutComma(_ value: Expression) -> Expression {
        switch value {
        case .commandWord(let span):
            let end = Int(span.end)
            guard end > Int(span.start), lexer.byte(at: end - 1) == UInt8(ascii: ",") else { return value }
            reportComma(at: end - 1)
            return .commandWord(SourceSpan(Int(span.start), end - 1))
        case .text(let literal):
            guard literal.form == .word, lexer.byte(at: Int(literal.span.end) - 1) == UInt8(ascii: ",") else {
                return value
            }
            reportComma(at: Int(literal.span.end) - 1)
            return value
        default: return value
        }
    }

    mutating func reportComma(at offset: Int) {
        guard commaReportedIn != statementStart else { return }
        commaReportedIn = statementStart
        report(.commaBetweenArguments(at: at(offset, offset + 1)))
    }
}

extension Diagnostic {
    static func blankAroundEquals(_ name: String, at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .blankAroundEquals, "blanks are not allowed around the `=` of an argument", at: location,
            label: "a blank beside it", help: "write `\(name)=…`")
    }

    static func commaBetweenArguments(at location: SourceLocation) -> Diagnostic {
        Diagnostic(
            .commaBetweenArguments, "commas are not allowed between arguments", at: location, label: "a comma",
            help: "separate arguments by blanks; quote a value that ends with a comma")
    }
}
