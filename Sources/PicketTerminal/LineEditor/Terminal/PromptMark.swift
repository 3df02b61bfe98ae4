import PicketSystem

/// A mark of the prompt, the typed text and the output, with which a terminal can find and copy each of them:
/// https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md
enum PromptMark: Hashable {
    case promptStart, inputStart, outputStart
    /// The status is nil if no command ran.
    case end(status: Int32?)

    /// The sequence for the terminal, which takes no cell.
    var bytes: [UInt8] {
        let text =
            switch self {
            case .promptStart: "A"
            case .inputStart: "B"
            case .outputStart: "C"
            case .end(let status): "D" + (status.map { ";\($0)" } ?? "")
            }
        return Array("\u{1B}]133;\(text)\u{1B}\\".utf8)
    }

    /// Whether a terminal of this type skips sequences that it does not know. Old terminals and the system's console show
    /// them as text.
    static func areUnderstood(by type: String?) -> Bool {
        guard let type, !type.isEmpty else { return false }
        let old = ["dumb", "unknown", "linux", "cons25", "sun", "ansi", "vt52", "vt100", "vt102", "vt220"]
        return !old.contains { type.utf8.elementsEqual($0.utf8) || type.utf8.starts(with: "\($0)-".utf8) }
    }
}
