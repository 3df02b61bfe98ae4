import Picket

/// The language for the line editor: pure functions of the text and of what the session has learned.
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
            offer: { vocabulary.isAnswering ? nil : vocabulary.offer },
            parameterHelp: { vocabulary.isAnswering ? nil : parameterHelp($0, cursor: $1) },
            complete: { text, cursor in
                vocabulary.refresh()
                return vocabulary.isAnswering
                    ? Completion(start: cursor, candidates: []) : complete(text, cursor: cursor)
            },
            isSensitive: { vocabulary.isAnswering || isSensitive($0) })
    }

    /// Whether the text can run as it is. An open block indents its next line.
    package func completeness(_ text: String) -> Completeness {
        let statement = text.statement
        if SessionCommand.isOne(statement) { return .complete }
        var parser = Parser(SourceFile(name: "", text: statement), isInteractive: true)
        _ = parser.parseScript()
        guard parser.isIncomplete else { return .complete }
        return .incomplete(indent: 4 * InputContext(statement, cursor: statement.utf8.count).depth)
    }

    /// Whether the lines after a text with an error may belong inside it.
    package static func mayLeaveBlockOpen(_ text: String) -> Bool {
        let statement = text.statement
        if SessionCommand.isOne(statement) { return false }
        var parser = Parser(SourceFile(name: "", text: statement), isInteractive: true)
        _ = parser.parseScript()
        return parser.mayLeaveBlockOpen
    }

    /// Whether the text contains a secret: as a literal, in a URL, or as a known secret.
    package func isSensitive(_ text: String) -> Bool {
        vocabulary.holdsSecret(text) || !ShownURL.userInformation(in: Array(text.utf8)).isEmpty
            || holdsSecretLiteral(text) || isSlip(text)
    }

    /// Whether a word is almost `login`, `secret` or the name of a secret field, so that what follows may be a secret.
    private func isSlip(_ text: String) -> Bool {
        guard SessionCommand.meant(by: text, besides: vocabulary.definitions) == nil else { return false }
        let statement = text.statement
        let isSession = SessionCommand.isOne(statement)
        let typed = isSession ? String(statement.drop { $0.isWhitespace }.dropFirst()) : statement
        guard let kind = isSession ? slipKind(ofCommand: typed) : .program else { return false }
        let known = vocabulary.commands.names + vocabulary.definitions + WordNote.statements.map(\.word)
        return SecretSlip(typed, kind, vocabulary.secretNames) { word in
            known.contains { $0.hasBytes(of: word) }
        }.isOne
    }

    /// Returns what a command of the prompt is; nil for one whose words are no secrets. `:help login` asks for a word.
    private func slipKind(ofCommand typed: String) -> SecretSlip.Kind? {
        if typed.utf8.first == UInt8(ascii: "!") { return .shell }
        switch SessionCommand.Name(written: String(typed.prefix { !$0.isWhitespace })) {
        case .source, .edit: return .arguments
        case nil: return .unknownCommand
        default: return nil
        }
    }

    /// The same for literals only, found by parsing, or by scanning if the text does not parse.
    package func holdsSecretLiteral(_ text: String) -> Bool {
        let source = SourceFile(name: "", text: text.statement)
        return !HiddenPlaces(
            source, vocabulary.secretNames, names: vocabulary.secretVariables, hidesURLs: false
        ).spans.isEmpty
    }
}
