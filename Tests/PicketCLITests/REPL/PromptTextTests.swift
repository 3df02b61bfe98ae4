import Foundation
import TerminalHarness
import Testing

/// No text from a platform or a script drives the terminal: it is spelled out wherever it is shown.
@Suite struct PromptTextTests {
    /// OSC 52, which sets the clipboard, a C1 control, a reordering mark, and a blank without width.
    private static let source = "h\\u{1b}]52;c;aGk=\\u{7}\\u{9b}2J\\u{202e}\\u{200b}"
    private static let shown = "h\\u{1b}]52;c;aGk=\\u{7}\\u{9b}2J\\u{202e}\\u{200b}"

    private func isClean(_ terminal: Terminal) -> Bool {
        let harmful = terminal.screen.transcript.joined().unicodeScalars.contains {
            $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || ["\u{202E}", "\u{200B}"].contains($0)
        }
        return terminal.screen.faults.isEmpty && !harmful
    }

    @Test func whatAPlatformSaysIsSpelledOutAtThePrompt() throws {
        let prompt = try PromptTerminal()
        try prompt.run("add web host=\"\(Self.source)\" port=1 user=u password=hunter22")
        try prompt.run("show web as w")
        let seen: (Terminal) -> Int = { $0.screen.transcript.count { $0.contains(Self.shown) } }
        let texts = [
            "$w.body.host", "print $w.body.host", ":job print $w.body.host", "show web", "print \"\(Self.source)\"",
        ]
        for text in texts {
            let before = seen(prompt.terminal)
            prompt.terminal.type(text + "\r")
            // The last line shows it once more, because it is typed there.
            try prompt.wait("`\(text)`") { seen($0) > before + (text.contains("52;") ? 1 : 0) }
            try prompt.ready()
        }
        for text in ["$w", "$last.body", ":format json", "show web", ":vars"] { try prompt.run(text) }
        try prompt.seePart("h\\u001b]52;c;aGk=\\u0007\\u009b2J\\u202e\\u200b")
        try prompt.run("step \"a\\u{1b}\\u{200b}b\" { print inside }")
        try prompt.see("step a␛\u{FFFD}b")
        #expect(isClean(prompt.terminal))
    }

    /// The colours of a text are the platform's, too.
    @Test func aTextHasNoColoursOfItsOwn() throws {
        let prompt = try PromptTerminal()
        try prompt.run("print \"\\u{1b}[32m200 OK\\u{1b}[0m\"")
        try prompt.see("\\u{1b}[32m200 OK\\u{1b}[0m")
        try prompt.run("ping")
        try prompt.seeStyled("{32:200 OK}")
    }

    @Test func theLineAndItsMenuShowNoMarks() throws {
        let prompt = try PromptTerminal()
        for name in ["ab\\u{202e}x", "ab\\u{200b}y"] {
            try prompt.run("add \"\(name)\" host=h port=1 user=u password=hunter22")
            // The answer names it, so the prompt offers it.
            try prompt.run("show \"\(name)\"")
        }
        prompt.terminal.type("show a" + PromptTerminal.tab)
        try prompt.seePart("\"ab\\u{202e}x\"")
        try prompt.seePart("\"ab\\u{200b}y\"")
        prompt.terminal.type(PromptTerminal.tab + PromptTerminal.controlC)
        try prompt.ready()
        // What somebody else has written may be pasted.
        prompt.terminal.type("show 'ab\u{202E}x\u{200B}")
        try prompt.seePart("show 'ab\u{FFFD}x\u{FFFD}")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.ready()
        #expect(isClean(prompt.terminal))
    }

    /// A program at a terminal, as `picket run` is started by hand.
    private func atATerminal(_ words: [String]) throws -> Terminal {
        let terminal = try Terminal(
            Project.program("picket").path(), words,
            environment: ["TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"], columns: 100,
            rows: 20)
        _ = try terminal.end()
        return terminal
    }

    @Test func runAndTestSpellItOutAtATerminal() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "a.picket").path()
        try "print \"\(Self.source)\"\ntest \"t\\u{202e}\" { print \"\(Self.source)\"; check 1 == 2 }\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        for words in [
            ["run", file], ["test", file], ["test", "-v", file], ["run", "-c", "print \"\(Self.source)\""],
        ] {
            let terminal = try atATerminal(words)
            #expect(terminal.screen.transcript.contains { $0.contains(Self.shown) }, "\(terminal.dump)")
            #expect(isClean(terminal), "\(terminal.dump)")
        }
    }

    @Test func aPipeGetsThePrintedTextAsItIs() throws {
        let raw = "h\u{1B}]52;c;aGk=\u{7}\u{9B}2J\u{202E}\u{200B}\n"
        let run = try PicketProcess.run(["run", "-c", "print \"\(Self.source)\""])
        #expect(run.output == raw && run.status == 0)
        let fed = try PicketProcess.run(["repl"], input: "print \"\(Self.source)\"\n")
        #expect(fed.output == raw)
    }
}
