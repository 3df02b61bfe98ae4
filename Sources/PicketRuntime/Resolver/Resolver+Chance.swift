import PicketSyntax

/// Finds random or time-dependent values in the arguments of writes: a resumed run must send the same arguments.
extension Resolver {
    /// Warns of `now()` and `uuid()` in the arguments of a write, also through a name.
    func noteChance(in call: CommandCall, _ index: Int, _ code: DiagnosticCode) {
        guard commands.commands[index].isWrite, !isReading(call, index) else { return }
        for argument in call.arguments {
            for builtin in Resolver.chances where contains(argument.value, { self.isCall($0, of: builtin) }) {
                report(.chance(builtin, code, at: location(argument.value.span)))
            }
            reportNames(in: argument.value, code)
        }
    }

    private static let chances = [Builtin.now, .uuid]

    /// Warns of names in an argument that hold a random or time-dependent value.
    private func reportNames(in value: Expression, _ code: DiagnosticCode) {
        var told: [Builtin] = []
        _ = contains(value) { part in
            if let (builtin, name) = self.heldChance(part), !told.contains(builtin) {
                told.append(builtin)
                self.report(.chance(builtin, code, at: self.location(value.span), in: name))
            }
            return false
        }
    }

    /// The random or time-dependent function whose result a name holds.
    private func heldChance(_ expression: Expression) -> (Builtin, name: String)? {
        guard case .variable(let span) = expression, let known = declaration(of: number(of: span)) else { return nil }
        return heldChances[known].map { ($0, source.text(span)) }
    }

    /// The random or time-dependent function in a value; nil if there is none, or if the check is off.
    func chance(in value: Expression?) -> Builtin? {
        guard options.chanceWarning != nil, let value else { return nil }
        if let direct = Resolver.chances.first(where: { builtin in contains(value) { self.isCall($0, of: builtin) } }) {
            return direct
        }
        var found: Builtin?
        _ = contains(value) { part in
            found = found ?? self.heldChance(part)?.0
            return found != nil
        }
        return found
    }

    /// Records that a name gets a random or time-dependent value; nil for any other value.
    ///
    /// - Parameter isWhole: whether the name holds nothing else from now on, whichever branch ran before.
    func hold(_ chance: Builtin?, in name: Name, isWhole: Bool) {
        guard options.chanceWarning != nil, let known = declaration(of: number(of: name.span)) else { return }
        let isDeclaredHere = resolution.declarations[known].scope == openScopes.last?.scope
        heldChances[known] = isWhole && isDeclaredHere ? chance : chance ?? heldChances[known]
    }

    private func isCall(_ expression: Expression, of builtin: Builtin) -> Bool {
        guard case .call(let call) = expression else { return false }
        let number = number(of: call.name.span)
        return session.definition(number) == nil && self.builtin(number, call.name) == builtin
    }

    /// Whether the call is a `request` with a method that only reads.
    private func isReading(_ call: CommandCall, _ index: Int) -> Bool {
        guard commands.commands[index].acceptsOthers, let method = call.arguments.first,
            let text = constantText(method.value)
        else { return false }
        return text.hasBytes(of: "GET") || text.hasBytes(of: "HEAD")
    }
}

extension Diagnostic {
    /// - Parameter name: the name that holds the value; nil if the function is called directly.
    fileprivate static func chance(
        _ builtin: Builtin, _ code: DiagnosticCode, at location: SourceLocation, in name: String? = nil
    ) -> Diagnostic {
        let isTime = builtin == .now
        let call = isTime ? "`now()`" : "`uuid()`"
        return Diagnostic(
            code, severity: .warning,
            message: isTime
                ? "a resumed run gets another time here, which does not match its journal"
                : "a resumed run gets the same value here only if it runs the same statements before it",
            at: location,
            label: name.map { "`\($0)` holds \(call), and a write sends it" } ?? "\(call) in what a write sends",
            help: "pass the value to both runs as a `param`")
    }
}
