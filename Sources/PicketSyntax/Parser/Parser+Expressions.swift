/// Parses operators, loosest first. `token` is the look-ahead; each function leaves the first token that it does not
/// take.
extension Parser {
    /// Parses an expression from the lexer's position, and leaves the position at its end.
    mutating func expression() throws(Failure) -> Expression {
        try positioned { (parser) throws(Failure) in try parser.disjunction() }
    }

    /// Runs a parser of tokens between parsers of bytes.
    mutating func positioned<Node>(_ read: (inout Parser) throws(Failure) -> Node) throws(Failure) -> Node {
        load()
        do throws(Failure) {
            let node = try read(&self)
            lexer.position = lastEnd
            return node
        } catch {
            if lexer.position == token.end { lexer.position = token.start }
            throw error
        }
    }

    /// Loads the token at the lexer's position into the look-ahead.
    mutating func load() {
        token = lexer.next(acrossLines: newlinesAreBlanks)
    }

    /// Takes the look-ahead.
    mutating func advance() {
        lastEnd = token.end
        load()
    }

    /// Grammar: expression = disjunction ;
    ///
    /// Grammar: disjunction = conjunction { "or" conjunction } ;
    mutating func disjunction() throws(Failure) -> Expression {
        var left = try conjunction()
        while token.kind == .or || token.kind == .foreignOr {
            let sign = try takeOperator()
            left = try combine(.or, left, sign) { (parser) throws(Failure) in try parser.conjunction() }
        }
        return left
    }

    /// Grammar: conjunction = negation { "and" negation } ;
    mutating func conjunction() throws(Failure) -> Expression {
        var left = try negation()
        while token.kind == .and || token.kind == .foreignAnd {
            let sign = try takeOperator()
            left = try combine(.and, left, sign) { (parser) throws(Failure) in try parser.negation() }
        }
        return left
    }

    /// Grammar: negation = "not" negation | comparison ;
    mutating func negation() throws(Failure) -> Expression {
        guard token.kind == .not || token.kind == .foreignNot else { return try comparison() }
        let start = token.start
        _ = try takeOperator()
        try enter()
        defer { leave() }
        let operand = try negation()
        try grow(height, 0)
        return .unary(.not, operand, SourceSpan(start, lastEnd))
    }

    /// Grammar: comparison = range [ comparison-operator range ] ;
    ///
    /// Grammar: comparison-operator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in" | "contains" | "matches" ;
    mutating func comparison() throws(Failure) -> Expression {
        var left = try range()
        var isFirst = true
        while let operation = comparisonOperator() {
            if !isFirst { report(.chainedComparison(at: at(token.start, token.end))) }
            isFirst = false
            var sign = try takeOperator()
            if operation == .notContained {
                guard token.kind == .contained else {
                    throw failure(
                        .expectedSign("`in` after `not`", found: describe(token.start), at: here, opening: nil))
                }
                sign = sign.union(token.span)
                advance()
            }
            // On the right of a comparison, `status` and `body` are plain words.
            let outer = readsSubjects
            readsSubjects = false
            left = try combine(operation, left, sign) { (parser) throws(Failure) in try parser.range() }
            readsSubjects = outer
        }
        return left
    }

    private func comparisonOperator() -> BinaryOperator? {
        switch token.kind {
        case .equal, .assign: return .equal
        case .notEqual: return .notEqual
        case .less: return .less
        case .lessOrEqual: return .lessOrEqual
        case .greater: return .greater
        case .greaterOrEqual: return .greaterOrEqual
        case .contained: return .contained
        case .not: return .notContained
        case .contains: return .contains
        case .matches: return .matches
        default: return nil
        }
    }

    /// Grammar: range = coalescence [ ( ".." | "..<" ) coalescence ] ;
    mutating func range() throws(Failure) -> Expression {
        var left = try coalescence()
        var isFirst = true
        while token.kind == .closedRange || token.kind == .halfOpenRange || token.kind == .spread {
            if !isFirst { report(.chainedComparison(at: at(token.start, token.end))) }
            isFirst = false
            let isClosed = token.kind != .halfOpenRange
            let sign = try takeOperator()
            let leftHeight = height
            let right = try coalescence()
            try grow(leftHeight, height)
            left = .range(RangeExpression(lower: left, upper: right, isClosed: isClosed, operatorSpan: sign))
        }
        return left
    }

    /// Grammar: coalescence = sum [ "??" coalescence ] ;
    mutating func coalescence() throws(Failure) -> Expression {
        let left = try sum()
        guard token.kind == .coalesce else { return left }
        let sign = try takeOperator()
        try enter()
        defer { leave() }
        return try combine(.coalesce, left, sign) { (parser) throws(Failure) in try parser.coalescence() }
    }

    /// Grammar: sum = product { ( "+" | "-" ) product } ;
    mutating func sum() throws(Failure) -> Expression {
        var left = try product()
        while token.kind == .plus || token.kind == .minus {
            let operation: BinaryOperator = token.kind == .plus ? .add : .subtract
            let sign = try takeOperator()
            left = try combine(operation, left, sign) { (parser) throws(Failure) in try parser.product() }
        }
        return left
    }

    /// Grammar: product = inversion { ( "*" | "/" | "%" ) inversion } ;
    mutating func product() throws(Failure) -> Expression {
        var left = try inversion()
        while true {
            let operation: BinaryOperator
            switch token.kind {
            case .star: operation = .multiply
            case .slash: operation = .divide
            case .percent: operation = .remainder
            default: return left
            }
            let sign = try takeOperator()
            left = try combine(operation, left, sign) { (parser) throws(Failure) in try parser.inversion() }
        }
    }

    /// Grammar: inversion = "-" inversion | operand ;
    mutating func inversion() throws(Failure) -> Expression {
        guard token.kind == .minus else { return try operand() }
        let start = token.start
        // A minus directly before a number is its sign; otherwise the least integer could not be written.
        if lexer.is(.digit, at: token.end) {
            load()
            return try number(from: start)
        }
        _ = try takeOperator()
        try enter()
        defer { leave() }
        let value = try inversion()
        try grow(height, 0)
        return .unary(.negate, value, SourceSpan(start, lastEnd))
    }

    private mutating func combine(
        _ operation: BinaryOperator, _ left: Expression, _ sign: SourceSpan,
        _ read: (inout Parser) throws(Failure) -> Expression
    ) throws(Failure) -> Expression {
        let leftHeight = height
        let right = try read(&self)
        try grow(leftHeight, height)
        return .binary(BinaryExpression(operation: operation, left: left, right: right, operatorSpan: sign))
    }

    /// Sets the height of a node with two operands.
    mutating func grow(_ left: Int, _ right: Int) throws(Failure) {
        height = max(left, right) + 1
        if height > Parser.heightLimit {
            throw failure(.tooDeep(limit: Parser.heightLimit, at: here))
        }
        // A chain of operators is parsed by a loop, but every later walk over its tree is recursive.
        if height & 31 == 0, height > 64, ThreadStack.isShort(forHeight: height) {
            isAbandoned = true
            throw failure(.stackTooSmall(at: here))
        }
    }

    /// Takes an operator. A foreign operator is reported and read as its equivalent.
    private mutating func takeOperator() throws(Failure) -> SourceSpan {
        let span = token.span
        let location = SourceLocation(source: source, span: span)
        switch token.kind {
        case .assign: report(.assignmentAsComparison(at: location))
        case .foreignAnd: report(.foreignOperator("&&", meaning: "and", at: location))
        case .foreignOr: report(.foreignOperator("||", meaning: "or", at: location))
        case .foreignNot: report(.foreignOperator("!", meaning: "not", at: location))
        case .spread: report(.foreignOperator("...", meaning: "..` or `..<", at: location))
        default: break
        }
        advance()
        return span
    }

    /// The location of the look-ahead; an empty one before the end of a line.
    var here: SourceLocation {
        switch token.kind {
        case .newline, .end: return at(token.start, token.start)
        default: return at(token.start, token.end)
        }
    }
}
