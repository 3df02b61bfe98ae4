import Picket
import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Values for the `param`s of the text that is about to run.
extension ReplSession {
    /// Returns the values, and asks for those that are not given and have no default; nil if one is wrong or missing.
    func values(
        for parameters: [ScriptParameter], given: [(name: String, value: String)]
    ) -> [String: Value]? {
        var values: [String: Value] = [:]
        for (name, text) in given {
            guard let parameter = parameters.first(where: { $0.name.hasBytes(of: name) }) else {
                let help = nearest(name, in: parameters.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
                complain("there is no parameter `\(name)`\(help)")
                return nil
            }
            guard let value = fitting(text, parameter) else { return nil }
            values[parameter.name] = value
        }
        for parameter in parameters where parameter.isRequired && values[parameter.name] == nil {
            guard isInteractive else {
                complain("the parameter `\(parameter.name)` must be given: `\(parameter.name)=VALUE`")
                return nil
            }
            guard let value = ask(for: parameter) else { return nil }
            values[parameter.name] = value
        }
        return values
    }

    /// Returns a parameter's value as a literal; nil for a secret.
    func literal(_ value: Value, of name: String) -> String? {
        let isSecretName = vocabulary.secretVariables.contains(name) || vocabulary.secretNames.isSecret(name)
        guard !isSecretName, Redactor(secrets).show(value).content == value else { return nil }
        if case .string(let text) = value { return SourceForm.doublyQuoted(text) }
        return value.description
    }

    private func fitting(_ text: String, _ parameter: ScriptParameter) -> Value? {
        let value = parameter.value(of: text)
        if value == nil {
            let kind = parameter.kind.rawValue
            let given = isSecret(parameter) ? "this" : "`\(text)`"
            complain("the parameter `\(parameter.name)` takes a value of type \(kind), not \(given)")
        }
        return value
    }

    /// Whether the value becomes a secret of the script, or the name says that it is one.
    private func isSecret(_ parameter: ScriptParameter) -> Bool {
        vocabulary.secretVariables.contains(parameter.name) || vocabulary.secretNames.isSecret(parameter.name)
    }

    private func ask(for parameter: ScriptParameter) -> Value? {
        let note = parameter.note.map { " (\($0))" } ?? ""
        let question = shown("\(parameter.name)\(note): ").map { StyledText($0, Appearance(.cyan)) }
        // A secret is not echoed while it is typed.
        let isSecret = isSecret(parameter)
        guard let answer = isSecret ? secretAnswer(question) : answer(question), !answer.isEmpty else {
            out("no value for `\(shown(parameter.name))`, nothing run")
            return nil
        }
        if isSecret { secrets.add(answer) }
        return fitting(answer, parameter)
    }
}
