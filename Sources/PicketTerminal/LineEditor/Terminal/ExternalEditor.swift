import CLineEdit
import PicketSystem

/// Edits a text with the user's own editor.
enum ExternalEditor {
    /// Returns the edited text; nil if the editor could not be started or failed.
    ///
    /// The text is in a file that only this user can read, and that is deleted afterwards.
    static func edit(_ text: String, suffix: String) -> String? {
        let directory = Environment.value("TMPDIR") ?? "/tmp"
        let content = Array((text + "\n").utf8)
        guard let file = try? TemporaryFile(in: directory, name: "edit-", suffix: suffix, content),
            edit(file: file.path) == 0,
            let edited = try? file.bytes()
        else { return nil }
        return EditBuffer.cleaned(paste: edited)
    }

    /// Opens a file. Returns the editor's exit status; -1 if it could not be started or a signal ended it.
    static func edit(file: String) -> Int32 { line_edit_run("exec ${VISUAL:-${EDITOR:-vi}} \"$1\"", file) }
}
