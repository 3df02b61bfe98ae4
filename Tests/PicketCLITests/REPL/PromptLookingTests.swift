import Foundation
import TerminalHarness
import Testing

/// Tables, the pager, finding and comparing at a terminal.
@Suite struct PromptLookingTests {
    private static let fleet =
        "let fleet = [{name: web, note: 'the first of many in the house', port: 5432}, {name: crm, note: x, port: 1}]"

    @Test func aTableFitsTheWindow() throws {
        let prompt = try PromptTerminal()
        try prompt.run(Self.fleet)
        try prompt.run("$fleet")
        try prompt.see("web   the first of many in the house  5432")
        try prompt.see("crm   x                                  1")
        try prompt.seeStyled("{35:5432}")
        try prompt.ready()
        prompt.terminal.resize(columns: 30, rows: 40)
        prompt.terminal.type("$fleet\r")
        try prompt.see("web   the first of many…  5432")
        try prompt.ready()
        try prompt.run(":wide")
        try prompt.see("lists are shown as records")
        try prompt.run("$fleet")
        try prompt.see("record 2")
        try prompt.see("port  5432")
        try prompt.run(":wide off")
        try prompt.see("lists are shown as tables")
    }

    @Test func expressionsAreColouredLikeAnswers() throws {
        let prompt = try PromptTerminal()
        try prompt.run("1 + 2")
        try prompt.seeStyled("{35:3}")
        try prompt.run("let map = {name: web, up: true}; $map")
        try prompt.seeStyled("{36:name}  web")
        try prompt.seeStyled("{36:up}    {32:true}")
    }

    /// P33: the option wins over NO_COLOR, in the editor and in answers; a teleprinter has no colours at all.
    @Test func oneRuleColoursEditorAndAnswers() throws {
        let bright = try PromptTerminal(
            ["--platform", "local", "--color", "always"], environment: ["NO_COLOR": "1"])
        try bright.run("ping")
        try bright.seeStyled("{32:200 OK}")
        bright.terminal.type("print 'x'")
        try bright.seeStyled("{33:'x'}")
        let plain = try PromptTerminal(["--platform", "local", "--color", "never"])
        try plain.run("ping")
        try plain.run("1 + 2")
        try plain.see("3")
        #expect(!Self.styles(plain).contains { $0.contains("{3") || $0.contains(";3") })
        let dumb = try PromptTerminal(["--platform", "local", "--color", "always"], environment: ["TERM": "dumb"])
        try dumb.seePart(PromptTerminal.local)
        dumb.terminal.type("print 40 + 2; 50 + 1\r")
        try dumb.see("51")
        #expect(!Self.styles(dumb).contains { $0.contains("{") })
    }

    private static func styles(_ prompt: PromptTerminal) -> [String] {
        prompt.terminal.screen.rows.indices.map { prompt.terminal.screen.styled($0) }
    }

    // MARK: The pager

    private static let many = "let many = [{n: 1}, {n: 2}, {n: 3}, {n: 4}, {n: 5}, {n: 6}]"
    private static let pager = "printf 'page of %s lines\\n' \"$(wc -l)\"; read -r key < /dev/tty; echo left"

    @Test func aLongAnswerGoesThroughThePager() throws {
        let prompt = try PromptTerminal(environment: ["PAGER": Self.pager], rows: 6)
        try prompt.run(Self.many)
        try prompt.ready()
        prompt.terminal.type("$many; print after; 1 + 1\r")
        try prompt.see("page of 7 lines")
        #expect(!prompt.terminal.screen.transcript.contains("after"))
        prompt.terminal.type("\r")
        try prompt.see("after")
        try prompt.see("2")
        try prompt.ready()
        try prompt.run("1 + 2")
        try prompt.see("3")
        try prompt.run(":pager off")
        try prompt.see("the pager is off")
        try prompt.run("$many")
        try prompt.see("6")
        try prompt.run(":pager")
        try prompt.see("the pager is on")
        prompt.terminal.type(":watch 1h $many\r")
        try prompt.wait("the rows") { $0.screen.transcript.count { $0 == "6" } == 2 }
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.ready()
        #expect(prompt.terminal.screen.transcript.count { $0.hasPrefix("page of") } == 1)
    }

    @Test func controlCIsThePagers() throws {
        let pager = "trap 'echo caught' INT; echo paging; read -r key < /dev/tty; read -r key < /dev/tty"
        let prompt = try PromptTerminal(environment: ["PAGER": pager], rows: 6)
        try prompt.run(Self.many)
        prompt.terminal.type("$many\r")
        try prompt.see("paging")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("caught")
        prompt.terminal.resize(columns: 90, rows: 7)
        prompt.terminal.type("\r\r")
        try prompt.ready()
        try prompt.run("1 + 2")
        try prompt.see("3")
    }

    @Test(arguments: [
        ("no-such-pager", "the pager `no-such-pager` cannot be started: `PAGER` names another, `:pager off` uses none"),
        ("cat; exit 3", "the pager `cat; exit 3` ended with status 3: `PAGER` names another, `:pager off` uses none"),
        ("kill -9 $$", "the pager `kill -9 $$` ended by a signal: `PAGER` names another, `:pager off` uses none"),
    ])
    func withoutAPagerTheTextIsShown(_ pager: String, _ message: String) throws {
        let prompt = try PromptTerminal(environment: ["PAGER": pager], rows: 6)
        try prompt.run(Self.many)
        try prompt.run("$many")
        try prompt.see(message)
        #expect(prompt.terminal.screen.transcript.contains("6"))
        try prompt.run("1 + 2")
        try prompt.see("3")
    }

    @Test func withoutAFolderForItsTextNoPagerRuns() throws {
        let prompt = try PromptTerminal(environment: ["PAGER": "cat", "TMPDIR": "/nowhere"], rows: 6)
        try prompt.run(Self.many)
        try prompt.run("$many")
        try prompt.seePart("the pager was not used: no file can be written in `/nowhere`: ")
        #expect(prompt.terminal.screen.transcript.contains("6"))
        try prompt.run(":pager off")
        try prompt.ready()
    }

    // MARK: Finding

    @Test func earlierAnswersAreFound() throws {
        let prompt = try PromptTerminal(environment: ["PW": "correct horse"])
        try prompt.run("secret pw = env(\"PW\")")
        try prompt.run(PromptTerminal.add)
        try prompt.run("show web")
        try prompt.run(":find COLLECTION")
        try prompt.wait("the line and the time") {
            $0.screen.transcript.contains { $0.contains(#/^\d\d:\d\d:\d\d  show web$/#) }
        }
        try prompt.see("  collection-rate             low")
        try prompt.run(":find nothing-like-it")
        try prompt.see("no answer of this session contains it")
        try prompt.run("let note = {note: 'later-a-secret'}; $note")
        try prompt.run("secret other = 'later-a-secret'")
        try prompt.run(":find later-a-secret")
        try prompt.wait("nothing") { $0.screen.transcript.count { $0 == "no answer of this session contains it" } == 2 }
    }

    // MARK: Comparing

    @Test func connectionsAreCompared() throws {
        let prompt = try PromptTerminal(environment: ["PW": "correct horse"])
        try prompt.run("secret pw = env(\"PW\")")
        try prompt.run("add web host=h1 port=5432 user=u password=$pw")
        try prompt.run("add crm host=h2 port=5432 user=u password=$pw")
        try prompt.run(":diff web crm")
        try prompt.see("field  web  crm")
        try prompt.see("host   h1   h2")
        try prompt.see("hidden, so not compared: password")
        // What `:diff` has shown is found.
        try prompt.run(":find H2")
        try prompt.wait("the comparison") {
            $0.screen.transcript.contains { $0.contains(#/^\d\d:\d\d:\d\d  :diff web crm$/#) }
        }
        try prompt.see("  host   h1   h2")
        try prompt.run(":diff web web")
        try prompt.seePart("error: `web` does not differ from itself")
        // What `:diff` read counts as seen.
        try prompt.run(":diff web")
        try prompt.see("no field differs")
        try prompt.run("update web host=h3")
        try prompt.run("$last.status")
        try prompt.run(":diff web")
        try prompt.wait("then and now") {
            $0.screen.transcript.contains { $0.contains(#/^field  \d\d:\d\d:\d\d  now$/#) }
        }
        try prompt.see("host   h1        h3")
        // The reads of `:diff` are not the latest response.
        try prompt.run("print $last.command")
        try prompt.see("update")
        try prompt.run(":diff nope")
        try prompt.seePart("error: this session has not shown `nope` yet")
        try prompt.run(":diff web nope")
        try prompt.seePart("nope  404 Not Found")
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("correct horse") })
    }

    @Test func aNameWithABlankIsCompared() throws {
        let prompt = try PromptTerminal(environment: ["PW": "correct horse"])
        try prompt.run("secret pw = env(\"PW\")")
        try prompt.run("add \"we ird\" host=h1 port=5432 user=u password=$pw")
        try prompt.run("show \"we ird\"")
        try prompt.ready()
        prompt.terminal.type(":diff w\t\r")
        try prompt.see("\(PromptTerminal.local) :diff 'we ird'")
        try prompt.see("no field differs")
        try prompt.run(":diff 'we ird' \"we ird\"")
        try prompt.seePart("does not differ from itself: `:diff 'we ird'` compares it")
        try prompt.run(":diff 'not seen'")
        try prompt.seePart("this session has not shown `not seen` yet: enter `show \"not seen\"` first")
    }

    // MARK: Watching

    @Test func aWatchEndsAfterItsRoundsOrWhenItsConditionHolds() throws {
        let prompt = try PromptTerminal()
        try prompt.run(":watch 10ms 3 print uuid()")
        #expect(
            prompt.terminal.screen.transcript.count { $0.contains(#/^\d\d:\d\d:\d\d  [0-9a-f-]{36}$/#) } == 3)
        try prompt.run(":watch 10ms ping until status == 200")
        try prompt.wait("the condition") {
            $0.screen.transcript.contains { $0.contains(#/^\d\d:\d\d:\d\d  holds  status == 200$/#) }
        }
        try prompt.run(":watch 10ms 2 show nope until $last.body.connected")
        try prompt.see("error: the condition did not hold in 2 rounds: $last.body.connected")
        try prompt.run(":watch 10ms show nope until status == 404")
        try prompt.wait("the other condition") {
            $0.screen.transcript.contains { $0.hasSuffix("  holds  status == 404") }
        }
        try prompt.run(":job :watch 10ms ping until $last.body.version == \"v2.0.0\"")
        try prompt.seeJob("[1] done  ping")
        try prompt.run(":watch 10ms ping until = 3")
        try prompt.seePart("error[")
    }

    // MARK: Output

    @Test func answersGoToAFile() throws {
        let prompt = try PromptTerminal()
        let path = prompt.folder.appending(path: "out.txt").path()
        try prompt.run(":timing off")
        try prompt.run(":output \(path)")
        try prompt.seePart("output goes to `\(path)`")
        try prompt.run("ping; print 'a line'; let m = {name: web}; $m")
        try prompt.run(":output")
        try prompt.see("output goes to the screen")
        try prompt.run("1 + 2")
        try prompt.see("3")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("200 OK\nstatus   OK\n") && text.hasSuffix("version  v2.0.0\na line\n{name: web}\n"))
        #expect(!prompt.terminal.screen.transcript.contains("a line"))
        try prompt.run(":output /nowhere/out.txt")
        try prompt.seePart("error: cannot write `/nowhere/out.txt`: ")
        try prompt.run("print shown")
        try prompt.see("shown")
    }

    @Test func aCurlScriptThatCannotBeWrittenIsToldAtOnce() throws {
        let prompt = try PromptTerminal(["--platform", "local", "--curl", "/dev/full"])
        try prompt.run("ping")
        try prompt.run("ping")
        let reason = "no space left on device"
        let warning = "warning: cannot write `/dev/full`: \(reason), so it will not be complete"
        #expect(prompt.terminal.screen.transcript.count { $0 == warning } == 1, "\(prompt.terminal.dump)")
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 1)
        #expect(prompt.terminal.screen.transcript.last == "picket: `/dev/full` is not complete: \(reason)")
    }
}
