import Foundation
import TerminalHarness
import Testing

/// What runs beside the prompt, and what it says above it.
@Suite struct PromptJobTests {
    /// No command stands in it, so that no row of parameters stands below it.
    private static let half = "\(PromptTerminal.local) print we"

    @Test func aJobSpeaksAboveTheLineBeingTyped() throws {
        let prompt = try PromptTerminal()
        try prompt.run(":job :watch 50ms print uuid(), tick")
        prompt.terminal.type("print we")
        try prompt.wait("the text") { $0.screen.lines.last == Self.half }
        let ticks = Self.ticks(prompt)
        try prompt.wait("three more ticks above it") {
            let rows = $0.screen.lines.suffix(2)
            return Self.ticks(prompt) >= ticks + 3 && rows.last == Self.half
                && rows.first?.hasPrefix("[1] ") == true && rows.first?.hasSuffix(" tick") == true
                && $0.screen.column == Self.half.count
        }
        prompt.terminal.type("b")
        try prompt.wait("the letter") { $0.screen.lines.last == Self.half + "b" }
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.see("\(Self.half)b^C")
        prompt.terminal.type(":stop\r")
        try prompt.seeJob("[1] ended  print uuid(), tick")
        try prompt.ready()
    }

    private static func ticks(_ prompt: PromptTerminal) -> Int {
        prompt.jobRows.count { $0.hasPrefix("[1] ") && $0.hasSuffix(" tick") }
    }

    @Test func aJobWorksOnCopiesOfTheNames() throws {
        let prompt = try PromptTerminal()
        try prompt.run("let fleet = [crm, erp]")
        try prompt.run("def twice(n) { return $n + $n }")
        try prompt.run(":job for name in $fleet { let pair = twice($name); print $pair }")
        try prompt.seeJob("[1] crmcrm")
        try prompt.seeJob("[1] erperp")
        try prompt.seeJob("[1] done  for name in $fleet { let pair = twice($name); print $pair }")
        try prompt.run(":job set fleet = []")
        try prompt.see("  --> <job 1>:1:5")
        try prompt.seePart("a job cannot change `fleet`: it works on copies of the session's names")
        try prompt.run("$fleet")
        try prompt.see("[crm, erp]")
    }

    @Test func whatAJobHasMetCompletesAndIsSaved() throws {
        let prompt = try PromptTerminal(environment: ["PW": "correct horse"])
        let path = prompt.folder.appending(path: "saved.picket").path()
        try prompt.run("secret pw = env(\"PW\")")
        try prompt.run(":job ensure crm-1 host=h port=5432 user=u password=$pw")
        try prompt.seeJob("[1] done  ensure crm-1 host=h port=5432 user=u password=$pw")
        try prompt.run(":save \(path)")
        prompt.terminal.type("show " + PromptTerminal.tab)
        try prompt.seePart("\(PromptTerminal.local) show crm-1")
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\nensure crm-1 "))
    }

    @Test func aJobThatFailsSaysWhy() throws {
        let prompt = try PromptTerminal()
        try prompt.run(":job print 10 / 0")
        try prompt.wait("the error") { PromptTerminal.jobRows($0).contains { $0.hasPrefix("[1] error[") } }
        try prompt.seeJob("[1] failed  print 10 / 0")
        try prompt.run(":job show nope")
        try prompt.wait("the answer") { PromptTerminal.jobRows($0).contains { $0.hasPrefix("[1] 404 Not Found") } }
        try prompt.seeJob("[1] failed  show nope")
        try prompt.run(":job exit 3")
        try prompt.seeJob("[1] exit 3  exit 3")
        try prompt.run(":job sohw")
        try prompt.see("   = help: did you mean `show`? `picket commands` lists the commands")
        try prompt.run(":job login ops")
        try prompt.see("error: a job cannot log in: enter `login` before it")
    }

    @Test func stoppingAJobRunsItsDeferredBlocks() throws {
        let prompt = try PromptTerminal()
        try prompt.run(":job defer print cleaned; print one; sleep 1h")
        try prompt.seeJob("[1] one")
        try prompt.run(":job defer print swept; print two; sleep 1h")
        try prompt.seeJob("[2] two")
        try prompt.run(":stop")
        try prompt.seePart("there are several jobs, [1] [2]")
        try prompt.run(":stop 3")
        try prompt.see("error: no job [3] runs; `:jobs` lists those that do")
        prompt.terminal.type(":stop " + PromptTerminal.tab)
        try prompt.see("  2    defer print swept; print two; sleep 1h")
        prompt.terminal.type("1\r")
        try prompt.seeJob("[1] ended  defer print cleaned; print one; sleep 1h")
        try prompt.ready()
        #expect(prompt.jobRows.contains("[1] cleaned"))
        try prompt.run(":jobs")
        try prompt.seePart("[2] defer print swept; print two; sleep 1h  for ")
        // It asks once, and a second ^D says yes.
        prompt.terminal.type(PromptTerminal.controlD)
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last == Self.endQuestion }
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 0)
        let rows = prompt.terminal.screen.transcript
        #expect(rows.contains("ending 1 job") && prompt.jobRows.contains("[2] swept"), "\(rows)")
    }

    private static let endQuestion = "1 job is running. End the session? [y/N]"

    @Test(arguments: [PromptTerminal.controlD, ":quit\r", "exit 3\r"])
    func theEndAsksWhileAJobRuns(_ keys: String) throws {
        let prompt = try PromptTerminal()
        try prompt.run(":job print one; sleep 1h")
        try prompt.seeJob("[1] one")
        for no in ["n\r", "\r", PromptTerminal.controlC] {
            try prompt.ready()
            prompt.terminal.type(keys)
            try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last == Self.endQuestion }
            #expect(prompt.terminal.screen.transcript.contains("[1] print one; sleep 1h"))
            prompt.terminal.type(no)
        }
        try prompt.ready()
        prompt.terminal.type(keys)
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last == Self.endQuestion }
        prompt.terminal.type("yes \r")
        #expect(try prompt.terminal.end() == (keys.hasPrefix("exit") ? 3 : 0))
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalAsksNothing(_ signal: Int32) throws {
        let prompt = try PromptTerminal()
        try prompt.run(":job print one; sleep 1h")
        try prompt.seeJob("[1] one")
        try prompt.run(":job print two; sleep 1h")
        try prompt.seeJob("[2] two")
        try prompt.ready()
        prompt.terminal.type(PromptTerminal.controlD)
        try prompt.see("2 jobs are running. End the session? [y/N]")
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
    }

    @Test func aJobKeepsToThePlatformItBeganOn() throws {
        let prompt = try PromptTerminal(configuration: "[profile.staging]\nurl = \"https://127.0.0.1:1\"\n")
        try prompt.run(":job :watch 50ms ping; print uuid(), tick")
        try prompt.wait("a tick") { _ in Self.ticks(prompt) > 0 }
        prompt.terminal.type("use staging\r")
        try prompt.ready("staging>")
        let ticks = Self.ticks(prompt)
        try prompt.wait("three more ticks") { _ in Self.ticks(prompt) >= ticks + 3 }
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("refused") })
    }

    @Test func aJobOnAProtectedPlatformAsksFirst() throws {
        let prompt = try PromptTerminal(
            ["--platform", "production"],
            configuration: "[profile.production]\nurl = \"https://127.0.0.1:1\"\nprotected = true\n")
        prompt.terminal.type(":job delete web\r")
        try prompt.see("production is protected. Go on with `delete`? [y/N]")
        prompt.terminal.type("\r")
        try prompt.see("nothing sent")
    }

    @Test func noJobShowsASecret() throws {
        let prompt = try PromptTerminal()
        try prompt.run("secret pin = 'tops3cret'")
        try prompt.run(":job print \"pin $pin\"; show tops3cret")
        try prompt.seeJob("[1] •••")
        try prompt.seeJob("[1] failed  print \"pin $pin\"; show •••")
        try prompt.run(":job login ops password=hunter22")
        try prompt.run(":job add web host=h port=1 user=u password=hunter22")
        try prompt.seeJob("[1] done  add web host=h port=1 user=u password=•••")
        #expect(!prompt.history.contains("hunter22") && !prompt.history.contains("tops3cret"))
        let rows = prompt.terminal.screen.transcript.filter { !$0.hasPrefix(PromptTerminal.local) }
        #expect(!rows.contains { $0.contains("hunter22") || $0.contains("tops3cret") })
    }

    @Test func theEndOfTheLocalPlatformIsSaid() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        let platform = try #require(ProcessTable.child(of: prompt.terminal.process))
        prompt.terminal.type("print we")
        try prompt.wait("the text") { $0.screen.lines.last == Self.half }
        kill(platform, SIGKILL)
        let message = "error: the local platform has ended: `use local` starts another one"
        try prompt.wait("the message above the line") { $0.screen.lines.suffix(2) == [message, Self.half] }
    }

    @Test func verboseLinesOfAJobAppearAboveTheLine() throws {
        let prompt = try PromptTerminal(["--platform", "local", "-v"])
        try prompt.run(":job :watch 50ms ping")
        prompt.terminal.type("print we")
        try prompt.wait("the text") { $0.screen.lines.last == Self.half }
        let count = prompt.terminal.screen.transcript.count
        try prompt.wait("more of them, and the line last") {
            $0.screen.transcript.count > count + 5 && $0.screen.lines.last == Self.half
        }
    }

    @Test func withoutATerminalJobsComeToTheirEnd() throws {
        let run = try PicketProcess.run(
            ["repl", "--platform", "local"],
            input: ":job within 1m { ping }; print done-it\n:job :watch 1h print tick\n")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output.contains(#/\[1\] \d\d:\d\d:\d\d done-it\n/#)
                && run.output.contains(#/\[2\] \d\d:\d\d:\d\d tick\n/#))
    }
}
