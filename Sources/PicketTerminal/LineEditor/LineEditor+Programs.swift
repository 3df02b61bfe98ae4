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
}
