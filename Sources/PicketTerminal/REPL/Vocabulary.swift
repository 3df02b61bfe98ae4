package import PicketRuntime
package import PicketSyntax

/// What the editor may offer now: the command table, and what the session has met.
///
/// It belongs to the thread that reads lines; the session brings it up to date between two of them.
package final class Vocabulary {
    package let commands: CommandTable
    /// What the table says of secrets.
    package let secretNames: SecretNames
    /// The session's variables that hold secrets.
    package var secretVariables = SecretVariables()
    /// Top-level names.
    package var variables: [String] = []
    /// Names of defs.
    package var definitions: [String] = []
    /// Connections met in this session, in their first order.
    package private(set) var connections: [String] = []
    package var profiles: [String] = []
    /// What runs beside the prompt.
    package var jobs: [(number: Int, title: String)] = []
    /// The fields behind a path of names such as `last`, `body`; empty for what has none.
    package var fields: ([String]) -> [String] = { _ in [] }
    /// The files and folders (with a slash at their end) that a path could go on with.
    package var files: (String) -> [String] = { _ in [] }
    /// Takes up what has been met since the line began; called before anything is offered.
    package var refresh: () -> Void = {}
    /// Whether a text holds a secret that the session knows.
    package var holdsSecret: (String) -> Bool = { _ in false }

    /// Whether a question is being answered: the text is no statement, and no matter for the history.
    package var isAnswering = false

    package init(commands: CommandTable) {
        self.commands = commands
        secretNames = commands.secretNames
    }

    package func met(connection name: String) {
        guard !name.isEmpty, !connections.contains(name) else { return }
        connections.append(name)
    }

    package func lost(connection name: String) { connections.removeAll { $0 == name } }

    /// Whether a word at the start of a statement means something.
    func isCallable(_ name: String) -> Bool { commands[name] != nil || definitions.contains(name) }
}
