import Foundation
import Goldens
import Testing

/// One behaviour of the real program towards the world around it: a file `Tests/Golden/outer/KIND/PHRASE.golden`.
///
/// The file says what must happen, then come sections, each below a line that begins with `---`:
///
///     --- file NAME [MODE]     a file in the folder in which the commands run, which is the home, too
///     --- server [tls…]        a platform that answers by a script (see `ScriptedAnswers`); `$URL` is its address
///     --- proxy                a proxy that answers by a script; `$PROXY` is its address
///     --- commands             lines of the shell; `$LOGIN` names the server, a user and a password, `$BY_TOKEN` the
///                              server and a token; there are `authority.pem` of the servers, and of another authority
///                              `other-authority.pem`, `client.pem` and `client.key`
///     --- transcript           what came of it: this part is recorded
struct OuterGolden: Sendable, CustomTestStringConvertible {
    struct File: Sendable {
        let path: String
        let mode: Int
        let text: String
    }

    struct Malformed: Error {
        let reason: String
    }

    static let folder = GoldenFolder.root.appending(path: "outer")
    private static let transcriptMark = "--- transcript\n"

    /// `KIND/PHRASE`.
    let name: String

    var testDescription: String { name }
    private var url: URL { Self.folder.appending(path: name + ".golden") }

    /// All of them, or those whose name holds the text of `PICKET_GOLDENS`.
    static let all: [OuterGolden] = {
        let wanted = ProcessInfo.processInfo.environment["PICKET_GOLDENS"]
        return Project.files(in: "Tests/Golden/outer", withSuffix: ".golden")
            .map { OuterGolden(name: String($0.dropLast(".golden".count))) }
            .filter { golden in wanted.map { golden.name.contains($0) } ?? true }
    }()

    // MARK: Reading

    struct Content: Sendable {
        var files: [File] = []
        var server: ScriptedAnswers?
        var proxy: ScriptedAnswers?
        var commands: [String] = []
    }

    func content() throws -> Content {
        let text = try String(contentsOf: url, encoding: .utf8)
        let asked = text.components(separatedBy: Self.transcriptMark)[0]
        var sections = asked.components(separatedBy: "\n--- ")[...]
        let story = sections.removeFirst()
        guard !story.hasPrefix("---"), story.contains(" ") else {
            throw Malformed(reason: "the first line says what must happen")
        }
        var content = Content()
        for section in sections { try add(section, to: &content) }
        guard !content.commands.isEmpty else { throw Malformed(reason: "there is no section `--- commands`") }
        return content
    }

    private func add(_ section: String, to content: inout Content) throws {
        let end = section.firstIndex(of: "\n") ?? section.endIndex
        let words = section[..<end].split(separator: " ").map(String.init)
        let body = String(section[end...].dropFirst())
        switch words.first {
        case "file" where words.count > 1:
            let mode = words.count > 2 ? Int(words[2], radix: 8) : 0o600
            guard let mode else { throw Malformed(reason: "a file's mode is octal") }
            // The blank line before the next section is not the file's.
            let text = body.hasSuffix("\n\n") ? String(body.dropLast()) : body + (body.hasSuffix("\n") ? "" : "\n")
            content.files.append(File(path: words[1], mode: mode, text: text))
        case "server": content.server = try ScriptedAnswers(body, options: Array(words.dropFirst()))
        case "proxy": content.proxy = try ScriptedAnswers(body, options: Array(words.dropFirst()))
        case "commands":
            content.commands = body.replacing("\\\n", with: "").split(separator: "\n").map(String.init)
        default: throw Malformed(reason: "unknown section: \(section[..<end])")
        }
    }

    // MARK: Comparing

    /// Records an issue with the differing lines if the observed transcript is not the file's.
    ///
    /// With `PICKET_RECORD=1` it is written anew, and the run fails, so that none passes by accident.
    func compare(_ transcript: String) throws {
        let text = try String(contentsOf: url, encoding: .utf8)
        let parts = text.components(separatedBy: Self.transcriptMark)
        let expected = parts.count > 1 ? parts.dropFirst().joined(separator: Self.transcriptMark) : ""
        let observed = url.deletingPathExtension().appendingPathExtension("observed")
        guard transcript != expected else {
            try? FileManager.default.removeItem(at: observed)
            return
        }
        if ProcessInfo.processInfo.environment["PICKET_RECORD"] == "1" {
            let asked = parts[0].hasSuffix("\n\n") ? parts[0] : parts[0] + "\n"
            try Data((asked + Self.transcriptMark + transcript).utf8).write(to: url)
            try? FileManager.default.removeItem(at: observed)
            Issue.record("recorded \(name); run again without PICKET_RECORD")
            return
        }
        try Data(transcript.utf8).write(to: observed)
        Issue.record("\(name) differs; see its .observed\n\(lineDifference(expected, transcript))")
    }
}
