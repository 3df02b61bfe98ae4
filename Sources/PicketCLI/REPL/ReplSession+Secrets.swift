import PicketRuntime
import PicketSyntax
import PicketTerminal

/// What the session finds out about secrets while it goes on.
extension ReplSession {
    /// Takes up the names that hold secrets by the tree of a text, such as `p` of `secret s = $p`.
    func learnSecrets(in source: SourceFile) {
        let literals = SecretLiterals(source, vocabulary.secretNames, names: vocabulary.secretVariables)
        if let literals { vocabulary.secretVariables.formUnion(literals.names) }
    }

    /// A line whose values become secrets of a file, `:source FILE pw=…`, leaves the history.
    func forgetLine(giving parameters: [String], to file: SourceFile) {
        guard isInteractive, let line = entered.last,
            let literals = SecretLiterals(file, vocabulary.secretNames),
            parameters.contains(where: { literals.names.contains($0) || vocabulary.secretNames.isSecret($0) })
        else { return }
        editor.forget { $0.utf8.elementsEqual(line.utf8) }
    }

    /// Notes what was typed, for when it turns out to hold a secret.
    func note(typed text: String) {
        guard isInteractive else { return }
        if entered.count == Self.enteredLimit { entered.removeFirst(Self.enteredLimit / 2) }
        entered.append(text)
    }

    private static let enteredLimit = 10_000

    /// Takes the lines out of the history that turned out to hold a secret since the last time.
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
