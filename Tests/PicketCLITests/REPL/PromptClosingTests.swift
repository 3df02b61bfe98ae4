import Foundation
import TerminalHarness
import Testing

/// What a session at a terminal remembers of signals, errors and doubts after the text that brought them.
@Suite struct PromptClosingTests {
    private static let production = "production (protected)>"
    private static let question = "production is protected. Go on with `delete`? [y/N]"

    /// On a platform where nobody listens.
    private func protected(_ arguments: [String] = []) throws -> PromptTerminal {
        try PromptTerminal(
            ["--platform", "production"] + arguments,
            configuration:
                "[profile.production]\nurl = \"https://127.0.0.1:1\"\nprotected = true\ntoken_env = \"HELD\"\n",
            environment: ["HELD": "tttttttt"])
    }

    /// A session whose start-up file is this.
    private func started(by text: String, _ arguments: [String] = ["--platform", "local"]) throws -> PromptTerminal {
        let folder = try PromptTerminal.makeFolder()
        let place = folder.appending(path: "config/picket")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: place.appending(path: "startup.picket"))
        return try PromptTerminal(arguments, in: folder)
    }

    private func waitForQuestion(_ prompt: PromptTerminal, _ question: String = Self.question) throws {
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last == question }
    }

    // MARK: Signals

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalInTheStartUpFileEndsTheSession(_ signal: Int32) throws {
        let prompt = try started(by: "print begun\nsleep 1h\n")
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.see("begun")
        // Without the end, this line would run.
        prompt.terminal.type("print executed\r")
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        #expect(!prompt.terminal.screen.transcript.contains("executed"))
    }

    /// Whether libedit or the signal notices it first does not matter.
    @Test(.timeLimit(.minutes(2)), arguments: [":!echo begun; sleep 1h\r", "print 1\u{18}\u{5}", ":edit a.picket\r"])
    func aTerminalThatClosesBesideAnotherProgramEndsTheSession(_ keys: String) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let editor = folder.appending(path: "editor").path()
        try Data("#!/bin/sh\necho begun\nsleep 1h\n".utf8).write(to: URL(fileURLWithPath: editor))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
        let prompt = try PromptTerminal(environment: ["EDITOR": editor], in: folder)
        try prompt.ready()
        prompt.terminal.type(keys)
        try prompt.see("begun")
        #expect(prompt.terminal.hangUp() == 128 + SIGHUP)
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalInAWatchAsksNothing(_ signal: Int32) throws {
        let prompt = try PromptTerminal()
        try prompt.run(":job print one; sleep 1h")
        try prompt.seeJob("[1] one")
        try prompt.ready()
        prompt.terminal.type(":watch 1h print begun\r")
        try prompt.wait("the first round") { $0.screen.lines.last?.hasSuffix("  begun") == true }
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("End the session?") })
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalInAQuestionOfADeferredBlockIsTheStatus(_ signal: Int32) throws {
        let prompt = try protected()
        try prompt.run("defer delete web", then: Self.production)
        prompt.terminal.type(PromptTerminal.controlD)
        try waitForQuestion(prompt)
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
    }

    /// A signal waits for nobody: what would need an answer is not sent.
    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalAsksNothingForDeferredBlocks(_ signal: Int32) throws {
        let prompt = try protected()
        try prompt.run("defer print cleaned", then: Self.production)
        try prompt.run("defer { delete web; print never }", then: Self.production)
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        let rows = prompt.terminal.screen.transcript
        #expect(rows.contains("nothing sent") && rows.contains("cleaned") && !rows.contains("never"), "\(rows)")
        #expect(!rows.contains { $0.contains("[y/N]") }, "\(rows)")
    }

    /// A platform that never says where it listens.
    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalEndsTheStartOfTheLocalPlatform(_ signal: Int32) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "picket")
        try FileManager.default.copyItem(at: Project.program("picket"), to: program)
        let platform = folder.appending(path: "picket-platform").path()
        let begun = folder.appending(path: "begun").path()
        _ = FileManager.default.createFile(
            atPath: platform, contents: Data("#!/bin/sh\necho > '\(begun)'\nexec sleep 3600\n".utf8),
            attributes: [.posixPermissions: 0o755])
        let terminal = try Terminal(
            program.path(), ["repl"],
            environment: ["TERM": "xterm", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": folder.path()],
            columns: 100, rows: 20)
        try terminal.wait("the prompt") { $0.isRaw && $0.screen.lines.last == "picket>" }
        terminal.type("use local\r")
        try terminal.wait("the start") { _ in FileManager.default.fileExists(atPath: begun) }
        terminal.signal(signal)
        #expect(try terminal.end() == 128 + signal)
    }

    // MARK: Errors

    @Test func theErrorsOfTheStartUpFileEndNothing() throws {
        let prompt = try started(by: "print 10 / 0\n", ["--platform", "local", "--stop-on-error"])
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.run("print fine")
        try prompt.see("fine")
        try prompt.ready()
        prompt.terminal.type("fail 'no'\r")
        #expect(try prompt.terminal.end() == 1)
    }

    @Test func aRefusalInADeferredBlockIsSaidAndAnError() throws {
        let prompt = try protected(["--stop-on-error"])
        try prompt.run("defer delete web", then: Self.production)
        prompt.terminal.type(PromptTerminal.controlD)
        try waitForQuestion(prompt)
        prompt.terminal.type("n\r")
        #expect(try prompt.terminal.end() == 1)
        #expect(prompt.terminal.screen.transcript.contains("nothing sent"))
    }

    @Test func aRefusalInAWatchRunsItsDeferredBlocks() throws {
        let prompt = try protected()
        try prompt.ready(Self.production)
        prompt.terminal.type(":watch 1h defer print swept; delete web\r")
        try waitForQuestion(prompt)
        prompt.terminal.type("n\r")
        try prompt.ready(Self.production)
        let rows = prompt.terminal.screen.transcript
        #expect(rows.contains("swept") && rows.contains("nothing sent"), "\(rows)")
    }

    // MARK: The end that a person takes back

    @Test func anExitThatIsTakenBackHasDoneItsWork() throws {
        let prompt = try PromptTerminal(configuration: "[profile.staging]\nurl = \"https://127.0.0.1:1\"\n")
        let path = prompt.folder.appending(path: "saved.picket").path()
        try prompt.run(":job print one; sleep 1h")
        try prompt.seeJob("[1] one")
        try prompt.ready()
        prompt.terminal.type("print kept; use staging; exit 3\r")
        try waitForQuestion(prompt, "1 job is running. End the session? [y/N]")
        prompt.terminal.type("n\r")
        try prompt.ready("staging>")
        try prompt.run(":save \(path)", then: "staging>")
        let saved = try String(contentsOfFile: path, encoding: .utf8)
        #expect(saved.contains("print \"kept\"") || saved.contains("print kept"), "\(saved)")
        #expect(saved.contains("use staging") && !saved.contains("exit"), "\(saved)")
    }

    // MARK: Passwords

    private static let passwordQuestion = "Password for ops on p:"
    private static let listening = "ops@p>"

    private func withPassword(_ server: LoginServer) throws -> PromptTerminal {
        try PromptTerminal(configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
    }

    @Test func aRefusedPasswordIsRememberedAfterDeferredBlocks() throws {
        let prompt = try withPassword(try LoginServer())
        try prompt.ready()
        prompt.terminal.type("defer print cleaned; use p; show a\r")
        try waitForQuestion(prompt, Self.passwordQuestion)
        prompt.terminal.type("\r")
        try prompt.see("cleaned")
        try prompt.ready(Self.listening)
        let rows = prompt.terminal.screen.transcript
        #expect(rows.contains("no password: nothing more is sent") && !rows.contains("interrupted"), "\(rows)")
    }

    @Test func aDifferenceAsksForThePassword() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try withPassword(server)
        try prompt.ready()
        prompt.terminal.type("use p\r")
        try prompt.ready(Self.listening)
        prompt.terminal.type(":diff a b\r")
        try waitForQuestion(prompt, Self.passwordQuestion)
        prompt.terminal.type("right-password\r")
        try prompt.see("no field differs")
        #expect(server.requests == ["ops:right-password", "token made", "token made"], "\(server.requests)")
    }

    @Test func theRefusedPasswordOfAnotherUserLeavesTheOwn() throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(["--platform", server.url])
        let listening = "alice@127.0.0.1:\(server.port)>"
        try prompt.ready("127.0.0.1:\(server.port)>")
        prompt.terminal.type("login alice\r")
        try waitForQuestion(prompt, "Password for alice:")
        prompt.terminal.type("right-password\r")
        try prompt.ready(listening)
        prompt.terminal.type("login bob\r")
        try waitForQuestion(prompt, "Password for bob:")
        prompt.terminal.type("wrong-password\r")
        try prompt.seePart("401 Unauthorized")
        try prompt.run("show a", then: listening)
        try prompt.seePart("200 OK")
        #expect(
            server.requests == ["alice:right-password", "bob:wrong-password", "token made"], "\(server.requests)")
    }
}
