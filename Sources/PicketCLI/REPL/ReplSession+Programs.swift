import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// Commands that use other programs: the user's editor and shell.
extension ReplSession {
    /// Opens a file in the user's editor, and then runs it as `:source` does.
    ///
    /// - Parameter words: A path, and values for the script's parameters.
    func edit(_ words: String) -> Int32? {
        guard isInteractive else {
            complain("`:edit` needs a terminal")
            return nil
        }
        guard let path = path(in: words) else { return nil }
        Console.standard.flush()
        let status = editor.edit(file: path)
        guard status == 0 else {
            complain(
                status < 0
                    ? "your editor did not end by itself, so nothing was run"
                    : "your editor ended with status \(status), so nothing was run")
            return nil
        }
        guard FileCheck.exists(path) else {
            out("`\(shown(path).map(\.displayed))` was not written, so nothing was run")
            return nil
        }
        return runFile(words)
    }

    /// Returns the path before the values for parameters; nil after a complaint.
    private func path(in text: String) -> String? {
        guard let words = words(text) else { return nil }
        let files = ScriptArguments(words).files
        guard let path = files.first, files.count == 1 else {
            complain("`:edit` takes one file; quote a path with blanks")
            return nil
        }
        return path
    }

    /// Runs a command of the user's shell, and shows its exit status if it is not 0.
    func runShell(_ command: String) {
        guard !command.isEmpty || isInteractive else { return complain("usage: \(SessionCommand.Name.shell.usage)") }
        Console.standard.flush()
        let status = editor.runShell(command)
        guard status != 0 else { return }
        noteError(ExitStatus.failed)
        out(paint.bad(shown(status < 0 ? "a signal ended the command" : "exit status \(status)")))
    }

    // MARK: The start

    /// The file that a session at a terminal runs first.
    static var startUpPath: String? { Directories.configuration.map { $0 + "/startup.picket" } }

    /// Runs the user's start-up file, if there is one. Its errors are shown, and the session goes on.
    func runStartUpFile() {
        guard isInteractive, !settings.skipsStartUp, let path = Self.startUpPath, FileCheck.exists(path) else { return }
        _ = runFile(ShellText.quoted(path))
    }

    // MARK: Looking back

    /// Lists entries of the history with their times.
    ///
    /// - Parameters:
    ///   - count: The number of entries at most.
    ///   - pattern: A text that they contain, in any case; nil for all entries.
    func showHistory(_ count: Int, _ pattern: String?) {
        let wanted = WantedText(pattern ?? "")
        let found = editor.history.entries.filter { wanted.isIn($0.text) }
        if found.isEmpty, let pattern {
            return out(paint.faint("no line contains `\(shown(pattern).map(\.displayed))`"))
        }
        let lines: [Shown<String>] = found.suffix(count).map { entry in
            let time = WallClock.localTime(entry.time)
            let gap = "\n" + String(repeating: " ", count: time.utf8.count + 2)
            let text = shown(entry.text).map { $0.displayedInLines.replacing(text: "\n", by: gap) }
            return "\(paint.faint(shown(time)))  \(text)"
        }
        outLong(lines)
    }
}
