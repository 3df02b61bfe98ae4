import PicketSystem

/// The user's `.editrc`. It is read line by line, so that a problem has a line number and the editor's own bindings
/// survive.
struct InitFile {
    let path: String

    /// The file `$EDITRC`, or `.editrc` in the home directory; nil without a home.
    static var usual: InitFile? {
        if let path = Environment.value("EDITRC") { return InitFile(path: path) }
        return Environment.value("HOME").map { InitFile(path: $0 + "/.editrc") }
    }

    /// Executes the lines.
    ///
    /// - Parameter line: Executes one line and returns its problem; nil for success.
    /// - Returns: The problems as `path:line: problem`.
    func load(_ line: (InitLine) -> String?) -> [String] {
        guard let file = try? InputFile(path, .regular), let bytes = try? file.bytes() else { return [] }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, source in
            guard let parsed = InitLine(source), let problem = line(parsed) else { return nil }
            return "\(path):\(index + 1): \(problem)"
        }
    }
}

/// A line of `.editrc` that is not empty.
struct InitLine: Hashable {
    /// The line for libedit.
    var text: String
    /// Whether the line switches the editor, after which libedit has forgotten all bindings.
    var changesEditor = false
    /// The key sequence that the line binds, without the escape.
    var sequence: String?

    /// nil for an empty line and a comment.
    init?(_ source: Substring) {
        let words = source.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
        guard let first = words.first, !first.hasPrefix("#") else { return nil }
        text = String(source.filter { !$0.isNewline })
        guard first.split(separator: ":").last == "bind" else { return }
        changesEditor = words.contains("-v") || words.contains("-e")
        let operands = words.dropFirst().drop { $0.hasPrefix("-") && $0.count == 2 }
        sequence = operands.first.flatMap(Self.sequence)
        if operands.count == 2, let command = words.last.flatMap({ Command.replacements[$0] }) {
            text = words.dropLast().joined(separator: " ") + " " + command.name
        }
    }

    private static func sequence(_ key: String) -> String? {
        let bare = key.filter { $0 != "\"" && $0 != "'" }
        for escape in ["\\e", "\\E", "^[", "\\033"] where bare.hasPrefix(escape) {
            let rest = String(bare.dropFirst(escape.count))
            return rest.hasPrefix("[") || rest.hasPrefix("O") ? rest : nil
        }
        return nil
    }
}
