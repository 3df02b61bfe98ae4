import PicketRuntime
import PicketSyntax

/// The door for what this process shows: `Console` takes nothing else.
enum Door {
    /// What is known to be secret: the one store of the process, whatever it runs.
    static let secrets = SecretStore()

    /// The content as people may see it, by what is known to be secret now.
    static func show<Content: Showable>(_ content: Content) -> Shown<Content> { Redactor(secrets).show(content) }

    /// The same in one line: a name that holds control characters cannot look like something else, or move the cursor.
    static func showLine(_ text: String) -> Shown<String> { show(text).map(\.displayed) }

    /// A message that may quote what a person wrote: URLs lose their passwords and tokens, too.
    static func showMessage(_ message: String) -> Shown<String> { show(ShownURL.scrub(message)) }
}
