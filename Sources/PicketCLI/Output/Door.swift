import PicketRuntime
import PicketSyntax

/// Makes content safe to show. `Console` accepts nothing else.
enum Door {
    /// The known secrets. All runs in the process share this store.
    static let secrets = SecretStore()

    /// Returns content with the currently known secrets hidden.
    static func show<Content: Showable>(_ content: Content) -> Shown<Content> { Redactor(secrets).show(content) }

    /// The same in one line: a name that holds control characters cannot look like something else, or move the cursor.
    static func showLine(_ text: String) -> Shown<String> { show(text).map(\.displayed) }

    /// A message in one line that may quote what a person wrote: URLs lose their passwords and tokens, too.
    static func showMessage(_ message: String) -> Shown<String> { showLine(ShownURL.scrub(message)) }
}
