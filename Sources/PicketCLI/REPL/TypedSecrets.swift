import PicketSyntax
import Synchronization

/// Secrets that a person typed as answers, by the variable under which the session reads them. They are stored nowhere
/// else.
final class TypedSecrets: Sendable {
    private let values = Mutex<[TextKey: String]>([:])

    subscript(name: String) -> String? {
        get { values.withLock { $0[TextKey(name)] } }
        set { values.withLock { $0[TextKey(name)] = newValue } }
    }
}
