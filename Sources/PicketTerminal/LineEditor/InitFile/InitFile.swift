import PicketSystem

/// The user's `.editrc`, read line by line, so that a problem has a line number and the editor's own bindings survive.
struct InitFile {
    let path: String

    /// `$EDITRC`, or `.editrc` in the home directory; nil without a home.
    static var usual: InitFile? {
        if let path = Environment.value("EDITRC") { return InitFile(path: path) }
        return Environment.value("HOME").map { InitFile(path: $0 + "/.editrc") }
    }

    /// Carries the lines out.
    ///
    /// - Parameters:
    ///   - line: Carries out one; returns what is wrong with it.
    /// - Returns: The problems, as `path:line: what`.
    func load(_ line: (InitLine) -> String?) -> [String] {
        guard let bytes = try? InputFile.bytes(of: path) else { return [] }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, source in
            guard let parsed = InitLine(source), let problem = line(parsed) else { return nil }
            return "\(path):\(index + 1): \(problem)"
        }
    }
}

/// One line of `.editrc` that says something.
struct InitLine: Hashable {
    /// As libedit is to read it.
    var text: String
    /// Whether libedit forgets every binding on this line: it changes the editor.
    var changesEditor = false
    /// A sequence that it binds, without the escape.
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
