import CLineEdit
import PicketSyntax
import PicketSystem

/// The user's pager: the program of `PAGER`, or less.
package enum Pager {
    /// Shows a text that may have our own styles. Returns false if the pager could not be started or failed.
    package static func show(_ text: String) -> Bool {
        let directory = Environment.value("TMPDIR") ?? "/tmp"
        guard
            let file = try? TemporaryFile(
                in: directory, name: "page-", suffix: ".txt", Array(TerminalText.safe(text).utf8))
        else {
            return false
        }
        return line_edit_run("eval \"${PAGER:-less -FRX}\" < \"$1\"", file.path) == 0
    }
}
