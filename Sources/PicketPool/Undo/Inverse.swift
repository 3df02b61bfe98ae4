package import PicketRuntime

/// The commands that undo a write.
package struct Inverse: Sendable {
    /// A command of the language.
    package struct Command: Sendable {
        package let name: String
        package let connection: String
        package var fields: [(name: String, value: Value)] = []
    }

    /// Identifies the write.
    package let number: Int
    package let write: Shown<String>
    package var commands: [Command] = []
    /// Whether the first command needs a password that is not known.
    package var needsPassword = false
    /// What the commands do not restore: one phrase each.
    package var notes: [Shown<String>] = []
}
