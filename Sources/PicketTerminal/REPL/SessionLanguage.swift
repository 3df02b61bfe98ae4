import PicketRuntime
import PicketSyntax

/// The language as the line editor sees it: pure functions of the text and of what the session has met.
package struct SessionLanguage {
    let vocabulary: Vocabulary

    package init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
    }

    package var editor: EditorLanguage {
        EditorLanguage(
            completeness: { vocabulary.isAnswering ? .complete : completeness($0) },
            highlight: { vocabulary.isAnswering ? [] : highlight($0) },
            hint: { vocabulary.isAnswering ? nil : hint($0, cursor: $1) },
            parameterHelp: { vocabulary.isAnswering ? nil : parameterHelp($0, cursor: $1) },
            complete: { text, cursor in
                vocabulary.refresh()
                return vocabulary.isAnswering
                    ? Completion(start: cursor, candidates: []) : complete(text, cursor: cursor)
            },
            isSensitive: { vocabulary.isAnswering || isSensitive($0) })
    }

    /// Whether the text can run as it is; a block that is open indents its next line.
    package func completeness(_ text: String) -> Completeness {
        let statement = text.statement
        if SessionCommand.isOne(statement) { return .complete }
        var parser = Parser(SourceFile(name: "", text: statement), isInteractive: true)
        _ = parser.parseScript()
        guard parser.isIncomplete else { return .complete }
        return .incomplete(indent: 4 * InputContext(statement, cursor: statement.utf8.count).depth)
    }

    /// Whether lines that follow a faulty text may have been meant to stand inside it.
    package static func mayLeaveBlockOpen(_ text: String) -> Bool {
        let statement = text.statement
        if SessionCommand.isOne(statement) { return false }
        var parser = Parser(SourceFile(name: "", text: statement), isInteractive: true)
        _ = parser.parseScript()
        return parser.mayLeaveBlockOpen
    }

    /// Whether the text carries a secret, as a literal or by what is known to be one.
    package func isSensitive(_ text: String) -> Bool {
        !secretLiterals(in: SourceFile(name: "", text: text)).isEmpty || vocabulary.holdsSecret(text)
            || namesSecretArgument(text)
    }

    /// Whether a literal stands where the command table takes a secret.
    private func namesSecretArgument(_ text: String) -> Bool {
        CallList(text.statement).calls.contains { call in
            guard let command = vocabulary.commands[call.name] else { return false }
            return call.named.contains { name, value in
                command.parameters.contains { $0.isSecret && $0.name == name } && value != nil
            }
        }
    }
}
