/// An expression, or the value of a command's argument. Words and literals, the most frequent arguments, need no
/// allocation.
package enum Expression: Sendable {
    case null(SourceSpan)
    case boolean(Bool, SourceSpan)
    case integer(Int64, SourceSpan)
    case float(Double, SourceSpan)
    /// In nanoseconds.
    case duration(Int64, SourceSpan)
    /// A bare word in an expression: always a string.
    case word(SourceSpan)
    /// A bare word in a command, without `$`: a number, boolean, null or duration if it prints back as the same text.
    case commandWord(SourceSpan)
    /// A `"…"` or `'…'` string without escapes and interpolations; the span includes the quotes.
    case quoted(SourceSpan)
    /// Any other string, or a bare command word with something interpolated.
    indirect case text(TextLiteral)
    /// `$name` or `${name}`: the span is the name's.
    case variable(SourceSpan)
    /// `status`, `body` … in an expectation.
    case subject(ResponseSubject, SourceSpan)
    /// `base.field[0]…`, at least one step.
    indirect case path(Path)
    case list([Expression], SourceSpan)
    case map([MapEntry], SourceSpan)
    indirect case unary(UnaryOperator, Expression, SourceSpan)
    indirect case binary(BinaryExpression)
    indirect case range(RangeExpression)
    indirect case call(FunctionCall)
    /// `(…)` or `$(…)`. Kept so that the formatter can print it as written.
    indirect case group(Expression, SourceSpan)

    /// The span of the whole expression, with quotes, brackets and `$`.
    package var span: SourceSpan {
        switch self {
        case .null(let span), .boolean(_, let span), .integer(_, let span), .float(_, let span),
            .duration(_, let span), .word(let span), .commandWord(let span), .subject(_, let span), .list(_, let span),
            .map(_, let span), .unary(_, _, let span), .group(_, let span), .quoted(let span):
            return span
        case .variable(let name): return SourceSpan(start: name.start == 0 ? 0 : name.start - 1, end: name.end)
        case .text(let literal): return literal.span
        case .path(let path): return path.span
        case .binary(let binary): return binary.left.span.union(binary.right.span)
        case .range(let range): return range.lower.span.union(range.upper.span)
        case .call(let call): return call.span
        }
    }
}

/// The words that read the latest response in an expectation.
package enum ResponseSubject: UInt8, Sendable, CaseIterable {
    case status, body, header, tags, duration, error
}

package enum UnaryOperator: UInt8, Sendable, CaseIterable {
    case negate, not
}

package enum BinaryOperator: UInt8, Sendable, CaseIterable {
    case or, and
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case contained, notContained, contains, matches
    case coalesce
    case add, subtract, multiply, divide, remainder
}

package struct BinaryExpression: Sendable {
    package var operation: BinaryOperator
    package var left: Expression
    package var right: Expression
    /// The operator's own span.
    package var operatorSpan: SourceSpan

    package init(operation: BinaryOperator, left: Expression, right: Expression, operatorSpan: SourceSpan) {
        self.operation = operation
        self.left = left
        self.right = right
        self.operatorSpan = operatorSpan
    }
}

/// `1..5`, which holds 5, or `1..<5`.
package struct RangeExpression: Sendable {
    package var lower: Expression
    package var upper: Expression
    package var isClosed: Bool
    package var operatorSpan: SourceSpan

    package init(lower: Expression, upper: Expression, isClosed: Bool, operatorSpan: SourceSpan) {
        self.lower = lower
        self.upper = upper
        self.isClosed = isClosed
        self.operatorSpan = operatorSpan
    }
}

/// `name(argument, name = argument)`
package struct FunctionCall: Sendable {
    package var name: Name
    package var arguments: [Argument]
    package var span: SourceSpan

    package init(name: Name, arguments: [Argument], span: SourceSpan) {
        self.name = name
        self.arguments = arguments
        self.span = span
    }
}

/// An expression followed by `.field` and `[index]` steps without blanks.
package struct Path: Sendable {
    package var base: Expression
    package var steps: [PathStep]
    package var span: SourceSpan

    package init(base: Expression, steps: [PathStep], span: SourceSpan) {
        self.base = base
        self.steps = steps
        self.span = span
    }
}

package enum PathStep: Sendable {
    /// `.field`: the span is the name's.
    case field(SourceSpan)
    /// `[expression]`: the span includes the brackets.
    case index(Expression, SourceSpan)
}

/// `{key: value}`; a key is a word or a string.
package struct MapEntry: Sendable {
    package var key: Expression
    package var value: Expression

    package init(key: Expression, value: Expression) {
        self.key = key
        self.value = value
    }
}
