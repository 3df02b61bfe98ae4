package import PicketSyntax

extension CommandTable {
    /// The secret names of the table, for searches in the tree of a text.
    package var secretNames: SecretNames {
        var fields = SecretFields()
        for command in commands {
            fields.form(union: command.secretFields + command.parameters.filter(\.isSecret).map(\.name))
        }
        return SecretNames { [fields] name in
            fields.contains(name) || SecretHeaders.isCredential(name)
        } takesSecret: { name, place in
            guard let command = self[name] else { return nil }
            switch place {
            case .positional(let position):
                let parameters = command.parameters.filter(\.isPositional)
                // A surplus argument may be a secret whose name was forgotten.
                guard position < parameters.count else { return command.parameters.contains(where: \.isSecret) }
                return parameters[position].isSecret
            case .named(let name): return command.parameters.first { $0.name.utf8.elementsEqual(name.utf8) }?.isSecret
            }
        } isMisplacedName: { name, position, word in
            // `add web host pg`: the names of parameters are known to everybody.
            guard let command = self[name], position >= command.parameters.count(where: \.isPositional) else {
                return false
            }
            return command.parameters.contains { $0.name.utf8.elementsEqual(word) }
        }
    }
}
