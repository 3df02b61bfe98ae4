import Foundation
import TerminalHarness
import Testing

/// `use local` starts the local platform wherever it stands, if none runs.
@Suite struct LaterPlatformTests {
    private static let texts = [
        "use local; ping; print reached", "if true { use local; ping; print reached }",
        "let n = 'local'; use $n; ping; print reached", "def go() { use local; ping; print reached }; go",
    ]

    @Test(arguments: texts + [":source FILE"]) func aLineStartsIt(_ text: String) throws {
        let prompt = try PromptTerminal([])
        let file = prompt.folder.appending(path: "f.picket").path()
        try "use local\nping\nprint reached\n".write(toFile: file, atomically: true, encoding: .utf8)
        try prompt.ready("picket>")
        prompt.terminal.type(text.replacing("FILE", with: file) + "\r")
        try prompt.see("reached")
        try prompt.run("print later")
    }

    @Test func aWatchAndAJobStartIt() throws {
        for start in [":watch 1h ", ":job "] {
            let prompt = try PromptTerminal([])
            try prompt.ready("picket>")
            prompt.terminal.type(start + "use local; ping; print reached\r")
            try prompt.wait("what follows") { $0.screen.transcript.contains { $0.hasSuffix(" reached") } }
        }
    }

    @Test func theStartUpFileStartsIt() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = folder.appending(path: "config/picket")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data("use local\n".utf8).write(to: place.appending(path: "startup.picket"))
        let prompt = try PromptTerminal([], in: folder)
        try prompt.run("ping; print reached")
        try prompt.see("reached")
    }

    @Test(arguments: texts) func withoutATerminalToo(_ text: String) throws {
        let run = try PicketProcess.run(["repl"], input: text + "\n")
        #expect(run.status == 0 && run.output.hasSuffix("reached\n"), "\(run.output)\(run.errors)")
    }

    @Test(arguments: ["use local", ":use local"]) func anotherOneStartsAfterItsEnd(_ text: String) throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        let platform = try #require(ProcessTable.child(of: prompt.terminal.process))
        kill(platform, SIGKILL)
        try prompt.see("error: the local platform has ended: `use local` starts another one")
        try prompt.run(text)
        try prompt.run("ping; print reached")
        try prompt.see("reached")
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 0)
    }
}
