import Testing

@testable import PicketReports

/// What a script prints is no command to GitHub's runner.
@Suite struct GitHubLogTests {
    private static func shown(_ text: String) -> String {
        String(decoding: GitHubLog.withoutCommands(Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("::error::x\n", ": :error::x\n"), ("a\n::set-output name=b::c", "a\n: :set-output name=b::c"),
        (" \t\u{A0}\u{2003}\u{FEFF}::stop-commands::t\n", " \t\u{A0}\u{2003}\u{FEFF}: :stop-commands::t\n"),
        ("a\r::warning file=b,line=1::c\r\n::debug::\n", "a\r: :warning file=b,line=1::c\r\n: :debug::\n"),
        ("a ##[error]b ##[add-mask c=d;]e\n", "a ## [error]b ## [add-mask c=d;]e\n"),
        ("###[group]a\n", "### [group]a\n"), ("::e::##[error]x", ": :e::## [error]x"),
        ("::0f3c-t0ken::\n", ": :0f3c-t0ken::\n"),
    ]) func aCommandIsTakenApart(_ text: String, _ other: String) {
        #expect(Self.shown(text).unicodeScalars.elementsEqual(other.unicodeScalars), "\(Self.shown(text))")
        #expect(!Self.runnerFindsACommand(in: Self.shown(text)))
        #expect(Self.runnerFindsACommand(in: text))
    }

    /// Addresses, and what only resembles a command, stay as they are.
    @Test(arguments: [
        "::1\n", "::ffff:10.0.0.1, ::1\n", "a ::error::b\n", ":::error::x\n", "::\n::::\n", "{\"a\": \"::error::\"}\n",
        "a::b::c\n", "##[\n## [x]\n#[x]\n", "::error\n::x", "\n\r\n", "", "é::error::x\n", ":",
    ]) func nothingElseIsChanged(_ text: String) {
        #expect(Self.shown(text).utf8.elementsEqual(text.utf8), "\(Self.shown(text))")
    }

    /// Bytes that are not text stay as they are, too.
    @Test func bytesAreKept() {
        let address: [UInt8] = [0xFF, 0x3A, 0x3A, 0x0A, 0x80]
        #expect(GitHubLog.withoutCommands(address) == address)
        let command: [UInt8] = [0x3A, 0x3A, 0x61, 0x3A, 0x3A, 0xFF]
        #expect(GitHubLog.withoutCommands(command) == command[..<1] + [0x20] + command[1...])
    }

    /// Whether the runner would look a command up, by the rules of its source.
    private static func runnerFindsACommand(in text: String) -> Bool {
        text.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.contains { line in
            let line = String(line.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" })
            return line.firstMatch(of: #/^::[A-Za-z0-9-]+( .*?)?::/#) != nil
                || line.firstMatch(of: #/##\[[A-Za-z0-9-]+[ \]]/#) != nil
        }
    }
}
