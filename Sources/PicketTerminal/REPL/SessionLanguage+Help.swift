import PicketRuntime

extension SessionLanguage {
    /// Returns what the grammar expects next: the rest of the only matching name, or the next required argument.
    package func hint(_ text: String, cursor: Int) -> String? {
        let context = InputContext(text, cursor: cursor)
        if !context.prefix.isEmpty {
            let fitting = complete(text, cursor: cursor).candidates
            guard fitting.count == 1, let only = fitting.first else { return nil }
            return String(only.text.dropFirst(context.prefix.count))
        }
        guard case .argument(let call) = context.place, let command = vocabulary.commands[call.command],
            call.positionals.count >= command.parameters.count(where: { $0.isPositional && $0.isRequired })
        else { return nil }
        let due = command.parameters.first { $0.isRequired && !$0.isPositional && !call.names.contains($0.name) }
        return due.map { $0.name + "=" }
    }

    /// Returns the parameters of the command at the cursor. The current one is emphasized and described.
    package func parameterHelp(_ text: String, cursor: Int) -> StyledText? {
        let context = InputContext(text, cursor: cursor)
        switch context.place {
        case .argument(let call): return help(call, at: due(call))
        case .value(let call, let name): return help(call, at: name)
        case .sessionArgument(let name):
            return SessionCommand.Name(rawValue: name).map { StyledText("\($0.usage)  \($0.summary)", Self.dim) }
        default: return nil
        }
    }

    private static let dim = Appearance(nil, .dim)

    private func due(_ call: InputContext.Call) -> String? {
        guard let command = vocabulary.commands[call.command] else { return nil }
        let positionals = command.parameters.filter(\.isPositional)
        if positionals.count > call.positionals.count { return positionals[call.positionals.count].name }
        return command.parameters.first { $0.isRequired && !$0.isPositional && !call.names.contains($0.name) }?.name
    }

    private func help(_ call: InputContext.Call, at current: String?) -> StyledText? {
        guard let command = vocabulary.commands[call.command] else { return nil }
        var runs = [StyledText.Run(command.name, Self.dim)]
        for parameter in command.parameters {
            let form = parameter.isPositional ? parameter.name.uppercased() : parameter.name + "="
            runs.append(StyledText.Run(" ", Self.dim))
            let isCurrent = parameter.name == current
            let text = parameter.isRequired ? form : "[\(form)]"
            runs.append(StyledText.Run(text, isCurrent ? Appearance(.cyan, .bold) : Self.dim))
        }
        if command.acceptsOthers { runs.append(StyledText.Run(" [name=value…]", Self.dim)) }
        if let parameter = command.parameters.first(where: { $0.name == current }) {
            let summary = parameter.summary.isEmpty ? "" : "\(parameter.summary), "
            runs.append(StyledText.Run("  \(summary)\(parameter.kindText)", Self.dim))
        }
        return StyledText(runs)
    }
}
