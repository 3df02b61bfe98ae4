import Foundation
import TerminalHarness
import Testing

/// What a session shows, keeps and saves holds no secret that it knows by then.
@Suite struct PromptSecretTests {
    private func path(_ name: String, _ prompt: PromptTerminal) -> String { prompt.folder.appending(path: name).path() }

    /// Waits until the history has, or has no more, what the condition asks for.
    private func wait(_ prompt: PromptTerminal, until isMet: @escaping (String) -> Bool) throws {
        try prompt.wait("the history") { _ in isMet(prompt.history) }
    }

    @Test func aLineThatTurnsOutToHoldASecretLeavesTheHistory() throws {
        let prompt = try PromptTerminal()
        try prompt.run("let p = \"tops3cret\"")
        try prompt.run("let short = \"ab\"")
        try prompt.run("print 1")
        #expect(prompt.history.contains("tops3cret"))
        try prompt.run("secret s = $p")
        try prompt.run("secret t = $short")
        try wait(prompt) { !$0.contains("tops3cret") && !$0.contains("\"ab\"") }
        #expect(prompt.history.contains("print 1") && prompt.history.contains("secret s = $p"))
        // In memory, too.
        try prompt.run(":history 10")
        #expect(prompt.terminal.screen.transcript.count { $0.hasSuffix("let short = \"ab\"") } == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: prompt.historyPath)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func valuesForSecretParametersLeaveTheHistory() throws {
        let prompt = try PromptTerminal()
        let file = path("f.picket", prompt)
        try "param pw\nsecret s = $pw\nprint $s, done\n".write(toFile: file, atomically: true, encoding: .utf8)
        try prompt.run(":source \(file) pw=tops3cret")
        try prompt.run(":source \(file) pw=xy")
        try prompt.run("print 1")
        try wait(prompt) { !$0.contains("pw=") && $0.contains("print 1") }
    }

    /// A parameter whose name is a secret field is asked for unseen, and its value is hidden from then on.
    @Test func aParameterThatIsNamedLikeASecretIsAskedForUnseen() throws {
        let prompt = try PromptTerminal()
        let file = path("f.picket", prompt)
        try "param password\nprint len($password), $password\n".write(toFile: file, atomically: true, encoding: .utf8)
        try prompt.ready()
        prompt.terminal.type(":source \(file)\r")
        try prompt.seePart("password:")
        prompt.terminal.type("tops3cret\r")
        try prompt.see("9 •••")
        try prompt.run(":source \(file) password=xy")
        try prompt.run("print 1")
        try wait(prompt) { !$0.contains("password=") && $0.contains("print 1") }
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("tops3cret") })
    }

    /// The lines of a session are sources of their own: a message hides what is compared with a secret of an earlier one.
    @Test func aMessageHidesWhatIsComparedWithASecretOfAnEarlierLine() throws {
        let input = """
            secret s = env("S")
            check $s == 99 or $s == "2y8"
            try { expect $s == "2y8" } catch p { print $p }

            """
        let run = try PicketProcess.run(["repl"], input: input, environment: ["S": "tops3cret"])
        #expect(run.output.contains("expectation-failed") && run.output.contains("•••"), "\(run.output)\(run.errors)")
        #expect(!(run.output + run.errors).contains("2y8"), "\(run.output)\(run.errors)")
        #expect(!(run.output + run.errors).contains("99"), "\(run.output)\(run.errors)")
    }

    @Test func aSlipNeverReachesTheHistory() throws {
        let prompt = try PromptTerminal()
        for text in [
            "logn me pw-secret1", ":login me pw-secret1", "echo pw-secret1 | login me", "let pasword = pw-secret1",
        ] {
            try prompt.run(text)
        }
        try prompt.run("print kept")
        #expect(prompt.history.contains("print kept") && !prompt.history.contains("pw-secret1"), "\(prompt.history)")
    }

    /// What only a name or a place makes a secret.
    @Test func aNameThatTellsKeepsItsValueOutOfTheHistory() throws {
        let prompt = try PromptTerminal()
        try prompt.run("def f(password) { print len($password) }")
        for text in [
            "request GET \"/x?token=pw-secret1\"", "request GET /x headers={\"X-Api-Key\": \"pw-secret1\"}",
            "let api_key = \"pw-secret1\"", ":!true -u me:pw-secret1", "f pw-secret1",
        ] {
            try prompt.run(text)
        }
        try prompt.run("print kept")
        #expect(prompt.history.contains("print kept") && !prompt.history.contains("pw-secret1"), "\(prompt.history)")
    }

    @Test func aURLWithAPasswordNeverReachesTheHistory() throws {
        let prompt = try PromptTerminal()
        try prompt.run("use http://bob:pw@127.0.0.1:1", then: PromptTerminal.local)
        #expect(!prompt.history.contains("bob"))
    }

    @Test func whatIsSavedIsForTheUserAloneAndHoldsNoSecret() throws {
        let prompt = try PromptTerminal()
        let file = path("saved.picket", prompt)
        try prompt.run("let p = \"tops3cret\"")
        try prompt.run("secret s = $p")
        try prompt.run("if $p == null { fail \"NOPE is not set\" }")
        try prompt.run("print \"it is $p\"")
        try prompt.run(":save \(file)")
        try prompt.see("saved \(file)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains("tops3cret"))
        #expect(text.contains("if $p == null { fail \"NOPE is not set\" }"))
        #expect(text.contains("# A secret stood here: it is read from `P` of the environment."))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let run = try PicketProcess.run(["run", file], environment: ["P": "tops3cret"])
        #expect(run.status == 0 && run.output == "it is •••\n", "\(run.output)\(run.errors)")
    }

    @Test(arguments: ["table", "json"])
    func aResponseHidesNumbersKeysAndWhatIsNested(_ format: String) throws {
        let prompt = try PromptTerminal()
        let file = path("values.json", prompt)
        let json = #"{"tops3cret": [{"pin": 41414141, "note": "xtops3crety", "b64": "dG9wczNjcmV0"}], "plain": "seen"}"#
        try json.write(toFile: file, atomically: true, encoding: .utf8)
        try prompt.run(":format \(format)")
        try prompt.run("let v = json(\"\(file)\")")
        try prompt.run("secret s = \"top\" + \"s3cret\"")
        try prompt.run("secret n = \"4141\" + \"4141\"")
        try prompt.run("$v")
        try prompt.run(":vars")
        let screen = prompt.terminal.screen.transcript.joined(separator: "\n")
        #expect(screen.contains("seen"))
        #expect(!screen.contains("tops3cret") && !screen.contains("41414141") && !screen.contains("dG9wczNjcmV0"))
    }

    @Test func aJobIsNamedWithoutItsSecrets() throws {
        let prompt = try PromptTerminal()
        try prompt.run("secret s = \"tops\" + \"3cret\"")
        try prompt.run(":job if \"x\" == $s { print tops3cret, $s } else { sleep 300s }")
        try prompt.run(":jobs")
        try prompt.run(":stop")
        let rows = prompt.terminal.screen.transcript.filter { !$0.hasPrefix(PromptTerminal.local) }
        #expect(rows.contains { $0.contains("[1]") && $0.contains("sleep 300s") })
        #expect(!rows.contains { $0.contains("tops3cret") || $0.contains("\"x\"") }, "\(rows)")
    }

    @Test func anExcerptHidesWhatTheSessionKnows() throws {
        let prompt = try PromptTerminal()
        try prompt.run("secret s = \"tops\" + \"3cret\"")
        try prompt.run("if $s == \"xy\" { print 1 } else { print 1 / 0 }")
        try prompt.seePart("if $s == ••• { print 1 } else { print 1 / 0 }")
    }

    // MARK: What is deferred

    @Test func whatALineDefersRunsAtTheSessionsEndTheLatestFirst() throws {
        let run = try PicketProcess.run(
            ["repl"],
            input: """
                let n = 1
                defer print "first $n"
                defer { let t = 7; print "second $t" }
                let late = 5
                if true { defer print inner; print body }
                set n = 2
                print "$late before the end"
                """)
        #expect(run.output == "body\ninner\n5 before the end\nsecond 7\nfirst 2\n", "\(run.output)\(run.errors)")
        #expect(run.status == 0)
    }

    @Test(arguments: [
        ("defer print bye\nexit 3\n", 3, "bye\n"), ("defer print bye\nfail oops\nprint on\n", 0, "on\nbye\n"),
        ("defer print 1 / 0\ndefer print bye\nprint on\n", 0, "on\nbye\n"), ("defer sohw\nprint on\n", 0, "on\n"),
        ("print on; fail oops; defer print bye\n", 0, "on\n"),
        ("def f() { defer print inner; print body }\nf\nprint on\n", 0, "body\ninner\non\n"),
    ])
    func whatWasReachedRunsHoweverTheSessionEnds(_ input: String, _ status: Int32, _ output: String) throws {
        let run = try PicketProcess.run(["repl"], input: input)
        #expect(run.output == output, "\(run.errors)")
        #expect(run.status == status)
    }

    @Test func atATerminalItRunsBeforeTheProgramEnds() throws {
        let prompt = try PromptTerminal()
        try prompt.run("add web host=h port=1 user=u password=hunter22")
        try prompt.run("defer delete web")
        try prompt.run("show web")
        try prompt.seePart("200 OK")
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 0)
        #expect(prompt.terminal.screen.transcript.contains { $0.hasPrefix("delete  200 OK") })
    }
}
