import Foundation
import Testing

/// Journals and plans as a user of the program has them.
@Suite(.serialized) struct ResumeProgramTests {
    private static let local = "--platform local --store store.sqlite"

    private func workshop(_ script: String) throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(script, to: "a.picket")
        return workshop
    }

    private static let add = "add web host=h port=1 user=u password=pppp\nadd api host=h port=1 user=u password=pppp\n"

    /// C31: what a resumed run took from the journal is said, and what it sent.
    @Test func aResumedRunSaysWhatItTookFromTheJournal() throws {
        let workshop = try workshop(Self.add + "show web\n")
        #expect(try workshop.run("$PICKET run a.picket \(Self.local) --journal j").status == 0)
        // As if the run had been killed before its second write.
        let lines = try workshop.text("j").split(separator: "\n")
        try workshop.write(lines.prefix(3).joined(separator: "\n") + "\n", to: "j")
        let resumed = try workshop.run(
            "$PICKET run -c 'remove api' \(Self.local) && $PICKET run a.picket \(Self.local) --resume j")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("1 step from the journal, 2 sent"), "\(resumed.errors)")
        let again = try workshop.run("$PICKET run a.picket \(Self.local) --resume j")
        #expect(again.errors.contains("3 steps from the journal, 0 sent"), "\(again.errors)")
    }

    /// A write that an earlier run sent, and that is only read back, is not counted as sent.
    @Test func whatIsOnlyReadBackIsNotSent() throws {
        let workshop = try workshop(Self.add + "show web\n")
        #expect(try workshop.run("$PICKET run a.picket \(Self.local) --journal j").status == 0)
        // As if the run had been killed while its second write was on the way.
        let lines = try workshop.text("j").split(separator: "\n")
        try workshop.write(lines.prefix(4).joined(separator: "\n") + "\n", to: "j")
        let resumed = try workshop.run("$PICKET run a.picket \(Self.local) --resume j")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("1 step from the journal, 1 only read back, 1 sent"), "\(resumed.errors)")
    }

    /// C32: a write in doubt is settled by two words, by one, and with a script behind them.
    @Test(arguments: [
        "a.picket --resume j --settle '#1' done", "--resume j --settle '#1=done' a.picket",
        "--resume j --settle='#1' done a.picket", "--resume j --settle '#1' done a.picket -v",
    ])
    func aWriteInDoubtIsSettledOnTheCommandLine(arguments: String) throws {
        let workshop = try workshop("delete web\nprint done\n")
        #expect(try workshop.run("$PICKET run -c '\(Self.add)' \(Self.local)").status == 0)
        #expect(try workshop.run("$PICKET run a.picket \(Self.local) --journal j").status == 0)
        // As if the run had been killed while its write was on the way; then somebody set it up anew.
        let lines = try workshop.text("j").split(separator: "\n")
        try workshop.write(lines.prefix(2).joined(separator: "\n") + "\n", to: "j")
        let set = try workshop.run("$PICKET run -c 'add web host=new port=9 user=u password=pppp' \(Self.local)")
        #expect(set.status == 0, "\(set.errors)")
        let refused = try workshop.run("$PICKET run a.picket \(Self.local) --resume j --resend-after 0s")
        #expect(refused.status == 1, "\(refused.errors)")
        #expect(refused.errors.contains("unsettled-write") && refused.errors.contains("new"), "\(refused.errors)")
        let settled = try workshop.run("$PICKET run \(Self.local) \(arguments)")
        #expect(settled.status == 0 && settled.output == "done\n", "\(settled.errors)")
        let shown = try workshop.run("$PICKET run -c 'show web\nprint $last.body.port' \(Self.local)")
        #expect(shown.output == "9\n")
    }

    @Test(arguments: [
        ("--resume j --settle '#1'", "--settle takes a step"),
        ("--resume j --settle '#1' perhaps", "--settle takes a step"),
        ("--settle '#1' done", "need --resume"), ("--edited a.picket", "need --resume"),
        ("--resume j --settle '#9' done", "no write in doubt at the step `#9`"),
        ("--resume j --edited nothing.picket", "there is no such file"), ("--resume j --edited -", "the same again"),
        ("--journal -", "so it cannot be a journal"),
    ])
    func whatCannotBeSettledIsRefused(arguments: String, message: String) throws {
        let workshop = try workshop("show web\nexpect status 404\n")
        _ = try workshop.run("$PICKET run a.picket \(Self.local) --journal j")
        let run = try workshop.run("$PICKET run a.picket \(Self.local) \(arguments)")
        #expect(run.status == 2 && run.errors.contains(message), "\(run.errors)")
    }

    /// A script that was mended on purpose goes on where it stood.
    @Test func aMendedScriptGoesOnWhereItStood() throws {
        let workshop = try workshop(Self.add + "fail \"not yet\"\n")
        #expect(try workshop.run("$PICKET run a.picket \(Self.local) --journal j").status == 1)
        try workshop.write(Self.add + "print mended\n", to: "a.picket")
        let refused = try workshop.run("$PICKET run a.picket \(Self.local) --resume j")
        #expect(refused.status == 2 && refused.errors.contains("differs from line 3 on"), "\(refused.errors)")
        let mended = try workshop.run("$PICKET run a.picket \(Self.local) --resume j --edited ./a.picket")
        #expect(mended.status == 0 && mended.output == "mended\n", "\(mended.errors)")
    }

    /// C33: what never ends is not read.
    @Test func aDeviceIsNoJournal() throws {
        let run = try workshop("ping\n").run("$PICKET run a.picket \(Self.local) --resume /dev/zero")
        #expect(run.status == 2 && run.errors.contains("not a regular file"), "\(run.errors)")
    }

    /// C36: where a journal is kept, what a resumed run would not have is warned of.
    @Test func timesInWritesAreWarnedOfWhereAJournalIsKept() throws {
        let workshop = try workshop("add w host=h port=1 user=u password=pppp tags=\"at=$(now())\"\nprint $(now())\n")
        let checked = try workshop.run("$PICKET check a.picket; PICKET_JOURNAL=j $PICKET check a.picket")
        #expect(checked.errors.ranges(of: "warning[chance-in-write]").count == 1, "\(checked.errors)")
        let run = try workshop.run("$PICKET run a.picket \(Self.local) --journal j")
        #expect(run.errors.contains("warning[chance-in-write]"), "\(run.errors)")
        let resumed = try workshop.run("$PICKET run a.picket \(Self.local) --resume j")
        #expect(resumed.status == 2 && resumed.errors.contains("the script calls `now()`"), "\(resumed.errors)")
    }

    private static let fields = "host=h port=1 user=u password=pppp"

    /// C36: the same by way of names: what holds `now()` or `uuid()` is known as far as `let`, `set`, `append` and `for` hand it on.
    @Test(arguments: [
        ("set x = now()", "$x"), ("set x = \"at $(now())\"\nlet y = upper($x)", "\"$y\""),
        ("set x = {at: now()}", "$x.at"), ("set xs[0] = uuid()", "$xs[0]"), ("append xs $(uuid())", "$xs[1]"),
        ("for y in [uuid()] { set x = $y }", "$x"), ("if 1 == 1 { set x = now() }", "$x"),
        ("def stamp(n) { ensure $n \(fields) tags=$x }\nset x = now()\nstamp(b)", "c"),
        ("set x = now()\nfor i in [1] parallel 2 { ensure b \(fields) tags=$x }", "c"),
        ("secret s = uuid()\nset x = $s", "$x"),
        ("def stamp(n, at = now()) { ensure $n \(fields) tags=$at }\nstamp(b)", "c"),
    ])
    func chanceIsKnownByWayOfNames(statements: String, argument: String) throws {
        let script = "let x = 1\nlet xs = [1]\n\(statements)\nensure a \(Self.fields) tags=\(argument)\n"
        let checked = try workshop(script).run("PICKET_JOURNAL=j $PICKET check a.picket")
        #expect(checked.errors.ranges(of: "warning[chance-in-write]").count == 1, "\(checked.errors)")
        #expect(checked.errors.contains("` holds `"), "\(checked.errors)")
    }

    /// A name that holds it no more, or that only a read sends, is no reason to warn.
    @Test(arguments: [
        "let x = now()\nset x = fixed\nensure a \(fields) tags=$x", "let x = now()\nprint $x\nshow $x",
        "let x = now()\nif 1 == 1 { let x = fixed\nensure a \(fields) tags=$x }\nprint $x",
        "def now2() { return 1 }\nlet x = now2()\nensure a \(fields) tags=$x",
    ])
    func whatHoldsNoChanceIsNotWarnedOf(script: String) throws {
        let checked = try workshop(script + "\n").run("PICKET_JOURNAL=j $PICKET check a.picket")
        #expect(!checked.errors.contains("chance-in-write"), "\(checked.errors)")
    }

    /// A resumed run whose write differs by way of a name says that the script calls `now()`.
    @Test func aMismatchByWayOfANameNamesNow() throws {
        let workshop = try workshop("let x = now()\nensure a \(Self.fields) tags=\"at=$x\"\n")
        let run = try workshop.run("$PICKET run a.picket \(Self.local) --journal j")
        #expect(run.errors.contains("warning[chance-in-write]"), "\(run.errors)")
        let resumed = try workshop.run("$PICKET run a.picket \(Self.local) --resume j")
        #expect(resumed.status == 2 && resumed.errors.contains("the script calls `now()`"), "\(resumed.errors)")
    }

    /// C32: where only the command is another one, both are shown with what they are for.
    @Test func anotherCommandIsShownWithItsConnection() throws {
        let workshop = try workshop("ensure web \(Self.fields)\n")
        #expect(try workshop.run("$PICKET run a.picket \(Self.local) --journal j").status == 0)
        try workshop.write(
            workshop.text("j").replacing(#""command":"ensure""#, with: #""command":"remove""#), to: "j")
        let resumed = try workshop.run("$PICKET run a.picket \(Self.local) --resume j")
        #expect(resumed.status == 2)
        for command in ["`remove local ", "not `ensure local "] {
            #expect(resumed.errors.contains(command), "\(resumed.errors)")
        }
    }

    /// A first line that cannot be used is said with the journal's name.
    @Test(arguments: [("\"cost\":5", "\"cost\":50"), ("\"salt\":\"", "\"salt\":\"x")])
    func aDamagedFirstLineNamesTheJournal(part: String, other: String) throws {
        let workshop = try workshop("ensure web \(Self.fields)\n")
        #expect(try workshop.run("$PICKET run a.picket \(Self.local) --journal j").status == 0)
        try workshop.write(workshop.text("j").replacing(part, with: other, maxReplacements: 1), to: "k")
        let resumed = try workshop.run("mkdir d; mv k d; $PICKET run a.picket \(Self.local) --resume d/k")
        #expect(resumed.status == 2 && resumed.errors.contains("`d/k` is damaged"), "\(resumed.errors)")
    }

    // MARK: Plans

    /// W15: what a script makes of an answer that a plan does not know is said, and its expectations are skipped.
    @Test func whatIsMadeOfUnknownAnswersIsSaid() throws {
        let script = """
            request POST /ds-api/things body={a: 1} as r
            expect $r.status == 201
            check $r.body.id == 5
            if $r.status == 201 { remove web }

            """
        let workshop = try workshop(script)
        let plan = try workshop.run("$PICKET plan a.picket \(Self.local)")
        #expect(plan.status == 0, "\(plan.errors)")
        #expect(plan.output.contains("2 expectations were skipped"), "\(plan.output)")
        #expect(plan.output.contains("used such an answer once"), "\(plan.output)")
        let json = try workshop.run("$PICKET plan a.picket \(Self.local) --format json").output
        #expect(json.contains(#""expectations_passed_over":2,"unknown_answers_read":1,"complete":true"#), "\(json)")
    }

    /// An unknown answer that is a condition by itself was not counted, so the plan looked as if it knew the branch.
    @Test(arguments: [
        "if $last.status { disable web }", "if $r.status and true { disable web }", "if $r.status or false { print x }",
        "if not $r.status { print x }", "while $r.status { break }", "let s = $r.status\nif $s { disable web }",
        "let s = $r.status\nprint ($s ?? 1)", "let s = $r.status and true",
    ])
    func anUnknownAnswerAsAConditionIsCounted(_ use: String) throws {
        let workshop = try workshop("request POST /ds-api/x body={a: 1} as r\n\(use)\n")
        let plan = try workshop.run("$PICKET plan a.picket \(Self.local) --format json")
        #expect(plan.output.contains(#""unknown_answers_read":1,"#), "\(plan.output) \(plan.errors)")
    }

    /// A plan as Markdown is one table, whatever stands in it; what the script prints goes elsewhere.
    @Test func aPlanAsMarkdownIsOneTable() throws {
        let script = """
            print hello
            disable web
            enable web
            ensure "a|b" host="x`y" port=1 user=u password=pppp
            request POST /things text="one|two"
            fail "early"

            """
        let workshop = try workshop(script)
        #expect(try workshop.run("$PICKET run -c '\(Self.add)' \(Self.local)").status == 0)
        let plan = try workshop.run("$PICKET plan a.picket \(Self.local) --format markdown")
        #expect(plan.errors.hasPrefix("hello\n") || plan.errors.contains("\nhello\n"), "\(plan.errors)")
        let lines = plan.output.split(separator: "\n").map(String.init)
        #expect(lines.first == #"**1 to create, 1 other write; 2 writes, no net change**"#, "\(plan.output)")
        #expect(lines.contains("| ~ | `web`  (2 writes, no net change) | enabled | `true` | `false` → `true` |"))
        #expect(lines.contains(#"| + | `a\|b` | host |  | `` x`y `` |"#), "\(plan.output)")
        #expect(lines.contains { $0.hasSuffix(##"/things` |  |  | `{"text":"one\|two"}` |"##) }, "\(plan.output)")
        #expect(lines.last == "- **the plan is not complete: the script ended early**")
        #expect(
            lines.filter { $0.hasPrefix("|") }.allSatisfy { row in
                row.replacing("\\|", with: "").count { $0 == "|" } == 6
            })
    }

    /// Between two values that a field has, that it has none is said, and not left to a blank.
    @Test func aPlanAsMarkdownSaysWhereThereIsNothing() throws {
        let fields = "host=h port=1 user=u password=pppp"
        let workshop = try workshop("add web \(fields)\nremove web\nensure web \(fields)\n")
        let plan = try workshop.run("$PICKET plan a.picket \(Self.local) --format markdown")
        #expect(plan.output.contains("| + | `web` | host |  | `h` → (none) → `h` |"), "\(plan.output)")
    }

    /// C25: tags in another order and a host in other letters are no other values.
    @Test func theSameInOtherWordsIsNoOtherValue() throws {
        let script = """
            ensure web host=h port=1 user=u password=pppp tags="a=1,b=2"
            ensure web host=H port=1 user=u password=pppp tags={b: 2, a: 1}
            ensure api host=h port=1 user=u password=pppp tags="a=1"
            ensure api host=h port=1 user=u password=pppp tags="a=2"

            """
        let run = try workshop(script).run("$PICKET run a.picket \(Self.local)")
        #expect(run.errors.ranges(of: "written twice").count == 1, "\(run.errors)")
        #expect(run.errors.contains("api is written twice, with other values (tags)"), "\(run.errors)")
    }

    /// C19: a plan for programs is one JSON object, whatever the script prints, and says whether it is whole.
    @Test(arguments: [("", true), ("\nfail \"early\"", false), ("\nexit 1", false), ("\nexit 0", true)])
    func aPlanForProgramsIsOneObject(end: String, isComplete: Bool) throws {
        let workshop = try workshop("print \"hello\"\nremove web\nshow web\nexpect status 404\(end)\n")
        let plan = try workshop.run("$PICKET plan a.picket \(Self.local) --format json")
        let object = try JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any]
        #expect(object?["complete"] as? Bool == isComplete, "\(plan.output) \(plan.errors)")
        #expect((object?["output"] as? [String])?.first == "hello")
        #expect(plan.output.count { $0 == "\n" } == 1)
        let text = try workshop.run("$PICKET plan a.picket \(Self.local)").output
        #expect(text.contains("not complete") == !isComplete)
    }

    /// C18: a run that writes has changes, even if it leaves everything as it was.
    @Test func writesWithoutNetChangeAreStatus5() throws {
        let workshop = try workshop("disable web\nenable web\n")
        #expect(try workshop.run("$PICKET run -c '\(Self.add)' \(Self.local)").status == 0)
        let plan = try workshop.run("$PICKET plan a.picket \(Self.local) --detailed-exitcode")
        #expect(plan.status == 5)
        #expect(plan.output.contains("true → false → true") && plan.output.contains("2 writes, no net change"))
    }

    /// C25: a connection that a run wants in two ways is named when it ends.
    @Test func aConnectionThatIsWantedInTwoWaysIsNamed() throws {
        let script = "for p in [1, 2] { ensure web host=h port=$p user=u password=pppp }\n"
        let run = try workshop(script).run("$PICKET run a.picket \(Self.local)")
        #expect(run.status == 0)
        #expect(run.errors.contains("warning: web is written twice, with other values (port)"), "\(run.errors)")
    }

    /// C25: the same where the first of the two is answered from the journal.
    @Test func aResumedRunNamesAConnectionThatIsWantedInTwoWays() throws {
        let workshop = try workshop("for p in [1, 2] { ensure web host=h port=$p user=u password=pppp }\n")
        #expect(try workshop.run("$PICKET run a.picket \(Self.local) --journal j").status == 0)
        // As if the run had been killed before its second write.
        let lines = try workshop.text("j").split(separator: "\n")
        try workshop.write(lines.prefix(3).joined(separator: "\n") + "\n", to: "j")
        let resumed = try workshop.run("$PICKET run a.picket \(Self.local) --resume j")
        #expect(resumed.errors.contains("1 step from the journal, 1 sent"), "\(resumed.errors)")
        #expect(resumed.errors.contains("warning: web is written twice, with other values (port)"), "\(resumed.errors)")
    }
}
