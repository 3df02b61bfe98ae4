import PicketRuntime
import PicketSyntax

/// Makes content safe to show. `Console` accepts nothing else.
enum Door {
    /// The known secrets. All runs in the process share this store.
    static let secrets = SecretStore()

    /// Returns content with the currently known secrets hidden.
    static func show<Content: Showable>(_ content: Content) -> Shown<Content> { Redactor(secrets).show(content) }

    /// Returns a message that may quote a user's text. It also removes passwords and tokens from URLs.
    static func showMessage(_ message: String) -> Shown<String> { show(ShownURL.scrub(message)) }
}
