import PicketSyntax

/// Properties of a tree that the generated code depends on.
extension Generator {
    /// Whether another place may hold the value too, so that a change must copy it first.
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

    /// Whether any part of an expression calls a def.
    func callsDefinition(_ expression: Expression) -> Bool {
        contains(expression) { part in
            guard case .call(let call) = part, case .definition = self.names.meaningAhead(at: call.name.span.start)
            else {
                return false
            }
            return true
        }
    }

    /// The response that a statement expects of the command before it, which is named `result`.
    func expected(by statement: Statement, result: Name?) -> ExpectedAnswer {
        guard case .expectation(let expectation) = statement else { return .success }
        guard case .expression(let condition) = expectation.condition else { return .status }
        if reads(.error, "error", in: condition, result: result) { return .error }
        return asksForStatus(condition, result) ? .status : .success
    }

    /// Whether a condition tests the status. `status` alone holds for every response, so it does not count.
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
                guard case .variable(let name) = path.base, names.contains(self.source.text(name)),
                    case .field(let found)? = path.steps.first
                else { return false }
                return self.source.text(found) == field
            default: return false
            }
        }
    }
}
