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

    package init(program: String, historyPath: String? = nil) {
        self.program = program
        self.historyPath = historyPath
    }
}
