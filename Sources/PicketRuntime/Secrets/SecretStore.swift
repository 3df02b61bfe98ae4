import Synchronization

/// The texts of a run that must never be shown, wherever they turn up.
package final class SecretStore: Sendable {
    private struct Contents: Sendable {
        var fields = SecretFields()
        var index = SecretIndex()
        var version = 0
    }

    private let contents = Mutex(Contents())

    package init() {}

    /// Names fields whose values are secret in everything that is sent, answered and shown.
    package func declare(_ fields: SecretFields) {
        contents.withLock { $0.fields.form(union: fields) }
    }

    package var fields: SecretFields { contents.withLock { $0.fields } }

    /// Remembers a secret; one of fewer than four bytes is hidden by its taint alone.
    package func add(_ text: String) { _ = learn(text) }

    /// Remembers what stands beneath secret fields in a header that holds JSON.
    package func learn(headerValue text: String) {
        var found: [String] = []
        _ = fields.marking(.string(text), &found)
        for text in found { add(text) }
    }

    /// Remembers the texts that an answer holds beneath secret fields.
    ///
    /// - Returns: the bytes that those take that were new.
    func learn(_ texts: [String]) -> Int {
        texts.reduce(0) { $0 + (learn($1) ? Self.bytes(of: $1.utf8.count) : 0) }
    }

    /// The same; whether it was new.
    func learn(_ text: String) -> Bool {
        guard text.utf8.count >= SecretForms.shortest else { return false }
        return contents.withLock { contents in
            guard contents.index.insert(text) else { return false }
            contents.version += 1
            return true
        }
    }

    /// Bytes that a secret of so many takes with its forms.
    static func bytes(of count: Int) -> Int { 1_024 + 48 * count }

    /// Forgets a text that a script reveals: it is shown from now on. Says whether it was known.
    func remove(_ text: String) -> Bool {
        contents.withLock { contents in
            guard contents.index.remove(text) else { return false }
            contents.version += 1
            return true
        }
    }

    /// A number that every change makes greater; zero before the first.
    var version: Int { contents.withLock { $0.version } }

    package var count: Int { contents.withLock { $0.index.count } }

    /// How all of them are found, and the fields that hide what they hold.
    var known: (index: SecretIndex, fields: SecretFields) { contents.withLock { ($0.index, $0.fields) } }
}
