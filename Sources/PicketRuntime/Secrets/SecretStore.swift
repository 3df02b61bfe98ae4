import Synchronization

/// The texts of a run that must never be shown, wherever they turn up.
package final class SecretStore: Sendable {
    private struct Contents: Sendable {
        var texts: Set<String> = []
        var index = SecretIndex()
    }

    private let contents = Mutex(Contents())

    package init() {}

    /// Remembers a secret; one of fewer than four characters is hidden by its taint alone.
    package func add(_ text: String) {
        guard text.count >= 4 else { return }
        contents.withLock { contents in
            guard contents.texts.insert(text).inserted else { return }
            for form in SecretForms.all(of: text) { contents.index.insert(form) }
        }
    }

    package var count: Int { contents.withLock { $0.texts.count } }

    /// How all of them are found.
    var index: SecretIndex { contents.withLock { $0.index } }
}
