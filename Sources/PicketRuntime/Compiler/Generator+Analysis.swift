import PicketSyntax

/// Questions about a tree that code depends on.
extension Generator {
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
            if case .call(let call) = part { return session.functionIndices[self.text(call.name)] != nil }
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

    /// What a statement expects of the command before it, whose response is named `result`.
    func expected(by statement: Statement, result: Name?) -> ExpectedAnswer {
        guard case .expectation(let expectation) = statement else { return .success }
        guard case .expression(let condition) = expectation.condition else { return .status }
        if reads(.error, "error", in: condition, result: result) { return .error }
        return asksForStatus(condition, result) ? .status : .success
    }

    /// Whether a condition says something of the status: `status` alone holds for each, and so excuses none.
    private func asksForStatus(_ condition: Expression, _ result: Name?) -> Bool {
        switch condition {
        case .group(let inner, _), .unary(.not, let inner, _): return asksForStatus(inner, result)
        case .binary(let binary) where binary.operation == .and || binary.operation == .or:
            return asksForStatus(binary.left, result) || asksForStatus(binary.right, result)
        case .subject, .path: return false
        default: return reads(.status, "status", in: condition, result: result)
        }
    }

    /// Whether a condition reads a part of the latest response, as a subject or as a field of the response's name.
    private func reads(
        _ subject: ResponseSubject, _ field: String, in condition: Expression, result: Name?
    ) -> Bool {
        let names = ["last"] + (result.map { [text($0)] } ?? [])
        return contains(condition) { part in
            switch part {
            case .subject(let found, _): return found == subject
            case .path(let path):
                guard case .variable(let name) = path.base, names.contains(self.context.source.text(name)),
                    case .field(let found)? = path.steps.first
                else { return false }
                return self.context.source.text(found) == field
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
