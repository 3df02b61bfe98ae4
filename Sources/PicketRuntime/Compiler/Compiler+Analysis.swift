import PicketSyntax

/// Questions about a tree that code depends on.
extension Compiler {
    func isVariable(_ expression: Expression) -> Bool {
        if case .variable = ungrouped(expression) { return true }
        return false
    }

    /// Whether an expression is a name whose register belongs to the function being compiled.
    func isLocal(_ expression: Expression) -> Bool {
        guard case .variable(let name) = ungrouped(expression),
            case .register? = lookUp(name)?.place
        else { return false }
        return true
    }

    func isSubject(_ expression: Expression) -> Bool {
        switch expression {
        case .subject: return true
        case .path(let path): return isSubject(path.base)
        default: return false
        }
    }

    /// Whether a value may be held elsewhere too, so that a second place must not change it.
    func mayShare(_ expression: Expression) -> Bool {
        switch expression {
        case .variable, .path, .subject: return true
        case .group(let inner, _): return mayShare(inner)
        case .binary(let binary):
            return binary.operation == .coalesce && (mayShare(binary.left) || mayShare(binary.right))
        case .text(let literal):
            guard literal.form == .word, literal.pieces.count == 1, case .value(let value) = literal.pieces[0] else {
                return false
            }
            return mayShare(value)
        default: return false
        }
    }

    /// Whether an expression calls a def anywhere.
    func callsDefinition(_ expression: Expression) -> Bool {
        contains(expression) { part in
            if case .call(let call) = part { return functionIndices[self.text(call.name)] != nil }
            return false
        }
    }

    /// Whether a part of an expression satisfies a predicate.
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

    /// Whether an expectation says which status or error is due, after a command whose response is named `result`.
    func readsStatus(_ statement: Statement, result: Name?) -> Bool {
        guard case .expectation(let expectation) = statement else { return false }
        guard case .expression(let condition) = expectation.condition else { return true }
        let names = ["last"] + (result.map { [text($0)] } ?? [])
        return contains(condition) { part in
            switch part {
            case .subject(let subject, _): return subject == .status || subject == .error
            case .path(let path):
                guard case .variable(let name) = path.base, names.contains(self.context.source.text(name)),
                    case .field(let field)? = path.steps.first
                else { return false }
                return ["status", "error"].contains(self.context.source.text(field))
            default: return false
            }
        }
    }

    /// Whether an expectation looks at the latest response at all.
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
}
