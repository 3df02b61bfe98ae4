/// Parses `$name`, `${name.field}`, `$(…)`, and the steps after a value.
extension Parser {
    /// Where a path occurs. Only an expression allows any expression between `[` and `]`.
    enum PathPlace {
        case expression, text
    }

    /// Parses an interpolation from the `$` at the position, for which `opensInterpolation` holds.
    ///
    /// Grammar: interpolation = "$" name plain-steps | braced-path | "$" "(" expression ")" ;
    mutating func interpolation(in place: PathPlace) throws(Failure) -> Expression {
        try countPart()
        let start = lexer.position
        switch lexer.following {
        case UInt8(ascii: "("):
            let (outer, outerToken) = (lastEnd, token)
            let value = try group(from: start)
            (lastEnd, token) = (outer, outerToken)
            return place == .expression ? try steps(after: value, from: start, in: place) : value
        case UInt8(ascii: "{"):
            return try bracedPath(from: start)
        default:
            let end = lexer.endOfName(at: start + 1, dashed: false)
            lexer.position = end
            return try steps(after: .variable(SourceSpan(start + 1, end)), from: start, in: place)
        }
    }

    /// Grammar: braced-path = "${" name plain-steps "}" ;
    private mutating func bracedPath(from start: Int) throws(Failure) -> Expression {
        let end = lexer.endOfName(at: start + 2, dashed: false)
        guard end > start + 2 else {
            throw failure(.expectedName("a name after `${`", found: describe(start + 2), at: at(start, start + 2)))
        }
        lexer.position = end
        let value = try steps(after: .variable(SourceSpan(start + 2, end)), from: start, in: .text)
        guard lexer.current == UInt8(ascii: "}") else {
            if lexer.current == 0 { markIncomplete() }
            throw failure(
                .expectedSign(
                    "`}` after the path", found: describe(lexer.position),
                    at: at(lexer.position, endOfText(from: lexer.position)),
                    opening: at(start, start + 2)))
        }
        lexer.position += 1
        guard case .path(var path) = value else { return value }
        path.span = SourceSpan(start, lexer.position)
        return .path(path)
    }

    /// Parses the steps that directly follow a value.
    ///
    /// Grammar: steps = { "." field | "[" expression "]" } ;
    ///
    /// Grammar: plain-steps = { "." field | "[" plain-index "]" } ;
    ///
    /// Grammar: field = ( letter-or-underscore | digit ) { letter-or-underscore | digit } ;
    mutating func steps(after base: Expression, from start: Int, in place: PathPlace) throws(Failure) -> Expression {
        let first = lexer.current
        guard first == UInt8(ascii: ".") || first == UInt8(ascii: "[") else { return base }
        var highest = height
        var steps: [PathStep] = []
        while let step = try step(in: place, dashed: false) {
            steps.append(step)
            highest = max(highest, height)
        }
        if steps.isEmpty { return base }
        height = highest
        try grow(height, 0)
        return .path(Path(base: base, steps: steps, span: SourceSpan(start, lexer.position)))
    }

    /// Parses one step; nil if none follows directly.
    mutating func step(in place: PathPlace, dashed: Bool) throws(Failure) -> PathStep? {
        let start = lexer.position
        switch lexer.current {
        case UInt8(ascii: ".") where lexer.is(.nameByte, at: start + 1):
            lexer.position += 1
            lexer.skip(dashed ? .dashedNameByte : .nameByte)
            return .field(SourceSpan(start + 1, lexer.position))
        case UInt8(ascii: "["):
            let value = try place == .expression ? anyIndex() : plainIndex()
            return .index(value, SourceSpan(start, lexer.position))
        default:
            return nil
        }
    }

    private mutating func anyIndex() throws(Failure) -> Expression {
        let (outer, outerToken, outerSubjects) = (lastEnd, token, readsSubjects)
        readsSubjects = false
        let value = try bracketed(from: lexer.position, closing: .closeBracket) { (parser) throws(Failure) in
            try parser.disjunction()
        }
        (lastEnd, token, readsSubjects) = (outer, outerToken, outerSubjects)
        return value
    }

    /// Grammar: plain-index = [ "-" ] digits | string | "$" name plain-steps ;
    private mutating func plainIndex() throws(Failure) -> Expression {
        let opening = lexer.position
        try enter()
        defer { leave() }
        lexer.position += 1
        let value: Expression
        switch lexer.current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            value = try stringValue()
        case UInt8(ascii: "$") where lexer.is(.nameStart, at: lexer.position + 1):
            value = try interpolation(in: .text)
        default:
            value = try integerIndex(opening: opening)
        }
        guard lexer.current == UInt8(ascii: "]") else {
            throw failure(.invalidIndex(at: at(opening, max(lexer.position, opening + 1))))
        }
        lexer.position += 1
        return value
    }

    private mutating func integerIndex(opening: Int) throws(Failure) -> Expression {
        let start = lexer.position
        if lexer.current == UInt8(ascii: "-") { lexer.position += 1 }
        lexer.skip(.digit)
        if let problem = hiddenCharacter(at: lexer.position) { throw failure(problem) }
        let span = SourceSpan(start, lexer.position)
        switch NumericLiteral(source.bytes(span), isSigned: true) {
        case .integer(let value): return .integer(value, span)
        case .integerOverflow?:
            throw failure(.numberOutOfRange(source.text(span), .integerOverflow, at: at(start, lexer.position)))
        default:
            throw failure(.invalidIndex(at: at(opening, max(lexer.position, opening + 1))))
        }
    }
}
