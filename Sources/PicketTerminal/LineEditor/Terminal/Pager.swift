import CLineEdit
import PicketSyntax
import PicketSystem

/// The user's pager: the program of `PAGER`, or less.
package enum Pager {
    /// The pager when `PAGER` names none.
    private static let standard = "less -FRX"

    /// Shows a text that may have our own styles. Returns a sentence that says why it could not; nil if it did.
    package static func show(_ text: String) -> String? {
        let directory = Environment.value("TMPDIR") ?? "/tmp"
        let file: TemporaryFile
        do throws(FileProblem) {
            file = try TemporaryFile(in: directory, name: "page-", suffix: ".txt", Array(TerminalText.safe(text).utf8))
        } catch {
            return "the pager was not used: no file can be written in `\(directory)`: \(error.message)"
        }
        let status = line_edit_run("trap : INT; eval \"${PAGER:-\(standard)}\" < \"$1\"", file.path)
        return problem(Environment.value("PAGER") ?? standard, status)
    }

    /// Returns what the status of the shell says about a pager; nil if it has shown the text.
    static func problem(_ pager: String, _ status: Int32) -> String? {
        switch status {
        // The reader left the pager, ended it by ^C, or the session got a signal to end.
        case 0, 130, 141, 143: nil
        case -1: "the pager `\(pager)` ended by a signal: `PAGER` names another, `:pager off` uses none"
        case 126, 127: "the pager `\(pager)` cannot be started: `PAGER` names another, `:pager off` uses none"
        default: "the pager `\(pager)` ended with status \(status): `PAGER` names another, `:pager off` uses none"
        }
    }
}
