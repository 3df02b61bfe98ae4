import Foundation
import TerminalHarness
import Testing

/// The session that the README shows is one that happens.
@Suite struct PromptReadmeTests {
    @Test func theSessionInTheReadmeIsWhatTheTerminalShows() throws {
        let shown = try session()
        let prompt = try PromptTerminal(environment: ["PG_PASSWORD": "rehearsal"], rows: 60)
        let first = PromptTerminal.local + " "
        var prompts = 0
        for line in shown {
            if line.hasPrefix(first) {
                prompts += 1
                try prompt.terminal.wait("prompt \(prompts)") { terminal in
                    terminal.isRaw && terminal.screen.lines.last == PromptTerminal.local
                        && terminal.screen.transcript.count { $0.hasPrefix(PromptTerminal.local) } == prompts
                }
                prompt.terminal.type(line.dropFirst(first.count) + "\r")
            } else if line.hasPrefix("... ") {
                try prompt.terminal.wait("the second prompt") { $0.isRaw && $0.screen.lines.last == "..." }
                // Blocks are indented by the editor, and `}` moves itself back.
                prompt.terminal.type(line.dropFirst(4).trimmingCharacters(in: .whitespaces) + "\r")
            }
        }
        try prompt.terminal.wait("the end") {
            $0.isRaw && Self.plain($0.screen.transcript).dropLast() == Self.plain(shown)[...]
        }
    }

    /// The lines of the block below the heading.
    private func session() throws -> [String] {
        let readme = try Project.text("README.md")
        let heading = try #require(readme.range(of: "## At the prompt"))
        let start = try #require(
            readme.range(
                of: "```console\n$ picket repl --platform local\n", range: heading.upperBound..<readme.endIndex))
        let end = try #require(readme.range(of: "\n```", range: start.upperBound..<readme.endIndex))
        return readme[start.upperBound..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
    }

    private static func plain(_ lines: [String]) -> [String] {
        lines.map { $0.replacing(#/\d+(?:\.\d+)? m?s$/#, with: "TIME") }
    }
}
