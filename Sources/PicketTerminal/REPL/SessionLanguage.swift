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

    /// Whether the text carries a secret: as a literal, in a URL, or by what is known to be one.
    package func isSensitive(_ text: String) -> Bool {
        vocabulary.holdsSecret(text) || !ShownURL.userInformation(in: Array(text.utf8)).isEmpty
            || holdsSecretLiteral(text)
    }

    /// The same by its tree alone; by its looks if it does not parse.
    package func holdsSecretLiteral(_ text: String) -> Bool {
        let source = SourceFile(name: "", text: text.statement)
        return !HiddenPlaces(
            source, vocabulary.secretNames, names: vocabulary.secretVariables, hidesURLs: false
        ).spans.isEmpty
    }
}
