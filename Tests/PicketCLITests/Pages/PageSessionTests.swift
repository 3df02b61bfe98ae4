import Foundation
import TerminalHarness
import Testing

/// The sessions at the prompt that the pages show, typed in a real terminal.
@Suite struct PageSessionTests {
    struct Session: Sendable, CustomTestStringConvertible {
        let page: String
        /// The block's place in the page.
        let block: Int
        let lines: [String]

        var testDescription: String { "\(page), block \(block)" }

        static let all: [Session] = Page.names.flatMap { name -> [Session] in
            guard let page = try? Page(name) else { return [] }
            return page.blocks.enumerated().filter { PageStep.isSession($0.element) }.map { place, block in
                Session(page: name, block: place, lines: block.text.split(separator: "\n").map(String.init))
            }
        }
    }

    @Test func thereAreSessions() { #expect(Session.all.count > 1) }

    @Test(arguments: Session.all) func theSessionIsWhatTheTerminalShows(_ session: Session) throws {
        #expect(session.lines.first == "$ picket repl --platform local")
        let shown = Array(session.lines.dropFirst())
        let prompt = try PromptTerminal(environment: ["PG_PASSWORD": "rehearsal"], rows: 100)
        let first = PromptTerminal.local + " "
        var prompts = 0
        for line in shown {
            if line.hasPrefix(first) {
                prompts += 1
                try waitForPrompt(prompt, prompts)
                prompt.terminal.type(line.dropFirst(first.count) + "\r")
            } else if line.hasPrefix("... ") {
                try prompt.terminal.wait("the second prompt") { $0.isRaw && $0.screen.lines.last == "..." }
                // Blocks are indented by the editor, and `}` moves itself back.
                prompt.terminal.type(line.dropFirst(4).trimmingCharacters(in: .whitespaces) + "\r")
            }
        }
        try waitForPrompt(prompt, prompts + 1)
        let seen = Array(prompt.terminal.screen.transcript.dropLast())
        guard Self.plain(seen) != Self.plain(shown) else { return }
        if PageTests.isRecording {
            var page = try Page(session.page)
            page.replace([session.block: (session.lines.prefix(1) + seen).map { $0 + "\n" }.joined()])
            try Data(page.text.utf8).write(to: Project.root.appending(path: session.page))
            Issue.record("recorded a session of \(session.page); run again without PICKET_RECORD")
        } else {
            #expect(Self.plain(seen) == Self.plain(shown))
        }
    }

    private func waitForPrompt(_ prompt: PromptTerminal, _ count: Int) throws {
        try prompt.terminal.wait("prompt \(count)") { terminal in
            terminal.isRaw && terminal.screen.lines.last == PromptTerminal.local
                && terminal.screen.transcript.count { $0.hasPrefix(PromptTerminal.local) } == count
        }
    }

    private static func plain(_ lines: [String]) -> [String] {
        lines.map { PageRun.plain($0).replacing(#/\d+(?:\.\d+)? m?s$/#, with: "TIME") }
    }
}
