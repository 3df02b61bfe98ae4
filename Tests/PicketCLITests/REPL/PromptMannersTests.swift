import Foundation
import TerminalHarness
import Testing

/// The prompt among a shell, other sessions and terminals of all kinds.
@Suite struct PromptMannersTests {
    @Test func controlZStopsAtThePromptAndKeepsTheLine() throws {
        let prompt = try PromptTerminal(underShell: PromptTerminal.jobControl)
        try prompt.ready()
        prompt.terminal.type("print web")
        try prompt.seePart("print web")
        prompt.terminal.type(PromptTerminal.controlZ)
        try prompt.wait("the shell") { !$0.isRaw && $0.screen.modes.isEmpty && $0.screen.lines.last == "stopped" }
        prompt.terminal.type("\n")
        try prompt.wait("the line again") {
            $0.isRaw && $0.screen.modes == [2004] && $0.screen.lines.last == "\(PromptTerminal.local) print web"
        }
        prompt.terminal.type("\u{15}ping\r")
        try prompt.see("version  v2.0.0")
        try prompt.ready()
    }

    /// The terminal's driver makes no signal of a paste, so the rest of it is not taken for typed keys.
    @Test(arguments: [PromptTerminal.controlC, PromptTerminal.controlZ, "\u{1C}"])
    func nothingOfAPasteRunsByItself(_ key: String) throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("\u{1B}[200~print a\(key)\rprint pwned\u{1B}[201~")
        try prompt.see("... print pwned")
        #expect(!prompt.terminal.screen.transcript.contains { $0 == "a" || $0 == "pwned" })
        prompt.terminal.type("\r")
        try prompt.see("pwned")
        try prompt.ready()
        let file = prompt.folder.appending(path: "s").path()
        try "print 1\n".write(toFile: file, atomically: true, encoding: .utf8)
        prompt.terminal.type(":save \(file)\r")
        try prompt.wait("the question") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("\u{1B}[200~n\(key)y\u{1B}[201~")
        try prompt.wait("the pasted answer") { $0.screen.lines.last?.hasSuffix("[y/N]") == false }
        prompt.terminal.type("\r")
        try prompt.ready()
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "print 1\n")
    }

    @Test func controlZStopsWhatRuns() throws {
        let prompt = try PromptTerminal(underShell: PromptTerminal.jobControl)
        try prompt.ready()
        prompt.terminal.type("print started; sleep 1h\r")
        try prompt.see("started")
        prompt.terminal.type(PromptTerminal.controlZ)
        try prompt.wait("the shell") { $0.screen.lines.last?.hasSuffix("stopped") == true }
        prompt.terminal.type("\n")
        try prompt.wait("that it goes on") { _ in !ProcessTable.isStopped(below: prompt.terminal.process) }
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("interrupted")
        try prompt.ready()
        try prompt.run("ping")
        try prompt.see("version  v2.0.0")
    }

    @Test func twoSessionsShareAHistory() throws {
        let first = try PromptTerminal()
        let second = try PromptTerminal(in: first.folder)
        try first.run("print one")
        try second.run("print two")
        first.terminal.type("for i in [3] {\rprint $i\r}\r")
        try first.see("3")
        try first.ready()
        try second.run("print four")
        let texts = first.history.split(separator: "\n").map { $0.drop { $0 != " " }.dropFirst() }
        #expect(texts == ["print one", "print two", "for i in [3] {\\n    print $i\\n}", "print four"])
        let mode = try FileManager.default.attributesOfItem(atPath: first.historyPath)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let third = try PromptTerminal(in: first.folder)
        try third.ready()
        third.terminal.type(PromptTerminal.up)
        try third.see("\(PromptTerminal.local) print four")
        third.terminal.type(PromptTerminal.up)
        try third.wait("the whole block") {
            $0.screen.lines.suffix(3) == ["\(PromptTerminal.local) for i in [3] {", "...     print $i", "... }"]
        }
        third.terminal.type(PromptTerminal.controlC)
        try third.ready()
        third.terminal.type("\u{12}ptw")
        try third.see("search ptw: print two")
    }

    @Test func anInitFileSaysWhichLineIsWrong() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "editrc").path()
        try "bind -v\npicket:bind \"^O\" no-such\n".write(toFile: path, atomically: true, encoding: .utf8)
        let prompt = try PromptTerminal(environment: ["EDITRC": path], in: folder)
        try prompt.ready()
        try prompt.seePart("\(path):2: ")
        prompt.terminal.type("print one two\u{1B}")
        try prompt.wait("the command mode") { $0.screen.column == PromptTerminal.local.count + 13 }
        prompt.terminal.type("bb~\r")
        try prompt.seePart("print One two")
    }

    @Test func withEditOffTheTerminalEdits() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "editrc").path()
        try "edit off\n".write(toFile: path, atomically: true, encoding: .utf8)
        let prompt = try PromptTerminal(
            environment: ["EDITRC": path], in: folder, underShell: PromptTerminal.jobControl)
        try prompt.seePart(PromptTerminal.local)
        prompt.terminal.type("for i in 1..2 {\nprint \"n is $i\"\n}\n")
        try prompt.see("n is 2")
        // What is typed before the prompt is echoed before it.
        let isAsking: (Terminal) -> Bool = { $0.screen.lines.last == PromptTerminal.local }
        try prompt.wait("the prompt", until: isAsking)
        prompt.terminal.type(":job print aside\n")
        try prompt.see("[1] print aside")
        try prompt.wait("the prompt", until: isAsking)
        // What a job says waits for the end of a line, but not for that of a command.
        prompt.terminal.type("for i in 7..7 { print \"begun $i\"; sleep 1h }\n")
        try prompt.seeJob("[1] aside")
        // It may have come before the command: ^C is for a command that runs.
        try prompt.see("begun 7")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("interrupted")
        try prompt.wait("the prompt", until: isAsking)
        prompt.terminal.type(PromptTerminal.controlZ)
        try prompt.wait("the shell") { $0.screen.lines.last?.hasSuffix("stopped") == true }
        prompt.terminal.type("\nprint goes-on\n")
        try prompt.see("goes-on")
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 0)
    }

    @Test func thePlainLocaleTakesEveryLetter() throws {
        let prompt = try PromptTerminal(environment: ["LC_ALL": "C"])
        try prompt.run("print \"héllo 界 👍\"")
        try prompt.see("héllo 界 👍")
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalThatEndsRestoresTheTerminal(_ signal: Int32) throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("show web")
        try prompt.seePart("show web")
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        #expect(prompt.terminal.screen.modes.isEmpty && !prompt.terminal.isRaw)
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT, SIGXCPU, SIGUSR1]) func aCrashRestoresTheTerminal(
        _ signal: Int32
    ) throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        #expect(prompt.terminal.screen.modes.isEmpty && !prompt.terminal.isRaw)
    }

    @Test func theLineOpensInAnEditor() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = folder.appending(path: "edit.sh").path()
        try "case $1 in *.picket) printf 'print %s\\n' \"$(cat $1)\" > $1 ;; esac\n".write(
            toFile: script, atomically: true, encoding: .utf8)
        let prompt = try PromptTerminal(environment: ["VISUAL": "sh \(script)"], in: folder)
        try prompt.ready()
        prompt.terminal.type("edited\u{18}\u{5}")
        try prompt.wait("the edited line") {
            $0.isRaw && $0.screen.lines.last == "\(PromptTerminal.local) print edited"
        }
        prompt.terminal.type("\r")
        try prompt.see("edited")
    }

    @Test func undoKillsAndBracketsWorkOnWords() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("print (1 + 2)")
        try prompt.seeStyled("{1;4:(}")
        prompt.terminal.type("\u{17}\u{17}")
        try prompt.wait("two words gone") { $0.screen.lines.last == "\(PromptTerminal.local) print (1" }
        prompt.terminal.type("\u{19}\u{1F}\u{1F}")
        try prompt.wait("all but one undone") { $0.screen.lines.last == "\(PromptTerminal.local) print (1 +" }
        prompt.terminal.type("\u{1F}\r")
        try prompt.see("3")
    }

    @Test func apasteIsEditedBeforeItRuns() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("\u{1B}[200~print 1\nprint 2\n\u{1B}[201~")
        try prompt.wait("both lines") {
            $0.screen.lines.suffix(2) == ["\(PromptTerminal.local) print 1", "... print 2"]
        }
        prompt.terminal.type("0\r")
        try prompt.see("20")
        #expect(prompt.terminal.screen.transcript.contains("1"))
    }
}
