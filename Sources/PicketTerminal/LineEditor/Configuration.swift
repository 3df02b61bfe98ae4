package import PicketRuntime

/// What a line editor is started with.
package struct EditorConfiguration: Sendable {
    /// The name that `name:` in front of a line of `.editrc` is compared with.
    package var program: String
    /// The history file; nil keeps the history in memory.
    package var historyPath: String?
    /// How many entries the history keeps.
    package var historyLimit = 10_000
    package var theme = Theme.standard
    /// The end of the name of the file that ^X^E opens, so that an editor knows the language.
    package var fileSuffix = ""
    /// What is known to be secret: the editor's own messages quote files.
    package var secrets = SecretStore()

    package init(program: String, historyPath: String? = nil) {
        self.program = program
        self.historyPath = historyPath
    }

    /// A message of the editor as people may see it.
    func shown(_ message: String) -> Shown<String> { Redactor(secrets).show(message) }
}
