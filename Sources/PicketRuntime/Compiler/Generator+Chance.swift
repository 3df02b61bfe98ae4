import PicketSyntax

extension Generator {
    /// Warns of `now()` and `uuid()` in the arguments of a write: a run that is gone on with by its journal must send the same.
    func noteChance(in call: CommandCall, _ index: Int, _ code: DiagnosticCode) {
        guard commands.commands[index].isWrite, !isReading(call, index) else { return }
        for argument in call.arguments {
            for builtin in [Builtin.now, .uuid] where contains(argument.value, { self.isCall($0, of: builtin) }) {
                report(.chance(builtin, code, at: location(argument.value.span)))
            }
        }
    }

    private func isCall(_ expression: Expression, of builtin: Builtin) -> Bool {
        guard case .call(let call) = expression, session.functionIndices[text(call.name)] == nil else { return false }
        return Builtin.named(text(call.name)) == builtin
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
    fileprivate static func chance(_ builtin: Builtin, _ code: DiagnosticCode, at location: SourceLocation)
        -> Diagnostic
    {
        let isTime = builtin == .now
        return Diagnostic(
            code, severity: .warning,
            message: isTime
                ? "a resumed run has another time here, so its journal does not fit any more"
                : "a resumed run has the same value here only if it runs the same statements before",
            at: location, label: isTime ? "`now()` in what a write sends" : "`uuid()` in what a write sends",
            help: "let a `param` have the value, and give it to both runs")
    }
}
