import CLineEdit

/// A command of the user's shell, the program of `SHELL`.
enum ShellCommand {
    /// Runs a command, or the shell itself if the command is empty. Returns the exit status; -1 if it could not be started
    /// or a signal ended it.
    ///
    /// - Parameter readsTerminal: Whether the command may read the terminal. The lines of another input are the session's.
    static func run(_ command: String, readsTerminal: Bool) -> Int32 {
        let input = readsTerminal ? "" : " < /dev/null"
        let shell = "exec \"${SHELL:-/bin/sh}\""
        return line_edit_run(command.isEmpty ? shell + input : "\(shell) -c \"$1\"\(input)", command)
    }
}
