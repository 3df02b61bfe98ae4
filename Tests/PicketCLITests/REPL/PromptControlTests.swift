import Foundation
import TerminalHarness
import Testing

/// Keys that end things, and what the session keeps.
@Suite struct PromptControlTests {
    @Test func controlCClearsTheLine() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("show web")
        try prompt.seePart("show web")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.see("\(PromptTerminal.local) show web^C")
        try prompt.ready()
    }

    @Test func controlCEndsWhatRunsAndDefersRun() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("defer print cleaned; print started; sleep 1h\r")
        try prompt.see("started")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.see("cleaned")
        try prompt.see("interrupted")
        try prompt.ready()
        // The output begins on a row of its own, and a sentence stands before it.
        let rows = prompt.terminal.screen.transcript
        let stopping = "picket: stopping: 1 deferred block is running; a second Ctrl-C ends the rest at once"
        #expect(rows.suffix(5) == ["^C", stopping, "cleaned", "interrupted", PromptTerminal.local], "\(rows)")
    }

    @Test func deferredBlocksInBlocksAreCountedToo() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("if true { defer print one; defer print two; print started; sleep 1h }\r")
        try prompt.see("started")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.see("picket: stopping: 2 deferred blocks are running; a second Ctrl-C ends the rest at once")
        try prompt.see("interrupted")
        try prompt.ready()
        // A line without deferred blocks says nothing of them.
        prompt.terminal.type("print again; sleep 1h\r")
        try prompt.see("again")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.wait("the end") { $0.screen.transcript.count { $0 == "interrupted" } == 2 }
        #expect(prompt.terminal.screen.transcript.count { $0.hasPrefix("picket: stopping") } == 1)
    }

    @Test func theEndOfTheSessionSaysThatDeferredBlocksRun() throws {
        let prompt = try PromptTerminal()
        try prompt.run("defer print one")
        try prompt.run("defer { print two; sleep 1h }")
        prompt.terminal.type(PromptTerminal.controlD)
        try prompt.see("running 2 deferred blocks; Ctrl-C ends the rest at once")
        try prompt.see("two")
        prompt.terminal.type(PromptTerminal.controlC)
        #expect(try prompt.terminal.end() == 0)
        let one = try PromptTerminal()
        try one.run("defer print one")
        one.terminal.type(":quit\r")
        #expect(try one.terminal.end() == 0)
        let rows = one.terminal.screen.transcript
        #expect(rows.suffix(2) == ["running 1 deferred block; Ctrl-C ends the rest at once", "one"], "\(rows)")
    }

    @Test func aSecondControlCForces() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("defer { print deferred; sleep 1h }; print started; sleep 1h\r")
        try prompt.see("started")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.see("deferred")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("interrupted")
        try prompt.ready()
    }

    @Test func aWriteThatIsCutOffIsNamed() throws {
        let prompt = try PromptTerminal(["--platform", "local", "-v"])
        try prompt.run("request POST /local-platform/faults body={fault: delay, milliseconds: 600000, operation: add}")
        try prompt.seePart("201 Created")
        prompt.terminal.type("add web host=h port=1 user=u password=(secret(\"hunter22\"))\r")
        try prompt.wait("the request on its way") { terminal in
            terminal.screen.transcript.contains { $0.hasPrefix("> POST") && $0.hasSuffix("/pg-instances/web") }
        }
        // The first waits for the write, the second cuts it off.
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("stopping: a write is on its way")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("warning: POST https://127.0.0.1:")
        try prompt.ready()
    }

    @Test func controlDAndQuitEndTheSession() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 0)
        let other = try PromptTerminal()
        try other.ready()
        other.terminal.type("exit 3\r")
        #expect(try other.terminal.end() == 3)
    }

    @Test func historyHoldsNoSecret() throws {
        let prompt = try PromptTerminal()
        try prompt.run("add web host=h port=1 user=u password=hunter22")
        try prompt.run("secret pin = 'tops3cret'")
        try prompt.run("print hunter22")
        try prompt.run("show web")
        #expect(prompt.history.contains("show web"))
        #expect(!prompt.history.contains("hunter22") && !prompt.history.contains("tops3cret"))
        try prompt.run(":history 1")
        #expect(prompt.terminal.screen.lines.suffix(2).first?.hasSuffix("  :history 1") == true)
    }

    @Test func aPasswordIsAskedForAndMasked() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("login ops\r")
        try prompt.see("Password for ops:")
        prompt.terminal.type("hunter22")
        try prompt.see("Password for ops: ••••••••")
        prompt.terminal.type("\r")
        try prompt.seePart("401 Unauthorized")
        try prompt.ready()
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("hunter22") })
        #expect(prompt.history.contains("login ops\n") && !prompt.history.contains("PASSWORD"))
    }

    @Test func aResponseIsWatchedForChanges() throws {
        let prompt = try PromptTerminal()
        try prompt.run(":timing off")
        prompt.terminal.type(":watch 10ms ping\r")
        try prompt.see("version  v2.0.0")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.ready()
        #expect(prompt.terminal.screen.transcript.filter { $0 == "version  v2.0.0" }.count == 1)
    }

    /// U19: a password that was mistyped is asked for again.
    @Test(arguments: [true, false]) func aMistypedPasswordIsAskedForAgain(_ isProfile: Bool) throws {
        let server = try LoginServer(password: "right-password")
        let prompt = try PromptTerminal(
            isProfile ? ["--platform", "p"] : ["--platform", server.url, "--user", "ops"],
            configuration: "[profile.p]\nurl = \"\(server.url)\"\nuser = \"ops\"\n")
        let listening = isProfile ? "ops@p>" : "ops@127.0.0.1:\(server.port)>"
        let question = "Password for ops on \(isProfile ? "p" : server.url):"
        try prompt.ready(listening)
        prompt.terminal.type("show a\r")
        try prompt.wait("the question") { $0.screen.lines.last == question }
        prompt.terminal.type("wrong-password\r")
        try prompt.ready(listening)
        #expect(server.requests == ["ops:wrong-password"], "\(server.requests)")
        // What sends nothing asks nothing.
        try prompt.run("print 1", then: listening)
        try prompt.ready(listening)
        prompt.terminal.type("show a\r")
        try prompt.wait("the question again") { $0.screen.lines.last == question }
        prompt.terminal.type("right-password\r")
        try prompt.seePart("200 OK")
        try prompt.ready(listening)
        #expect(server.requests == ["ops:wrong-password", "ops:right-password", "token made"], "\(server.requests)")
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("right-password") })
    }

    @Test func aProtectedProfileIsRedAndAsks() throws {
        let prompt = try PromptTerminal(
            ["--platform", "production"],
            configuration: """
                [profile.production]
                url = "https://127.0.0.1:1"
                user = "ops"
                password_env = "PW"
                protected = true
                """, environment: ["PW": "correct horse"])
        let text = "ops@production (protected)>"
        try prompt.ready(text)
        try prompt.seeStyled("{1;31:ops@production (protected)}>")
        try prompt.run("def clean(name) { delete $name }", then: text)
        prompt.terminal.type("clean web\r")
        try prompt.see("production is protected. Go on with `delete`? [y/N]")
        prompt.terminal.type("n\r")
        try prompt.see("nothing sent")
        try prompt.ready(text)
        prompt.terminal.type("delete web\r")
        try prompt.terminal.wait("asks again") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("yes\r")
        try prompt.seePart("127.0.0.1:1 refused the connection")
        #expect(!prompt.history.contains("yes"))
    }

    @Test func useChoosesThePlatform() throws {
        let prompt = try PromptTerminal(configuration: "[profile.staging]\nurl = \"https://127.0.0.1:1\"\n")
        try prompt.ready()
        prompt.terminal.type(":use sta" + PromptTerminal.tab)
        try prompt.seePart(":use staging")
        prompt.terminal.type("\r")
        try prompt.ready("staging>")
        prompt.terminal.type("use local\r")
        try prompt.ready()
    }

    @Test func whatSucceededIsSavedAndRunsAgain() throws {
        let prompt = try PromptTerminal()
        let path = prompt.folder.appending(path: "saved.picket").path()
        try prompt.run("add web host=h port=5432 user=u password=hunter22")
        try prompt.run("sohw web")
        try prompt.run("show nope")
        try prompt.run("expect status 404")
        try prompt.run("$last.status")
        try prompt.run(":save \(path)")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text == """
                add web host=h port=5432 user=u password=(env("PASSWORD"))
                show nope
                expect status 404
                print $last.status

                """)
        let run = try PicketProcess.run(
            ["run", path, "--platform", "local"], environment: ["PASSWORD": "hunter22"])
        #expect(run.status == 0 && run.output == "404\n", "\(run.errors)")
        try prompt.run("remove web")
        prompt.terminal.type(":source \(path)\r")
        try prompt.see("404")
        try prompt.ready()
    }

    @Test func parametersOfAFileAreGivenOrAskedFor() throws {
        let prompt = try PromptTerminal()
        let path = prompt.folder.appending(path: "greet.picket").path()
        let script = "param name \"whom to greet\"\nparam count = 1\nprint \"hello, $name, $count\"\n"
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        try prompt.run(":source \(path) name=Ann count=2")
        try prompt.see("hello, Ann, 2")
        try prompt.run(":source \(path) nmae=Ann")
        try prompt.see("error: there is no parameter `nmae`; did you mean `name`?")
        try prompt.run(":source \(path) count=two")
        try prompt.see("error: the parameter `count` takes a value of type integer, not `two`")
        prompt.terminal.type(":source \(path)\r")
        try prompt.see("name (whom to greet):")
        prompt.terminal.type("Bob\r")
        try prompt.see("hello, Bob, 1")
        prompt.terminal.type("param region\r")
        try prompt.see("region:")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.see("no value for `region`, nothing run")
        try prompt.ready()
        #expect(!prompt.history.contains("Bob"))
    }

    @Test func watchShowsChangesUntilControlC() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type(":watch 10ms print once; print uuid()\r")
        let uuids = { (terminal: Terminal) in
            terminal.screen.transcript.count { $0.contains(#/^\d\d:\d\d:\d\d  [0-9a-f]{8}-[0-9a-f-]{27}$/#) }
        }
        try prompt.terminal.wait("three other lines") { uuids($0) >= 3 }
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.ready()
        #expect(prompt.terminal.screen.transcript.count { $0.hasSuffix("  once") } == 1)
    }

    @Test func withoutATerminalThereAreOnlyResults() throws {
        let run = try PicketProcess.run(
            ["repl", "--platform", "local"], input: "let n = 20\nfor i in 1..2 {\n  print $i\n}\nsohw\n$n + 1")
        #expect(run.output == "1\n2\n21\n")
        #expect(run.errors.contains("did you mean `show`?"))
        #expect(run.status == 0)
    }

    @Test func withoutColoursOrOnATeleprinterItWorks() throws {
        let plain = try PromptTerminal(environment: ["NO_COLOR": "1"])
        try plain.run("ping")
        try plain.see("version  v2.0.0")
        let styles = plain.terminal.screen.rows.indices.map { plain.terminal.screen.styled($0) }
        #expect(!styles.contains { $0.contains("{32:") || $0.contains("{36:") || $0.contains("{1;32:") })
        let dumb = try PromptTerminal(environment: ["TERM": "dumb"])
        try dumb.seePart(PromptTerminal.local)
        dumb.terminal.type("print 40 + 2\r")
        try dumb.seePart("42")
    }
}
