package import PicketRuntime
package import PicketSyntax

/// What succeeded in a session, as a script that does the same: `:save`.
///
/// Secrets that were typed stand in it as variables of the environment, values that were only looked at are printed, and
/// what is declared a second time is set.
package struct SessionScript {
    private var texts: [String] = []
    /// A call that was answered otherwise than documented: it belongs to the script if the next text expects that.
    private var surprise: String?

    package init() {}

    package var isEmpty: Bool { texts.isEmpty }

    /// A text that ran to its end.
    package mutating func succeeded(_ text: String) {
        if let surprise, CallList(text).beginsWithExpectation { texts.append(surprise) }
        surprise = nil
        texts.append(text)
    }

    /// A text that ran beside the others; what a response is expected to be is not about it.
    package mutating func succeededAside(_ text: String) { texts.append(text) }

    /// A text that did not; `wasAnswered` if it is one call that a response came to.
    package mutating func failed(_ text: String, wasAnswered: Bool) {
        surprise = wasAnswered && CallList(text).single != nil ? text : nil
    }

    /// The script, in the one layout, without the secrets that the session knows: a file keeps nothing else.
    ///
    /// - Parameters:
    ///   - table: what the command table says of secrets.
    ///   - redactor: of now: a text may have turned out to hold a secret since it ran.
    package func saved(_ table: SecretNames, by redactor: Redactor) -> Shown<String> {
        let text = text(table) { redactor.places(in: $0) }
        // What is left by now stands in comments.
        return redactor.show(text)
    }

    /// The script without the secrets that the texts themselves tell of.
    package var text: String { text(.byLooks) { _ in [] } }

    private func text(_ table: SecretNames, _ places: @escaping ([UInt8]) -> [Range<Int>]) -> String {
        var writer = ScriptWriter(secrets: ScriptSecrets(texts, table, places))
        for text in texts { writer.add(text) }
        return format(SourceFile(name: "", text: writer.text)).text
    }
}
