import PicketSyntax

/// Properties of a tree that both the resolver and the generator need.
protocol TreeReader: AnyObject {
    /// The file of the tree.
    var source: SourceFile { get }
    /// Whether the condition of an expectation is being read, where a missing part is not an error but makes it fail.
    var isInCondition: Bool { get }
    /// Whether the arguments of a call are being read, where a missing subject is an error.
    var isInCall: Bool { get }
    /// Reports a problem of the tree. Nothing is left to report during generation.
    func report(_ diagnostic: @autoclosure () -> Diagnostic)
    /// Reports a problem whose diagnostic is expensive to create.
    func report(at location: SourceLocation, _ diagnostic: () -> Diagnostic)
    /// Records a value that is given to a secret.
    func noteLiteralSecret(_ value: Expression, _ name: String?)
}

extension TreeReader {
    func location(_ span: SourceSpan) -> SourceLocation { SourceLocation(source: source, span: span) }

    func text(_ name: Name) -> String { source.text(name.span) }

    /// Whether a name is `last`, the latest response.
    func isLast(_ span: SourceSpan) -> Bool { span.count == 4 && source.key(span) == lastKey }

    func ungrouped(_ expression: Expression) -> Expression {
        if case .group(let inner, _) = expression { return ungrouped(inner) }
        return expression
    }

    func isVariable(_ expression: Expression) -> Bool {
        if case .variable = ungrouped(expression) { return true }
        return false
    }

    func isSubject(_ expression: Expression) -> Bool {
        switch expression {
        case .subject: return true
        case .path(let path): return isSubject(path.base)
        default: return false
        }
    }

    /// Whether any part of an expression satisfies a predicate.
    func contains(_ expression: Expression, _ predicate: (Expression) -> Bool) -> Bool {
        if predicate(expression) { return true }
        switch expression {
        case .group(let inner, _), .unary(_, let inner, _): return contains(inner, predicate)
        case .binary(let binary): return contains(binary.left, predicate) || contains(binary.right, predicate)
        case .range(let range): return contains(range.lower, predicate) || contains(range.upper, predicate)
        case .list(let elements, _): return elements.contains { contains($0, predicate) }
        case .map(let entries, _):
            return entries.contains { contains($0.key, predicate) || contains($0.value, predicate) }
        case .call(let call): return call.arguments.contains { contains($0.value, predicate) }
        case .text(let literal):
            return literal.pieces.contains { piece in
                if case .value(let value) = piece { return contains(value, predicate) }
                return false
            }
        case .path(let path):
            return contains(path.base, predicate)
                || path.steps.contains { step in
                    if case .index(let index, _) = step { return contains(index, predicate) }
                    return false
                }
        default: return false
        }
    }

    /// Whether an expectation reads the latest response.
    func readsResponse(_ condition: Expectation.Condition) -> Bool {
        guard case .expression(let expression) = condition else { return true }
        return contains(expression) { part in
            switch part {
            case .subject: return true
            case .variable(let name): return self.isLast(name)
            default: return false
            }
        }
    }

    // MARK: Texts

    /// The text of a word or of a string without interpolations; nil for any other expression.
    func constantText(_ expression: Expression) -> String? {
        switch expression {
        case .word(let span), .commandWord(let span): return source.text(span)
        case .quoted(let span): return source.text(span.insideQuotes)
        case .text(let literal): return constantBytes(literal).map { String(decoding: $0, as: UTF8.self) }
        case .group(let inner, _): return constantText(inner)
        default: return nil
        }
    }

    /// The bytes of a literal without interpolations; nil otherwise.
    func constantBytes(_ literal: TextLiteral) -> [UInt8]? {
        var bytes: [UInt8] = []
        for piece in literal.pieces {
            switch piece {
            case .verbatim(let span): bytes += source.bytes(span)
            case .escape(let scalar, _): bytes += String(Character(scalar)).utf8
            case .value: return nil
            }
        }
        return bytes
    }

    /// The named argument of a test.
    func argument(_ wanted: String, of node: TestStatement) -> Expression? {
        for argument in node.arguments {
            if case .named(let name) = argument.form, text(name).hasBytes(of: wanted) { return argument.value }
        }
        return nil
    }

    // MARK: Missing

    /// Whether an operator of an expectation may have a missing operand, which makes its result missing.
    func mayBeUnknown(_ part: Expression) -> Bool {
        guard isInCondition, case .binary(let binary) = part else { return false }
        return mayBeMissing(binary.left) || mayBeMissing(binary.right)
    }

    /// Whether a part of a value may be missing in its context: in an expectation any path, in `exists` a subject's
    /// path.
    func mayBeMissing(_ part: Expression) -> Bool {
        if isInCall, !isInCondition { return false }
        switch part {
        case .subject: return true
        case .path(let path): return isInCondition || isSubject(path.base)
        case .group(let inner, _): return mayBeMissing(inner)
        case .list(let elements, _): return elements.contains { mayBeMissing($0) }
        case .map(let entries, _): return entries.contains { mayBeMissing($0.value) }
        case .binary(let binary): return binary.operation == .coalesce ? mayBeMissing(binary.right) : mayBeUnknown(part)
        case .unary(_, let inner, _): return isInCondition && mayBeMissing(inner)
        case .range(let range): return isInCondition && (mayBeMissing(range.lower) || mayBeMissing(range.upper))
        case .call(let call):
            return isInCondition && !text(call.name).hasBytes(of: Builtin.exists.name)
                && call.arguments.contains { mayBeMissing($0.value) }
        case .text(let literal):
            return isInCondition
                && literal.pieces.contains { piece in
                    if case .value(let value) = piece { return mayBeMissing(value) }
                    return false
                }
        default: return false
        }
    }
}

private let lastKey = SourceFile.key("last")

extension Expression {
    /// A span in the expression that is found without a walk over it.
    var place: SourceSpan {
        switch self {
        case .binary(let binary): binary.operatorSpan
        case .range(let range): range.operatorSpan
        default: span
        }
    }
}

extension BinaryOperator {
    var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contained, .notContained,
            .contains, .matches:
            return true
        default: return false
        }
    }
}
