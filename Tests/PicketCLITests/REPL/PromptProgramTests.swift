import Foundation
import TerminalHarness
import Testing

/// The user's own shell, editor and start-up file at the prompt, and what the terminal is told about it.
@Suite struct PromptProgramTests {
    // MARK: Shell

    @Test func aShellCommandHasTheTerminal() throws {
        let prompt = try PromptTerminal(environment: ["SHELL": "/bin/sh", "PS1": "inner> "])
        try prompt.run(":!echo \"$((6 * 7)) out\"; test -t 0 && echo terminal")
        try prompt.see("42 out")
        try prompt.see("terminal")
        try prompt.run(":! exit 3")
        try prompt.see("exit status 3")
        try prompt.run(":! kill -9 $$")
        try prompt.see("a signal ended the command")
        prompt.terminal.type(":!\r")
        try prompt.wait("a shell") { !$0.isRaw && $0.screen.lines.last == "inner>" }
        prompt.terminal.type("echo inside-$((1 + 1)); exit 0\n")
        try prompt.see("inside-2")
        try prompt.ready()
        #expect(prompt.history.contains(":!echo"))
    }

    @Test func aShellCommandReadsNoLinesOfTheSession() throws {
        let run = try PicketProcess.run(["repl"], input: ":!cat; echo done\nprint after\n:!exit 2\n:!\nprint last\n")
        #expect(
            run.output == "done\nafter\nexit status 2\nerror: usage: :!COMMAND\nlast\n" && run.status == 0,
            "\(run.output)")
        let stopped = try PicketProcess.run(["repl", "--stop-on-error"], input: ":!false\nprint after\n")
        #expect(stopped.output == "exit status 1\n" && stopped.status == 1)
    }

    // MARK: Editor

    @Test func aFileIsEditedAndThenRun() throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (script, file) = (folder.appending(path: "edit.sh").path(), folder.appending(path: "a.picket").path())
        let text = """
            case $1 in *none*) exit 0 ;; *bad*) exit 4 ;; *gone*) kill -9 $$ ;; esac
            printf 'param who\\nprint "hello, $who"\\n' > $1
            """
        try text.write(toFile: script, atomically: true, encoding: .utf8)
        let prompt = try PromptTerminal(environment: ["VISUAL": "sh \(script)"], in: folder)
        try prompt.run(":edit \(file) who=Ann")
        try prompt.see("hello, Ann")
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("param who"))
        try prompt.run(":edit \(folder.path())/none")
        try prompt.seePart("none` was not written, so nothing was run")
        try prompt.run(":edit \(folder.path())/bad")
        try prompt.see("error: your editor ended with status 4, so nothing was run")
        try prompt.run(":edit \(folder.path())/gone")
        try prompt.see("error: your editor did not end by itself, so nothing was run")
        try prompt.run(":edit a b")
        try prompt.see("error: `:edit` takes one file; quote a path with blanks")
        let run = try PicketProcess.run(["repl"], input: ":edit \(file)\n")
        #expect(run.output == "error: `:edit` needs a terminal\n")
    }

    // MARK: The start

    private func folder(startUp: String) throws -> URL {
        let folder = try PromptTerminal.makeFolder()
        let place = folder.appending(path: "config/picket")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(startUp.utf8).write(to: place.appending(path: "startup.picket"))
        return folder
    }

    @Test func theStartUpFileRunsFirst() throws {
        let folder = try folder(startUp: "let greeting = \"good day\"\ndef twice(n) { return $n * 2 }\nprint started\n")
        defer { try? FileManager.default.removeItem(at: folder) }
        let prompt = try PromptTerminal(in: folder)
        try prompt.see("started")
        try prompt.run("print \"$greeting, $(twice(21))\"")
        try prompt.see("good day, 42")
        let other = try PromptTerminal(["--platform", "local", "--no-startup"], in: folder)
        try other.run("print 1")
        #expect(!other.terminal.screen.transcript.contains("started"))
        let environment = ["XDG_CONFIG_HOME": folder.appending(path: "config").path()]
        let fed = try PicketProcess.run(["repl"], input: "print 2\n", environment: environment)
        #expect(fed.output == "2\n")
    }

    @Test func anErrorInTheStartUpFileEndsNothing() throws {
        let folder = try folder(startUp: "let kept = 1\nsohw web\n")
        defer { try? FileManager.default.removeItem(at: folder) }
        let prompt = try PromptTerminal(in: folder)
        try prompt.seePart("error[unknown-command]")
        try prompt.seePart("startup.picket:2:1")
        try prompt.run("print goes-on")
        try prompt.see("goes-on")
    }

    // MARK: History

    @Test func theHistoryHasTimesAndIsSearched() throws {
        let prompt = try PromptTerminal(environment: ["TZ": "UTC0"])
        let history = "86399 show web\n1700000000 for i in [1] {\\n    print $i\\n}\n1700000001 add WEB-2\n"
        try FileManager.default.createDirectory(
            at: prompt.folder.appending(path: "state/picket"), withIntermediateDirectories: true)
        try history.write(toFile: prompt.historyPath, atomically: true, encoding: .utf8)
        let second = try PromptTerminal(environment: ["TZ": "UTC0"], in: prompt.folder)
        try second.run(":history 3")
        try second.see("2023-11-14 22:13:20  for i in [1] {")
        try second.see("                         print $i")
        try second.see("2023-11-14 22:13:21  add WEB-2")
        #expect(!second.terminal.screen.transcript.contains { $0.contains("1970") })
        try second.run(":history web")
        try second.see("1970-01-01 23:59:59  show web")
        try second.run(" :history 1 PRINT")
        #expect(second.terminal.screen.transcript.filter { $0 == "                         print $i" }.count == 2)
        try second.run(" :history nowhere")
        try second.see("no line contains `nowhere`")
    }

    // MARK: Marks

    @Test func theTerminalLearnsWhichCommandFailed() throws {
        let prompt = try PromptTerminal()
        try prompt.run("print 1")
        try prompt.run("show nope")
        try prompt.run("sohw")
        let marks = prompt.terminal.screen.marks.map(\.text)
        #expect(marks == ["A", "B", "C", "D;0", "A", "B", "C", "D;1", "A", "B", "C", "D;1", "A", "B"])
        let columns = Set(prompt.terminal.screen.marks.filter { $0.text == "B" }.map(\.column))
        #expect(columns == [PromptTerminal.local.count + 1])
    }

    // MARK: Words of other prompts

    @Test(arguments: [
        ":q", ":exit", "bye", "logout", ".quit", ".exit", "quit()", "exit()", ":q!", ":wq",
    ])
    func farewellsEndTheSession(_ word: String) throws {
        let run = try PicketProcess.run(["repl"], input: "print before\n\(word)\nprint after\n")
        #expect(run.output == "before\n" && run.status == 0, "\(run.output) \(run.errors)")
    }

    @Test func foreignWordsLeadOn() throws {
        let run = try PicketProcess.run(
            ["repl"], input: ":h len\n:? len\n.help len\nman len\n\\h len\n\\d\n\\dt\n.tables\n")
        #expect(run.output.components(separatedBy: "len(").count > 5, "\(run.output)")
        let advice = run.output.components(separatedBy: "\n").filter { $0.hasPrefix("error: there is no") }
        #expect(advice.count == 3 && advice.allSatisfy { $0.contains("here; `") }, "\(advice)")
        // A def of that name is meant.
        let own = try PicketProcess.run(["repl"], input: "def bye() { print own }\nbye\nprint after\n")
        #expect(own.output == "own\nafter\n")
    }

    @Test func helpHasExamplesAndNearWords() throws {
        let run = try PicketProcess.run(
            ["repl"], input: ":help :watch\n:help watch\n:help wibble\n:help wihtin\n:help histroy\nhelp shwo\n")
        #expect(run.output.contains("for example  :watch 2s show web"))
        #expect(run.output.contains("error: there is no `wibble`; "))
        for word in ["within", "history", "show"] { #expect(run.output.contains("did you mean `\(word)`?"), "\(word)") }
    }
}
