package import PicketRuntime
package import PicketSyntax

/// The successful texts of a session, as a script that repeats them: `:save`.
///
/// Typed secrets become environment variables, expressions are printed, and a second declaration becomes a `set`.
package struct SessionScript {
    private var texts: [String] = []
    /// A call with an unexpected response. It becomes part of the script if the next text expects that response.
    private var surprise: String?

    package init() {}

    package var isEmpty: Bool { texts.isEmpty }

    /// Adds a text that ran to its end.
    package mutating func succeeded(_ text: String) {
        if let surprise, CallList(text).beginsWithExpectation { texts.append(surprise) }
        surprise = nil
        texts.append(text)
    }

    /// Adds the text of a job. An expectation that follows is not about it.
    package mutating func succeededAside(_ text: String) { texts.append(text) }

    /// Records a text that failed; `wasAnswered` if it is one call that got a response.
    package mutating func failed(_ text: String, wasAnswered: Bool) {
        surprise = wasAnswered && CallList(text).single != nil ? text : nil
    }

    /// Returns the formatted script without the secrets that the session knows. Files must only contain such text.
    ///
    /// - Parameters:
    ///   - table: The secret names of the command table.
    ///   - redactor: A current redactor, because a text may have turned out to contain a secret since it ran.
    package func saved(_ table: SecretNames, by redactor: Redactor) -> Shown<String> {
        let text = text(table) { redactor.places(in: $0) }
        // The remaining secrets are in comments.
        return redactor.show(text)
    }

    /// The script without the secrets that the texts themselves show.
    package var text: String { text(.byLooks) { _ in [] } }

    private func text(_ table: SecretNames, _ places: @escaping ([UInt8]) -> [Range<Int>]) -> String {
        var writer = ScriptWriter(secrets: ScriptSecrets(texts, table, places))
        for text in texts { writer.add(text) }
        return format(SourceFile(name: "", text: writer.text)).text
    }
}
