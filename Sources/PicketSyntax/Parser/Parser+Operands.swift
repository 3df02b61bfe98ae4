/// Parses operands.
extension Parser {
    /// Grammar: operand = literal | bare-word | string | variable | function-call steps | group steps | list | map
    ///     | subject ;
    ///
    /// Grammar: variable = "$" name steps | braced-path ;
    ///
    /// Grammar: literal = number | duration | "true" | "false" | "null" ;
    mutating func operand() throws(Failure) -> Expression {
        try countPart()
        let first = token
        height = 1
        switch first.kind {
        case .number: return try number(from: first.start)
        case .null: return taken(.null(first.span))
        case .yes: return taken(.boolean(true, first.span))
        case .no: return taken(.boolean(false, first.span))
        case .word: return try word()
        case .quote:
            lexer.position = first.start
            return try afterBytes(try stringValue())
        case .dollar:
            lexer.position = first.start
            guard lexer.opensInterpolation(at: first.start) else { throw missingOperand() }
            return try afterBytes(try interpolation(in: .expression))
        case .openParenthesis:
            return try afterBytes(try steps(after: try group(from: first.start), from: first.start, in: .expression))
        case .openBracket: return try afterBytes(try list())
        case .openBrace: return try afterBytes(try map())
        default: throw missingOperand()
        }
    }

    private mutating func taken(_ value: Expression) -> Expression {
        advance()
        return value
    }

    /// Continues with tokens after bytes were parsed. Text that touches a string's closing quote is an error.
    private mutating func afterBytes(_ value: Expression) throws(Failure) -> Expression {
        lastEnd = lexer.position
        if lexer.is(.nameByte, at: lastEnd) || lexer.current >= 0x80 || lexer.current == UInt8(ascii: "\"")
            || lexer.current == UInt8(ascii: "'") || lexer.current == UInt8(ascii: "$")
        {
            throw failure(.textAfterValue(at: at(lastEnd, max(lastEnd + 1, endOfText(from: lastEnd)))))
        }
        load()
        return value
    }

    /// Grammar: digits = digit { digit } ;
    ///
    /// Grammar: number = digits [ "." digits ] [ ( "e" | "E" ) [ "-" ] digits ] ;
    ///
    /// Grammar: duration = digits ( "ns" | "us" | "ms" | "s" | "m" | "h" ) ;
    mutating func number(from start: Int) throws(Failure) -> Expression {
        let span = SourceSpan(start, token.end)
        let location = SourceLocation(source: source, span: span)
        height = 1
        let literal = NumericLiteral(source.bytes(span), isSigned: true)
        // Parsing continues after a faulty number, because its end is known and its value does not matter.
        advance()
        switch literal {
        case .integer(let value): return .integer(value, span)
        case .float(let value): return .float(value, span)
        case .duration(let value): return .duration(value, span)
        case .integerOverflow?, .floatOverflow?, .durationOverflow?:
            report(.numberOutOfRange(source.text(span), literal ?? .integerOverflow, at: location))
        case nil:
            let text = source.text(span)
            let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
            let isZeroLed = digits.count > 1 && digits.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
            var problem = isZeroLed ? Diagnostic.leadingZero(text, at: location) : .malformedNumber(text, at: location)
            if let help = NumericLiteral.helpForDuration(text) { problem.help = help }
            report(problem)
        }
        return .integer(0, span)
    }

    /// Grammar: bare-word = letter-or-underscore { letter-or-underscore | digit | "-" | "." | ":" | "/" | "@" } ;
    ///
    /// Grammar: function-call = command-name "(" [ call-argument { "," call-argument } [ "," ] ] ")" ;
    private mutating func word() throws(Failure) -> Expression {
        let first = token
        let nameEnd = lexer.endOfName(at: first.start, dashed: true)
        if readsSubjects, let subject = try subject() { return subject }
        if lexer.byte(at: first.end) == UInt8(ascii: "("), nameEnd == first.end {
            let name = Name(first.span)
            let arguments = try callArguments(from: first.end)
            let call = FunctionCall(name: name, arguments: arguments, span: SourceSpan(first.start, lexer.position))
            return try afterBytes(try steps(after: .call(call), from: first.start, in: .expression))
        }
        return taken(.word(first.span))
    }

    /// Grammar: group = [ "$" ] "(" expression ")" ;
    mutating func group(from start: Int) throws(Failure) -> Expression {
        let opening = lexer.byte(at: start) == UInt8(ascii: "$") ? start + 1 : start
        let value = try bracketed(from: opening, closing: .closeParenthesis) { (parser) throws(Failure) in
            try parser.disjunction()
        }
        try grow(height, 0)
        return .group(value, SourceSpan(start, lexer.position))
    }

    /// Grammar: list = "[" [ expression { "," expression } [ "," ] ] "]" ;
    mutating func list() throws(Failure) -> Expression {
        let start = token.start
        return try list(from: start)
    }

    mutating func list(from start: Int) throws(Failure) -> Expression {
        var elements: [Expression] = []
        var highest = 0
        try bracketed(from: start, closing: .closeBracket) { (parser) throws(Failure) in
            while parser.token.kind != .closeBracket {
                elements.append(try parser.disjunction())
                highest = max(highest, parser.height)
                guard try parser.takeComma(before: .closeBracket, opening: start) else { break }
            }
        }
        try grow(highest, 0)
        return .list(elements, SourceSpan(start, lexer.position))
    }

    /// Grammar: map = "{" [ map-entry { "," map-entry } [ "," ] ] "}" ;
    mutating func map() throws(Failure) -> Expression {
        try map(from: token.start)
    }

    mutating func map(from start: Int) throws(Failure) -> Expression {
        var entries: [MapEntry] = []
        var highest = 0
        try bracketed(from: start, closing: .closeBrace) { (parser) throws(Failure) in
            while parser.token.kind != .closeBrace {
                entries.append(try parser.mapEntry(opening: start))
                highest = max(highest, parser.height)
                guard try parser.takeComma(before: .closeBrace, opening: start) else { break }
            }
        }
        try grow(highest, 0)
        return .map(entries, SourceSpan(start, lexer.position))
    }

    /// Grammar: map-entry = ( map-key | string ) ":" expression ;
    ///
    /// Grammar: map-key = letter-or-underscore { letter-or-underscore | digit | "-" | "." | "/" | "@" } ;
    private mutating func mapEntry(opening: Int) throws(Failure) -> MapEntry {
        let key: Expression
        let start = token.start
        if token.kind == .quote {
            lexer.position = start
            key = try stringValue()
        } else if lexer.is(.nameStart, at: start) || lexer.byte(at: start) >= 0x80, token.kind != .unknown {
            lexer.position = start
            while lexer.is(.expressionWord, at: lexer.position), lexer.current != UInt8(ascii: ":"),
                lexer.lengthOfHiddenCharacter(at: lexer.position) == 0
            {
                lexer.position = lexer.endOfCharacter(at: lexer.position)
            }
            key = .word(SourceSpan(start, lexer.position))
        } else {
            throw faultyKey(opening: opening)
        }
        lastEnd = lexer.position
        load()
        guard token.kind == .colon else { throw closingFailure("`:` after the key", opening: opening) }
        advance()
        return MapEntry(key: key, value: try disjunction())
    }

    private mutating func faultyKey(opening: Int) -> Failure {
        var help: String?
        if token.kind == .dollar {
            help = "put it into a string: `\"$name\": …`"
        } else if token.kind == .number {
            help = "quote it: `\"\(text(token.start, token.end).prefix { $0 != ":" })\": …`"
        }
        return closingFailure("a key, which is a word or a string", opening: opening, help: help)
    }
}
