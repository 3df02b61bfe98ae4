import Synchronization

/// The texts of a run that must never be shown.
package final class SecretStore: Sendable {
    private struct Contents: Sendable {
        var fields = SecretFields()
        var index = SecretIndex()
        var version = 0
    }

    private let contents = Mutex(Contents())

    package init() {}

    /// Creates a store with the names of fields whose values are secret.
    package convenience init(_ fields: SecretFields) {
        self.init()
        declare(fields)
    }

    /// Adds names of fields whose values are secret in requests, answers and output.
    package func declare(_ fields: SecretFields) {
        contents.withLock { $0.fields.form(union: fields) }
    }

    package var fields: SecretFields { contents.withLock { $0.fields } }

    /// Stores a secret. One of fewer than four bytes is hidden only by its taint.
    package func add(_ text: String) { _ = learn(text) }

    /// Stores the values of secret fields in a header that holds JSON.
    package func learn(headerValue text: String) {
        var found: [String] = []
        _ = fields.marking(.string(text), &found)
        for text in found { add(text) }
    }

    /// Stores the texts in secret fields of an answer.
    ///
    /// - Returns: the memory of the new secrets in bytes.
    func learn(_ texts: [String]) -> Int {
        texts.reduce(0) { $0 + (learn($1) ? Self.bytes(of: $1.utf8.count) : 0) }
    }

    /// Stores one text; returns whether it was new.
    func learn(_ text: String) -> Bool {
        guard text.utf8.count >= SecretForms.shortest else { return false }
        return contents.withLock { contents in
            guard contents.index.insert(text) else { return false }
            contents.version += 1
            return true
        }
    }

    /// The memory of a secret of `count` bytes with its forms.
    static func bytes(of count: Int) -> Int { 1_024 + 48 * count }

    /// Removes a text that a script reveals, so that it is shown from now on; returns whether it was known.
    func remove(_ text: String) -> Bool {
        contents.withLock { contents in
            guard contents.index.remove(text) else { return false }
            contents.version += 1
            return true
        }
    }

    /// A number that grows with every change; zero initially.
    var version: Int { contents.withLock { $0.version } }

    /// Whether nothing has to be hidden, neither a text nor the value of a field.
    var isEmpty: Bool { contents.withLock { $0.index.isEmpty && $0.fields.isEmpty } }

    package var count: Int { contents.withLock { $0.index.count } }

    /// The index of all secrets, and the secret fields.
    var known: (index: SecretIndex, fields: SecretFields) { contents.withLock { ($0.index, $0.fields) } }
}
