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
        ("--settle '#1' done", "give --resume"), ("--edited a.picket", "give --resume"),
        ("--resume j --settle '#9' done", "no write in doubt at the step `#9`"),
        ("--resume j --edited nothing.picket", "there is no such file"), ("--journal -", "a journal is a file"),
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
        #expect(run.status == 2 && run.errors.contains("no regular file"), "\(run.errors)")
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

    // MARK: Plans

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
}
