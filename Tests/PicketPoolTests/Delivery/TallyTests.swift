import Testing

@testable import PicketPool

/// The last line of a run: what it did, what failed, and what cannot be told, by name.
@Suite struct TallyTests {
    @Test func whatWasDoneIsCountedByItsKind() {
        var tally = Tally()
        #expect(tally.text == nil)
        for _ in 1...8 { tally.note(.created, "x") }
        tally.note(.updated(["port"]), "a")
        tally.note(.updated(["tags", "port"]), "b")
        tally.note(.unchanged, "c")
        tally.note(.failed, "crm", in: "move")
        tally.note(.untold, "web")
        #expect(
            tally.text == "8 created, 2 updated (port, tags), 1 unchanged, 1 failed (crm in step `move`), "
                + "1 cannot be told (web)")
    }

    @Test func onlyTheFirstNamesAreTold() {
        var tally = Tally()
        for number in 1...7 { tally.note(.failed, "x\(number)") }
        tally.note(.failed, "")
        #expect(tally.text == "8 failed (x1, x2, x3, x4, x5, …)")
    }

    /// The sign promises other names: one that failed several times has none.
    @Test func oneNameThatFailedOftenIsToldOnce() {
        var tally = Tally()
        for _ in 1...3 { tally.note(.failed, "web") }
        #expect(tally.text == "3 failed (web)")
    }

    @Test func changesAreKeptByNameWhereTheyAreAskedFor() {
        var tally = Tally(keepsEntries: true)
        tally.note(.updated(["port"]), "a", in: "move")
        tally.note(.untold, "web")
        tally.note(.failed, "crm")
        tally.settle("web")
        #expect(tally.entries.map(\.name) == ["a", "web", "crm"])
        #expect(tally.entries.map(\.change) == ["updated", "as-meant", "failed"])
        #expect(tally.entries.first?.fields == ["port"] && tally.entries.first?.step == "move")
        var short = Tally()
        short.note(.created, "a")
        #expect(short.entries.isEmpty)
    }

    /// What was looked at when the run ended is no longer untold.
    @Test func whatIsFoundAtTheEndIsNoLongerUntold() {
        var tally = Tally()
        tally.note(.untold, "web", in: "move")
        tally.note(.untold, "crm")
        tally.settle("web")
        tally.settle("other")
        #expect(tally.text == "1 as meant, by whom is not known, 1 cannot be told (crm)")
    }
}
