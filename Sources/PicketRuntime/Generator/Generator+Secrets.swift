import PicketSyntax

/// Generates `secret`.
extension Generator {
    /// Makes a register's value secret, for the statement or, without a name, for the function.
    func emitSecret(of value: Expression, named name: String?, register: Int, at span: SourceSpan) {
        context.builder.sites.secrets.append(
            SecretSite(name: name, variable: environmentVariable(in: value), mayBeEmpty: mayBeEmpty(value)))
        let site = Int32(context.builder.sites.secrets.count - 1)
        emit(Instruction(.secret, a: operand(register), wide: site), at: span)
    }

    /// Whether the script allows an empty value: the default of `env`, or the right operand of `??`, is `""`.
    private func mayBeEmpty(_ value: Expression) -> Bool {
        switch ungrouped(value) {
        case .call(let call):
            guard isEnvironment(call), let fallback = argument(1, of: call) else { return false }
            return isEmptyText(fallback)
        case .binary(let binary) where binary.operation == .coalesce:
            return isEmptyText(binary.right) || mayBeEmpty(binary.right)
        default: return false
        }
    }

    private func isEmptyText(_ value: Expression) -> Bool { constantText(value)?.utf8.isEmpty == true }

    /// The variable that `env` reads, if its name is a literal.
    private func environmentVariable(in value: Expression) -> String? {
        switch ungrouped(value) {
        case .call(let call):
            return isEnvironment(call) ? argument(0, of: call).flatMap { constantText($0) } : nil
        case .binary(let binary) where binary.operation == .coalesce:
            return environmentVariable(in: binary.left) ?? environmentVariable(in: binary.right)
        default: return nil
        }
    }

    /// Whether a call is the function `env`, and not a def.
    func isEnvironment(_ call: FunctionCall) -> Bool {
        names.meaningAhead(at: call.name.span.start) == .builtin(Int(Builtin.env.rawValue))
    }

    /// The argument of a call of `env` for a parameter.
    private func argument(_ position: Int, of call: FunctionCall) -> Expression? {
        var next = 0
        for argument in call.arguments {
            switch argument.form {
            case .positional:
                if next == position { return argument.value }
                next += 1
            case .named(let name):
                if Builtin.env.parameters.firstIndex(of: text(name)) == position { return argument.value }
            case .spread: return nil
            }
        }
        return nil
    }

    /// Whether a map literal in a call gives a secret field an empty text. A literal is intended; a computed value may
    /// be empty by mistake.
    func givesEmptySecret(_ value: Expression) -> Bool {
        switch ungrouped(value) {
        case .list(let elements, _): elements.contains { givesEmptySecret($0) }
        case .map(let entries, _):
            entries.contains { entry in
                givesEmptySecret(entry.value)
                    || isEmptyText(entry.value)
                        && (constantText(entry.key).map { commands.secretFields.contains($0) } ?? false)
            }
        default: false
        }
    }

    /// The same for an argument that is not a parameter.
    func givesEmptySecret(_ name: Name, _ value: Expression) -> Bool {
        isEmptyText(value) && commands.secretFields.contains(text(name)) || givesEmptySecret(value)
    }
}
