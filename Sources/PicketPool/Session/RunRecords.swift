import PicketRuntime
import PicketSyntax

/// What belongs to a run, beside the connections and the identity that several runs may share.
struct RunRecords {
    /// Receives the writes of a run that only plans; nil in a run that sends them.
    let planner: Planner?
    let curl: CurlRecorder?
    let notices: Notices
    /// The connections that the run reads again when it ends.
    let doubts: Doubts
    let secrets: SecretStore
    /// What a session needs in order to undo its latest write; nil for a run that cannot undo.
    let memory: WriteMemory?
    let onVerboseLine: ((Shown<String>) -> Void)?
    /// Whether other runs share the connections, so that neither own writes nor ends are common to them.
    var isOneOfSeveralRuns = false
}

@available(*, unavailable)
extension RunRecords: Sendable {}

/// The secrets of the platforms of a pool. Every run that begins or goes on hides them.
final class CommonSecrets {
    private var texts: [String] = []
    private var stores: [ObjectIdentifier: SecretStore] = [:]

    /// Adds a secret, such as a new token, for all runs.
    func add(_ text: String) {
        guard !texts.contains(where: { $0.hasBytes(of: text) }) else { return }
        texts.append(text)
        for store in stores.values { store.add(text) }
    }

    /// Adds a run's store.
    func begin(_ store: SecretStore) {
        for text in texts { store.add(text) }
        stores[ObjectIdentifier(store)] = store
    }

    func end(_ store: SecretStore) { stores[ObjectIdentifier(store)] = nil }
}

@available(*, unavailable)
extension CommonSecrets: Sendable {}
