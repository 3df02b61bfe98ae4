package import PicketRuntime

/// The configuration of a line editor.
package struct EditorConfiguration: Sendable {
    /// The program name, which a line in `.editrc` may start with as `name:`.
    package var program: String
    /// The history file; nil to keep the history in memory.
    package var historyPath: String?
    /// The number of entries that the history keeps.
    package var historyLimit = 10_000
    package var theme = Theme.standard
    /// Whether the editor uses colours, not only traits such as bold.
    package var colors = ColorPolicy.isAllowed
    /// The suffix of the file that ^X^E opens, so that an external editor knows the language.
    package var fileSuffix = ""
    /// The known secrets, because the editor's own messages quote files.
    package var secrets = SecretStore()

    package init(program: String, historyPath: String? = nil) {
        self.program = program
        self.historyPath = historyPath
    }

    /// Returns a message of the editor with secrets hidden.
    func shown(_ message: String) -> Shown<String> { Redactor(secrets).show(message) }
}
