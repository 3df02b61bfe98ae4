import CLineEdit
import Glibc

/// Edits a text with the user's own editor.
enum ExternalEditor {
    /// The text as the editor left it; nil when it could not be started or reports a failure.
    ///
    /// The text is in a file that only this user can read, and that is gone afterwards.
    static func edit(_ text: String, suffix: String) -> String? {
        let directory = Environment.value("TMPDIR") ?? "/tmp"
        var template = Array("\(directory)/edit-XXXXXX\(suffix)".utf8CString)
        // The array is mutable and ends in NUL, as mkstemps asks; it writes into the six places only.
        let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
        guard descriptor >= 0 else { return nil }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let file = FileDescriptor(descriptor)
        let written = file.writeAll(Array((text + "\n").utf8))
        file.close()
        guard written, line_edit_run("exec ${VISUAL:-${EDITOR:-vi}} \"$1\"", path) == 0 else { return nil }
        return read(path)
    }

    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let file = FileDescriptor(descriptor)
        defer { file.close() }
        return EditBuffer.cleaned(paste: file.readAll())
    }
}
