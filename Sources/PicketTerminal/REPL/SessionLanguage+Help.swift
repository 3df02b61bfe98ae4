import Picket

extension SessionLanguage {
    /// Returns what the grammar expects next: the rest of the only matching name, or the next required argument.
    package func hint(_ text: String, cursor: Int) -> String? {
        let input = SessionInput(text, cursor: cursor)
        // No folder and no file is read at each key.
        if input.place.readsFiles { return nil }
        if !input.prefix.isEmpty {
            // A candidate that changes what was typed cannot be shown after it.
            let fitting = complete(text, cursor: cursor).candidates.filter {
                $0.takesBack == 0 && $0.text.utf8.starts(with: input.prefix.utf8)
            }
            guard fitting.count == 1, let only = fitting.first else { return nil }
            return String(decoding: only.text.utf8.dropFirst(input.prefix.utf8.count), as: UTF8.self)
        }
        guard case .language(let context) = input.place, case .argument(let call) = context.place else { return nil }
        return Completer(vocabulary).requiredByName(call).map { $0.name + "=" }
    }

    /// Returns the parameters of the command at the cursor. The current one is emphasized and described.
    package func parameterHelp(_ text: String, cursor: Int) -> StyledText? {
        switch SessionInput(text, cursor: cursor).place {
        case .language(let context):
            switch context.place {
            case .argument(let call): return help(call, at: Completer(vocabulary).due(call)?.name)
            case .value(let call, let name): return help(call, at: name)
            default: return nil
            }
        case .argument(let name):
            return SessionCommand.Name(written: name).map { StyledText("\($0.usage)  \($0.summary)", Self.dim) }
        case .command: return nil
        }
    }

    private static let dim = Appearance(nil, .dim)

    private func help(_ call: InputContext.Call, at current: String?) -> StyledText? {
        guard let command = vocabulary.commands[call.command] else { return nil }
        var runs: [StyledText.Run] = []
        for (text, parameter) in command.usageWords {
            if !runs.isEmpty { runs.append(StyledText.Run(" ", Self.dim)) }
            let isCurrent = parameter != nil && parameter?.name == current
            runs.append(StyledText.Run(text, isCurrent ? Appearance(.cyan, .bold) : Self.dim))
        }
        if let parameter = command.parameters.first(where: { $0.name == current }) {
            let summary = parameter.summary.isEmpty ? "" : "\(parameter.summary), "
            runs.append(StyledText.Run("  \(summary)\(parameter.kindText)", Self.dim))
        }
        return StyledText(runs)
    }
}
