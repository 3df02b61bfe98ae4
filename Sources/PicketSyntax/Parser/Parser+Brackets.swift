/// Parses brackets, in which newlines are blanks, and the arguments between them.
extension Parser {
    /// Parses the content of the bracket at `opening`, and leaves the position after the closing bracket.
    @discardableResult
    mutating func bracketed<Node>(
        from opening: Int, closing: Token.Kind, _ read: (inout Parser) throws(Failure) -> Node
    ) throws(Failure) -> Node {
        let outer = newlinesAreBlanks
        lexer.position = opening
        try enter()
        defer { leave() }
        newlinesAreBlanks = true
        lexer.position = opening + 1
        lastEnd = lexer.position
        load()
        let node = try read(&self)
        guard token.kind == closing else { throw closingFailure(sign(of: closing), opening: opening) }
        newlinesAreBlanks = outer
        lexer.position = token.end
        lastEnd = token.end
        return node
    }

    /// Takes a comma; returns false at the closing bracket.
    mutating func takeComma(before closing: Token.Kind, opening: Int) throws(Failure) -> Bool {
        if token.kind == .comma {
            advance()
            return true
        }
        guard token.kind == closing else { throw closingFailure("`,` or \(sign(of: closing))", opening: opening) }
        return false
    }

    /// Parses the `(…)` of a call.
    ///
    /// Grammar: call-argument = expression | command-name "=" expression | "..." operand ;
    mutating func callArguments(from opening: Int) throws(Failure) -> [Argument] {
        var arguments: [Argument] = []
        var highest = 0
        try bracketed(from: opening, closing: .closeParenthesis) { (parser) throws(Failure) in
            while parser.token.kind != .closeParenthesis {
                arguments.append(try parser.callArgument())
                highest = max(highest, parser.height)
                guard try parser.takeComma(before: .closeParenthesis, opening: opening) else { break }
            }
        }
        try grow(highest, 0)
        return arguments
    }

    private mutating func callArgument() throws(Failure) -> Argument {
        let first = token
        if first.kind == .spread {
            advance()
            let value = try operand()
            return Argument(form: .spread, value: value, span: SourceSpan(first.start, lastEnd))
        }
        if first.kind == .word, lexer.endOfName(at: first.start, dashed: true) == first.end, assignFollows() {
            advance()
            advance()
            let value = try disjunction()
            return Argument(form: .named(Name(first.span)), value: value, span: SourceSpan(first.start, lastEnd))
        }
        let value = try disjunction()
        return Argument(form: .positional, value: value, span: SourceSpan(first.start, lastEnd))
    }

    /// Whether a single `=` follows the look-ahead.
    private func assignFollows() -> Bool {
        var scanner = lexer
        return scanner.next(acrossLines: newlinesAreBlanks).kind == .assign
    }

    private func sign(of kind: Token.Kind) -> String {
        switch kind {
        case .closeParenthesis: return "`)`"
        case .closeBracket: return "`]`"
        default: return "`}`"
        }
    }

    /// Returns a failure inside the bracket at `opening`. At the end of the text it reports the unclosed bracket.
    mutating func closingFailure(_ expected: String, opening: Int, help: String? = nil) -> Failure {
        if token.kind == .end {
            let sign = text(opening, opening + 1)
            return failure(.unclosedBracket(sign, at: at(opening, opening + 1), found: at(lastEnd, lastEnd)))
        }
        if token.kind == .unknown { return unknownSign() }
        var problem = Diagnostic.expectedSign(
            expected, found: describe(token.start), at: here, opening: at(opening, opening + 1))
        problem.help = help ?? helpInParentheses(opening)
        return failure(problem)
    }

    /// Suggests a form for a bracketed group of several values, which other languages allow.
    private func helpInParentheses(_ opening: Int) -> String? {
        guard lexer.byte(at: opening) == UInt8(ascii: "("), token.start > opening else { return nil }
        let isOfCall = opening > 0 && lexer.is(.dashedNameByte, at: opening - 1)
        if token.kind == .comma, !isOfCall || isBehindStatement(opening) {
            return "parentheses hold one value: write `[a, b]` for a list, and `print a, b` without parentheses"
        }
        let isBehindWord = lexer.is(.nameByte, at: lastEnd - 1) && lexer.is(.nameStart, at: opening + 1)
        guard !isOfCall, isBehindWord else { return nil }
        return "a command is not a value: write it on a line of its own, then read `$last`, or end it with `as NAME`"
    }

    private func isBehindStatement(_ opening: Int) -> Bool {
        var start = opening
        while start > 0, lexer.is(.dashedNameByte, at: start - 1) { start -= 1 }
        return keywords.keyword(at: lexer.base + start, count: opening - start) != nil
    }

    /// Reports a foreign operator that begins with one of this language: `===`, `<>`, `=~`, `**`.
    private func foreignSign() -> Diagnostic? {
        let signs: [(StaticString, Int, String)] = [
            ("===", 2, "write `==`"), ("!==", 2, "write `!=`"), ("<>", 1, "write `!=`"),
            ("=~", 1, "write `matches`"), ("!~", 1, "write `not ($x matches …)`"), ("**", 1, "multiply: `$x * $x`"),
            ("<=>", 2, "compare with `<`, `==` or `>`"), ("//", 1, "a comment begins with `#`; `/` divides"),
            ("=>", 1, "write `>=`"), ("=<", 1, "write `<=`"), (":=", 1, "write `=`"),
        ]
        for (sign, before, help) in signs {
            let start = token.start - before
            guard start >= 0, lexer.matches(sign, from: start, to: start + sign.utf8CodeUnitCount) else { continue }
            return .foreignOperator("\(sign)", help: help, at: at(start, start + sign.utf8CodeUnitCount))
        }
        return nil
    }

    /// Returns the failure for a missing value at the look-ahead.
    mutating func missingOperand() -> Failure {
        if let problem = foreignSign() {
            // The `=` of `=~` was reported as a comparison.
            if let start = problem.location?.span.start { forgetAssignment(at: start) }
            return failure(problem)
        }
        switch token.kind {
        case .unknown: return unknownSign()
        case .not, .foreignNot: return failure(.unparenthesizedNot(at: here))
        default: break
        }
        if lexer.byte(at: token.start) == UInt8(ascii: "\\") { return unknownSign() }
        var help: String?
        switch token.kind {
        case .newline, .end: help = "an operator does not continue its line: end the line with `\\`, or use parentheses"
        case .dollar: help = "a name follows `$`"
        case .or, .and, .contained, .contains, .matches: help = "quote the word to use it as a string"
        default: break
        }
        if lastEnd == 0 || !isOperatorBeforeHere() { help = token.kind == .newline || token.kind == .end ? nil : help }
        return failure(.expectedExpression(found: describe(token.start), at: here, help: help))
    }

    /// Whether the last token looks like an operator.
    private func isOperatorBeforeHere() -> Bool {
        let byte = lexer.byte(at: max(lastEnd - 1, 0))
        return !lexer.is(.dashedNameByte, at: max(lastEnd - 1, 0)) && byte != UInt8(ascii: "=")
            && byte != UInt8(ascii: ",")
            || lexer.is(.nameByte, at: max(lastEnd - 1, 0)) && keywordOperatorEnds(at: lastEnd)
    }

    private func keywordOperatorEnds(at end: Int) -> Bool {
        let words: [StaticString] = ["or", "and", "in", "not", "contains", "matches"]
        return words.contains { word in
            let start = end - word.utf8CodeUnitCount
            return start > 0 && lexer.is(.blank, at: start - 1) && lexer.matches(word, from: start, to: end)
        }
    }

    /// Returns the failure for a byte that cannot begin a token.
    mutating func unknownSign() -> Failure {
        if lexer.byte(at: token.start) == UInt8(ascii: "\\") { return strayBackslash(at: token.start) }
        return failure(
            .invalidCharacter(
                text(token.start, endOfText(from: token.start)), at: at(token.start, endOfText(from: token.start))))
    }

    /// Returns the failure for a `\` that does not continue a line: it is at the end of the text, or text follows it.
    mutating func strayBackslash(at offset: Int) -> Failure {
        if let problem = hiddenCharacter(at: offset + 1) { return failure(problem) }
        var end = offset + 1
        while lexer.is(.blank, at: end) { end += 1 }
        if lexer.byte(at: end) == 0 { markIncomplete() }
        let isFollowedByBlanks = end > offset + 1 && (lexer.byte(at: end) == 0 || lexer.isNewline(at: end))
        return failure(.strayBackslash(isFollowedByBlanks: isFollowedByBlanks, at: at(offset, offset + 1)))
    }
}
