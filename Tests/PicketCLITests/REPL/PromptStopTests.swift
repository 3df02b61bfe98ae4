import Foundation
import TerminalHarness
import Testing

/// ^Z and ^\ while a question, an editor or a pager has the terminal.
@Suite struct PromptStopTests {
    /// The kinds of terminals, each with the environment that chooses it.
    enum Kind: String, CaseIterable {
        case drawn, dumb, editOff

        func environment(in folder: URL) throws -> [String: String] {
            switch self {
            case .drawn: return [:]
            case .dumb: return ["TERM": "dumb"]
            case .editOff:
                let path = folder.appending(path: "editrc").path()
                try "edit off\n".write(toFile: path, atomically: true, encoding: .utf8)
                return ["EDITRC": path]
            }
        }
    }

    /// A session whose folder the caller removes.
    private func session(
        _ kind: Kind = .drawn, _ environment: [String: String] = [:], in folder: URL, isUnderShell: Bool = true
    ) throws -> PromptTerminal {
        let variables = try kind.environment(in: folder).merging(environment) { $1 }
        let prompt = try PromptTerminal(
            environment: variables, in: folder, underShell: isUnderShell ? PromptTerminal.jobControl : nil)
        try prompt.wait("the prompt") { $0.screen.lines.last == PromptTerminal.local }
        return prompt
    }

    /// - Parameter text: What the person types after `fg` at once.
    private func stopAndContinue(_ prompt: PromptTerminal, typing text: String = "") throws {
        prompt.terminal.type(PromptTerminal.controlZ)
        // The word may run on in the next row.
        try prompt.wait("the shell") { $0.screen.lines.last?.hasSuffix("ped") == true && !$0.isRaw }
        prompt.terminal.type("\n" + text)
    }

    private func seeThatThePlatformRuns(_ prompt: PromptTerminal) throws {
        try prompt.wait("the prompt") { $0.screen.lines.last == PromptTerminal.local }
        prompt.terminal.type("ping\r")
        try prompt.see("version  v2.0.0")
    }

    /// Writes a program, and returns the words that run it.
    ///
    /// - Parameter words: What stands before its path. `.` runs it in the shell of the pager, so that one process stops and
    ///   not a second one later.
    private func program(
        _ name: String, _ text: String, in folder: URL, by words: String = "sh"
    ) throws -> String {
        let path = folder.appending(path: name).path()
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return "\(words) \(path)"
    }

    private static let question = "Password for ops:"

    @Test(arguments: Kind.allCases) func aHiddenQuestionIsRepeatedAndStaysHidden(_ kind: Kind) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let prompt = try session(kind, in: folder)
        prompt.terminal.type("login ops\r")
        try prompt.wait("the question") { $0.screen.lines.last == Self.question }
        try stopAndContinue(prompt)
        try prompt.wait("the question again") { $0.screen.lines.last == Self.question }
        prompt.terminal.type("hunter22\r")
        // The platform did not stop with the prompt, so it answers.
        try prompt.seePart("401 Unauthorized")
        try seeThatThePlatformRuns(prompt)
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("hunter22") })
    }

    /// What is typed to the shell after `fg` at once is no answer to a question that is not shown again yet.
    @Test(arguments: Kind.allCases) func whatWasTypedWhileTheProgramStoodIsNoAnswer(_ kind: Kind) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "s").path()
        try "print 1\n".write(toFile: file, atomically: true, encoding: .utf8)
        let prompt = try session(kind, in: folder)
        try seeThatThePlatformRuns(prompt)
        try prompt.wait("the prompt") { $0.screen.lines.last == PromptTerminal.local }
        prompt.terminal.type(":save \(file)\r")
        try prompt.wait("the question") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        try stopAndContinue(prompt, typing: "y\r")
        try prompt.wait("the question again") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("n\r")
        try seeThatThePlatformRuns(prompt)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "print 1\n")
    }

    @Test(arguments: Kind.allCases) func whatWasTypedWhileTheProgramStoodIsNoPassword(_ kind: Kind) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try LoginServer(password: "right-password")
        let prompt = try session(kind, in: folder)
        prompt.terminal.type("use \"\(server.url)\"; login ops\r")
        try prompt.wait("the question") { $0.screen.lines.last == Self.question }
        try stopAndContinue(prompt, typing: "wrong-password\r")
        try prompt.wait("the question again") { $0.screen.lines.last == Self.question }
        prompt.terminal.type("right-password\r")
        try prompt.seePart("201 Created")
        #expect(server.requests == ["ops:right-password"], "\(server.requests)")
    }

    /// What was typed before the stop is not a part of the answer either, and no key brings it back. On a `dumb` terminal
    /// nothing shows when an answer may begin.
    @Test(arguments: [Kind.drawn, .editOff]) func whatWasTypedBeforeTheProgramStoodIsNoAnswer(_ kind: Kind) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "s").path()
        try "print 1\n".write(toFile: file, atomically: true, encoding: .utf8)
        let prompt = try session(kind, in: folder)
        try seeThatThePlatformRuns(prompt)
        try prompt.wait("the prompt") { $0.screen.lines.last == PromptTerminal.local }
        prompt.terminal.type(":save \(file)\r")
        try prompt.wait("the question") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("y")
        try prompt.wait("the typed part") { $0.screen.lines.last?.hasSuffix("[y/N] y") == true }
        try stopAndContinue(prompt)
        try prompt.wait("the question again") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type(kind == .drawn ? "\u{1F}\r" : "\r")
        try prompt.see("not saved")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "print 1\n")
    }

    @Test(arguments: Kind.allCases) func whatWasTypedBeforeTheProgramStoodIsNoPassword(_ kind: Kind) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try LoginServer(password: "right-password")
        let prompt = try session(kind, in: folder)
        prompt.terminal.type("use \"\(server.url)\"; login ops\r")
        try prompt.wait("the question") { $0.screen.lines.last == Self.question }
        prompt.terminal.type("wrong-")
        if kind == .drawn { try prompt.wait("the dots") { $0.screen.lines.last == "\(Self.question) ••••••" } }
        try stopAndContinue(prompt)
        try prompt.wait("the question again") { $0.screen.lines.last == Self.question }
        prompt.terminal.type("right-password\r")
        try prompt.seePart("201 Created")
        #expect(server.requests == ["ops:right-password"], "\(server.requests)")
    }

    /// After a stop that the prompt could not see, an answer begins anew, and a line goes on.
    @Test func aStopItCouldNotSeeDropsAnAnswerAndKeepsALine() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "s").path()
        try "print 1\n".write(toFile: file, atomically: true, encoding: .utf8)
        let prompt = try session(in: folder, isUnderShell: false)
        try prompt.run("print 2")
        func stopAfter(_ text: String) throws {
            // Below the line of a command stands how it is used.
            try prompt.wait("`\(text)`") { $0.screen.lines.contains { $0.hasSuffix(text) } }
            prompt.terminal.signal(SIGSTOP)
            try prompt.wait("the stop") { $0.isStopped }
            prompt.terminal.signal(SIGCONT)
        }
        let line = ":save \(file)"
        prompt.terminal.type(line)
        try stopAfter(line)
        try prompt.wait("the line again") { $0.screen.transcript.count { $0.hasSuffix(line) } == 2 }
        prompt.terminal.type("\r")
        try prompt.wait("the question") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("y")
        try stopAfter("[y/N] y")
        try prompt.wait("the question again") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("\r")
        try prompt.see("not saved")
    }

    /// A process that is stopped in another way finds the modes of whoever had the terminal meanwhile.
    @Test(arguments: Kind.allCases) func aHiddenQuestionStaysHiddenAfterAStopItCouldNotSee(_ kind: Kind) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let prompt = try session(kind, in: folder, isUnderShell: false)
        prompt.terminal.type("login ops\r")
        try prompt.wait("the question") { $0.screen.lines.last == Self.question }
        prompt.terminal.signal(SIGSTOP)
        try prompt.wait("the stop") { $0.isStopped }
        let device = try FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/\(prompt.terminal.process)/fd/0")
        let stty = try Process.run(URL(fileURLWithPath: "/usr/bin/stty"), arguments: ["-F", device, "sane"])
        stty.waitUntilExit()
        prompt.terminal.signal(SIGCONT)
        try prompt.wait("the question again") { $0.screen.transcript.count { $0 == Self.question } == 2 }
        prompt.terminal.type("hunter22\r")
        try prompt.seePart("401 Unauthorized")
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("hunter22") })
    }

    @Test func theEditorStopsWithThePromptAndComesBack() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let editor = try program(
            "edit.sh", "echo editing\nread -r text\nprintf 'print \"%s\"\\n' \"$text\" > \"$1\"\n", in: folder)
        let prompt = try session(.drawn, ["VISUAL": editor], in: folder)
        prompt.terminal.type("\u{18}\u{5}")
        try prompt.wait("the editor") { $0.screen.lines.last == "editing" }
        try stopAndContinue(prompt)
        try prompt.wait("that both go on") { _ in !ProcessTable.isStopped(below: prompt.terminal.process) }
        prompt.terminal.type("typed there\r")
        try prompt.wait("the edited line") {
            $0.isRaw && $0.screen.lines.last == "\(PromptTerminal.local) print \"typed there\""
        }
        prompt.terminal.type("\r")
        try prompt.see("typed there")
        try seeThatThePlatformRuns(prompt)
    }

    @Test func thePagerStopsWithThePromptAndComesBack() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let pager = try program(
            "page.sh", "echo paging\nread -r text < /dev/tty\necho \"read $text\"\n", in: folder, by: ".")
        let prompt = try session(.drawn, ["PAGER": pager], in: folder)
        prompt.terminal.type(":help cookbook\r")
        try prompt.wait("the pager") { $0.screen.lines.last == "paging" }
        try stopAndContinue(prompt)
        try prompt.wait("that both go on") { _ in !ProcessTable.isStopped(below: prompt.terminal.process) }
        prompt.terminal.type("there\r")
        try prompt.see("read there")
        try seeThatThePlatformRuns(prompt)
    }

    /// The keys of the terminal reach the editor alone: not the prompt, and not its platform.
    @Test func controlCAndControlBackslashInTheEditorAreTheEditors() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let editor = try program(
            "edit.sh", "trap '' QUIT INT\necho editing\nread -r text\necho \"print $text\" > \"$1\"\n", in: folder)
        let prompt = try session(.drawn, ["VISUAL": editor], in: folder, isUnderShell: false)
        prompt.terminal.type("\u{18}\u{5}")
        try prompt.wait("the editor") { $0.screen.lines.last == "editing" }
        // Each drops what the terminal has not shown yet, so one is seen before the next is typed.
        prompt.terminal.type("\u{1C}")
        try prompt.seePart("^\\")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("^C")
        prompt.terminal.type("kept\r")
        try prompt.wait("the edited line") { $0.isRaw && $0.screen.lines.last == "\(PromptTerminal.local) print kept" }
        prompt.terminal.type("\r")
        try prompt.see("kept")
        try seeThatThePlatformRuns(prompt)
    }

    /// The session ends with its editor, and the terminal is as before.
    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalEndsTheEditorAndTheSession(_ signal: Int32) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let editor = try program("edit.sh", "echo editing\nread -r text\n", in: folder)
        let prompt = try session(.drawn, ["VISUAL": editor], in: folder, isUnderShell: false)
        prompt.terminal.type("defer print deferred\r")
        try prompt.ready()
        prompt.terminal.type("\u{18}\u{5}")
        try prompt.wait("the editor") { $0.screen.lines.last == "editing" }
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        #expect(prompt.terminal.screen.transcript.contains("deferred") && !prompt.terminal.isRaw)
    }

    @Test func aQuestionOpensNoEditor() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let editor = try program("edit.sh", "echo yes > \"$1\"\ntouch \"\(folder.path())/opened\"\n", in: folder)
        let file = folder.appending(path: "s").path()
        try "print 1\n".write(toFile: file, atomically: true, encoding: .utf8)
        let prompt = try session(.drawn, ["VISUAL": editor], in: folder, isUnderShell: false)
        try prompt.run("print 2")
        prompt.terminal.type(":save \(file)\r")
        try prompt.wait("the question") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("\u{18}\u{5}n\r")
        try prompt.ready()
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "opened").path()))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "print 1\n")
    }
}
