/// Other programs that have the terminal between two lines.
extension LineEditor {
    /// Opens a file in the user's editor. Returns its exit status; -1 if it could not be started or a signal ended it.
    package func edit(file: String) -> Int32 { lending { ExternalEditor.edit(file: file) } }

    /// Runs a command of the user's shell; the shell itself if the command is empty. Returns the exit status; -1 if it could
    /// not be started or a signal ended it.
    package func runShell(_ command: String) -> Int32 {
        if case .pipe = source { return ShellCommand.run(command, readsTerminal: false) }
        return lending { ShellCommand.run(command, readsTerminal: true) }
    }

    /// Gives the terminal to another program while no line is read. Messages wait until it has ended.
    package func lending<Result>(_ body: () -> Result) -> Result {
        messages.beginReading()
        defer { messages.endReading() }
        return body()
    }
}
