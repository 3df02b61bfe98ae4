import PicketRuntime
import PicketTerminal

/// A small table, and a session that has met a few things.
enum SessionFixture {
    static let commands = CommandTable([
        Command(
            "add",
            parameters: [
                .word("name", completion: .connections, summary: "the connection"),
                Parameter("host", summary: "PostgreSQL host"),
                Parameter("port", .integer(1...65_535), summary: "PostgreSQL port"),
                Parameter("password", isSecret: true),
                Parameter("enabled", .boolean, isRequired: false),
            ], isWrite: true),
        Command(
            "show", aliases: ["display"], summary: "show a connection",
            parameters: [.word("name", completion: .connections)]),
        Command("use", parameters: [.word("platform", completion: .profiles)]),
        Command("unlock", parameters: [Parameter("pin", isSecret: true)]),
    ])

    static func language() -> SessionLanguage {
        let vocabulary = Vocabulary(commands: commands)
        vocabulary.variables = ["fleet", "n"]
        vocabulary.definitions = ["greet"]
        vocabulary.profiles = ["production", "staging"]
        vocabulary.met(connection: "sales-1")
        vocabulary.met(connection: "crm-1")
        vocabulary.fields = { path in path == ["last"] ? ["status", "body"] : path == ["last", "body"] ? ["name"] : [] }
        vocabulary.files = { prefix in ["fleet.picket", "notes/"].filter { $0.hasPrefix(prefix) } }
        vocabulary.holdsSecret = { $0.contains("hunter22") }
        return SessionLanguage(vocabulary)
    }

    /// What completes at `|`.
    static func candidates(_ marked: String) -> [String] {
        let (text, cursor) = place(marked)
        return language().complete(text, cursor: cursor).candidates.map(\.text)
    }

    static func place(_ marked: String) -> (String, Int) {
        let cursor = marked.utf8.firstIndex(of: UInt8(ascii: "|")).map {
            marked.utf8.distance(from: marked.utf8.startIndex, to: $0)
        }
        return (marked.replacing("|", with: ""), cursor ?? marked.utf8.count)
    }
}
