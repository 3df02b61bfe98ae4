import Synchronization

/// The texts of a run that must never be shown, wherever they turn up.
package final class SecretStore: Sendable {
    private let texts = Mutex<Set<String>>([])

    package init() {}

    /// Remembers a secret; one of fewer than four characters is hidden by its taint alone.
    package func add(_ text: String) {
        guard text.count >= 4 else { return }
        texts.withLock { _ = $0.insert(text) }
    }

    /// The secrets, the longest first, so that one inside another hides with it.
    package var all: [String] {
        texts.withLock { $0 }.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
    }

    package var count: Int { texts.withLock { $0.count } }
}
