import PicketRuntime
import PicketSyntax
import PicketTerminal

/// What the session learns about secrets.
extension ReplSession {
    /// Adds the names that the text makes secret, such as `p` in `secret s = $p`.
    func learnSecrets(in source: SourceFile) {
        let literals = SecretLiterals(source, vocabulary.secretNames, names: vocabulary.secretVariables)
        if let literals { vocabulary.secretVariables.formUnion(literals.names) }
    }

    /// Removes a line from the history if its values become secrets of a file, as in `:source FILE pw=…`.
    func forgetLine(giving parameters: [String], to file: SourceFile) {
        guard isInteractive, let line = entered.last,
            let literals = SecretLiterals(file, vocabulary.secretNames),
            parameters.contains(where: { literals.names.contains($0) || vocabulary.secretNames.isSecret($0) })
        else { return }
        editor.forget { $0.utf8.elementsEqual(line.utf8) }
    }

    /// Stores a typed text, in case it turns out to contain a secret.
    func note(typed text: String) {
        guard isInteractive else { return }
        if entered.count == Self.enteredLimit { entered.removeFirst(Self.enteredLimit / 2) }
        entered.append(text)
    }

    private static let enteredLimit = 10_000

    /// Removes the lines from the history that turned out to contain a secret since the last call.
    func cleanHistory() {
        let (count, names) = (secrets.count, vocabulary.secretVariables)
        guard isInteractive, count != cleanedCount || names != cleanedNames else { return }
        (cleanedCount, cleanedNames) = (count, names)
        let language = SessionLanguage(vocabulary)
        let lines = Set(entered.filter(language.holdsSecretLiteral).map { Array($0.utf8) })
        let vocabulary = vocabulary
        editor.forget { lines.contains(Array($0.utf8)) || vocabulary.holdsSecret($0) }
    }
}
