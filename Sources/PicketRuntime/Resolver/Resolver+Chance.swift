import PicketSyntax

/// What another run would not have, in what a write sends: a run that is gone on with by its journal must send the same.
extension Resolver {
    /// Warns of `now()` and `uuid()` in the arguments of a write, also by way of a name.
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

    /// Warns of names in an argument that hold what another run would not have.
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

    /// What a name holds that another run would not have.
    private func heldChance(_ expression: Expression) -> (Builtin, name: String)? {
        guard case .variable(let span) = expression, let known = declaration(of: number(of: span)) else { return nil }
        return heldChances[known].map { ($0, source.text(span)) }
    }

    /// What of a value another run would not have; nil for nothing, and where nobody asks.
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

    /// A name gets a value of which another run would not have this; nil for nothing.
    ///
    /// - Parameter isWhole: whether the name holds nothing else from now on, whichever way the script went before.
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

    /// Whether it is a `request` by a method that only reads.
    private func isReading(_ call: CommandCall, _ index: Int) -> Bool {
        guard commands.commands[index].acceptsOthers, let method = call.arguments.first,
            let text = constantText(method.value)
        else { return false }
        return text.hasBytes(of: "GET") || text.hasBytes(of: "HEAD")
    }
}

extension Diagnostic {
    /// - Parameter name: what holds it; nil if it is called there.
    fileprivate static func chance(
        _ builtin: Builtin, _ code: DiagnosticCode, at location: SourceLocation, in name: String? = nil
    ) -> Diagnostic {
        let isTime = builtin == .now
        let call = isTime ? "`now()`" : "`uuid()`"
        return Diagnostic(
            code, severity: .warning,
            message: isTime
                ? "a resumed run has another time here, so its journal does not fit any more"
                : "a resumed run has the same value here only if it runs the same statements before",
            at: location,
            label: name.map { "`\($0)` holds \(call), and a write sends it" } ?? "\(call) in what a write sends",
            help: "let a `param` have the value, and give it to both runs")
    }
}
