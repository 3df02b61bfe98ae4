import Testing

@testable import PicketRuntime

/// The driver of runs: what each event does in each of its states.
@Suite struct RunDriverTests {
    // MARK: Running

    @Test func aRunWithoutADeadlineWaitsForItsAnswerAlone() {
        let run = DrivenRun("ask\nprint done")
        #expect(run.steps() == ["ask 1", "wait"])
        #expect(run.steps(at: 1_000_000) == ["wait"])
        #expect(run.driver.end == nil && !run.driver.isEnding && run.driver.failure == nil)
        #expect(run.driver.machine(of: 1) != nil && run.driver.machine(of: 2) == nil)
        #expect(run.answer(2) == nil)
        #expect(run.answer(1) == true)
        #expect(run.answer(1) == nil)
        #expect(run.steps() == ["finished"])
        #expect(run.output == ["done"])
    }

    @Test func aSleepEndsAtItsTimeAndNotBefore() {
        let run = DrivenRun("sleep 3s\nprint done")
        #expect(run.steps() == ["wait until 3"])
        #expect(run.steps(at: 2) == ["wait until 3"])
        #expect(run.steps(at: 3) == ["finished"])
    }

    @Test func severalRequestsAreOpenAtOnce() {
        let run = DrivenRun("for i in 1..3 parallel 3 { if $i == 2 { sleep 7s } else { ask } }\nprint done")
        #expect(run.steps() == ["ask 1", "ask 3", "wait until 7"])
        #expect(run.answer(3) == true)
        #expect(run.steps(at: 7) == ["wait"])
        #expect(run.answer(1) == true)
        #expect(run.steps() == ["finished"])
    }

    @Test func aScriptThatComputesYields() {
        let run = DrivenRun("while true { }")
        #expect(run.steps() == ["yield"])
        run.driver.interrupt(DrivenRun.failure(.interrupted))
        #expect(run.steps() == ["ending 0", "failed by interrupted"])
    }

    /// Iterations that only begin others, or end at once, never use up a budget of their own. They let a tree of loops run
    /// far beyond its deadline.
    @Test(arguments: [
        "for _i in 1..5000 parallel 4 { let x = tick() }",
        "def f(n) { let x = tick()\nif $n > 0 { for _i in 1..2 parallel 2 { f($n - 1) } } }\nf(12)",
    ])
    func aTreeOfLoopsLooksAtTheTime(_ text: String) {
        let run = DrivenRun(text, firstLook: 0)
        #expect(run.steps() == ["yield"])
        #expect(run.ticks > 0 && run.ticks < 100)
    }

    /// The host begins to listen for signals then. A second early yield would begin long work anew.
    @Test func theFirstLookYieldsOnce() {
        let text = "for i in 1..20000 { let x = $i }"
        #expect(DrivenRun(text).steps() == ["finished"])
        let run = DrivenRun(text, firstLook: 0)
        #expect(run.steps() == ["yield"])
        #expect(run.steps() == ["finished"])
    }

    @Test func anotherTextFollowsAFinishedOne() {
        let run = DrivenRun("print done", deadline: 10)
        #expect(run.steps() == ["finished"])
        run.beginAgain()
        #expect(run.steps(at: 5) == ["finished"])
        #expect(run.output == ["done", "done"])
    }

    // MARK: The deadline

    @Test func atTheDeadlineACommandIsDrainedAndDeferredBlocksRun() {
        let run = DrivenRun("defer print tidied\nask\nprint never", deadline: 10)
        #expect(run.steps() == ["ask 1", "wait until 10"])
        #expect(run.steps(at: 9) == ["wait until 10"])
        // The answer may take half of the grace.
        #expect(run.steps(at: 10) == ["ending 1", "cancel 1", "wait until 60"])
        #expect(run.driver.isEnding && run.driver.failure?.kind == .deadline)
        #expect(run.answer(1) == true)
        #expect(run.steps(at: 20) == ["failed by deadline"])
        #expect(run.output == ["tidied"])
        #expect(run.abandoned == [])
    }

    @Test func aCommandThatIsNotAnsweredIsAbandoned() {
        let run = DrivenRun("defer print tidied\nask\nprint never", deadline: 10)
        _ = run.steps()
        _ = run.steps(at: 10)
        #expect(run.steps(at: 60) == ["failed by deadline"])
        #expect(run.output == ["tidied"])
        #expect(run.abandoned == ["ask"])
        #expect(run.answer(1) == nil)
    }

    @Test func theGraceBoundsDeferredBlocks() {
        let run = DrivenRun("defer { other }\nask", deadline: 10)
        _ = run.steps()
        _ = run.steps(at: 10)
        #expect(run.answer(1) == true)
        #expect(run.steps(at: 11) == ["other 2", "wait until 110"])
        #expect(run.steps(at: 109) == ["wait until 110"])
        #expect(run.steps(at: 110) == ["cut by deadline"])
        #expect(run.abandoned == ["other"])
    }

    @Test func aDeadlineThatHasPassedEndsTheRunBeforeItsFirstStatement() {
        let run = DrivenRun("defer print tidied\nprint never", deadline: 0)
        #expect(run.steps() == ["ending 0", "failed by deadline"])
        #expect(run.output == [])
    }

    @Test func theHostMayExtendTheDeadline() {
        let run = DrivenRun("ask", deadline: 10)
        var extensions = [5, 0].map { $0 * 1_000_000_000 as Int64 }
        run.driver.extendDeadline = { _ in extensions.removeFirst() }
        _ = run.steps()
        #expect(run.steps(at: 10) == ["wait until 15"])
        #expect(run.steps(at: 15) == ["ending 1", "cancel 1", "wait until 65"])
        #expect(extensions.isEmpty)
    }

    // MARK: Interruptions

    @Test func anInterruptionEndsASleepAtOnce() {
        let run = DrivenRun("defer print tidied\nsleep 1h")
        #expect(run.steps() == ["wait until 3600"])
        run.driver.interrupt(DrivenRun.failure(.interrupted))
        #expect(run.steps() == ["ending 0", "failed by interrupted"])
        #expect(run.output == ["tidied"])
    }

    @Test func onlyTheFirstInterruptionCounts() {
        let run = DrivenRun("ask", deadline: 30)
        _ = run.steps()
        run.driver.interrupt(DrivenRun.failure(.interrupted))
        run.driver.interrupt(DrivenRun.failure(.fail))
        #expect(run.steps() == ["ending 1", "cancel 1", "wait until 50"])
        // The deadline of a run that is ending has no meaning.
        #expect(run.steps(at: 30) == ["wait until 50"])
        #expect(run.answer(1) == true)
        #expect(run.steps() == ["failed by interrupted"])
    }

    @Test func aCutEndsEverythingAtOnce() {
        let run = DrivenRun("defer { other }\nask")
        _ = run.steps()
        run.driver.cut(DrivenRun.failure(.interrupted))
        #expect(run.steps() == ["cut by interrupted"])
        #expect(run.abandoned == ["ask"])
        #expect(run.driver.end == nil && run.driver.wakeTime == nil)
    }

    @Test func aCutEndsDeferredBlocksForTheFirstReason() {
        let run = DrivenRun("defer { other }\nask", deadline: 10)
        _ = run.steps()
        _ = run.steps(at: 10)
        _ = run.answer(1)
        #expect(run.steps() == ["other 2", "wait until 110"])
        run.driver.cut(DrivenRun.failure(.interrupted))
        #expect(run.steps() == ["cut by deadline"])
        #expect(run.abandoned == ["other"])
    }

    @Test func afterTheEndNothingEndsTheRunAgain() {
        let run = DrivenRun("print done")
        _ = run.steps()
        run.driver.close()
        run.driver.interrupt(DrivenRun.failure(.interrupted))
        run.driver.cut(DrivenRun.failure(.interrupted))
        run.driver.limit(DrivenRun.failure(.interrupted))
        #expect(run.driver.failure == nil && run.driver.end == nil)
    }

    @Test func aRunThatIsDroppedGivesUpItsCommands() {
        let run = DrivenRun("for i in 1..2 parallel 2 { ask }", deadline: 10)
        #expect(run.steps() == ["ask 1", "ask 2", "wait until 10"])
        run.driver.drop()
        #expect(run.abandoned == ["ask", "ask"])
        #expect(run.answer(1) == nil && run.driver.end == nil)
    }

    // MARK: The rest of a run of deferred blocks

    @Test(arguments: [(nil, 100), (500, 100), (50, 50)] as [(Int?, Int)])
    func aLimitedRunHasTheGraceAndNoMore(_ deadline: Int?, _ end: Int) {
        let run = DrivenRun("defer print never\nask", deadline: deadline)
        _ = run.steps()
        run.driver.limit(DrivenRun.failure(.interrupted))
        #expect(run.steps() == ["wait until \(end)"])
        // The deadline of its own lets deferred blocks run, the limit does not.
        let expected = end == 50 ? ["ending 1", "cancel 1", "wait until 100"] : ["cut by interrupted"]
        #expect(run.steps(at: end) == expected)
        #expect(run.output == [])
    }

    @Test func aRunThatIsEndingIsNotLimitedAgain() {
        let run = DrivenRun("ask")
        _ = run.steps()
        run.driver.interrupt(DrivenRun.failure(.interrupted))
        run.now = 40
        run.driver.limit(DrivenRun.failure(.deadline))
        #expect(run.steps() == ["ending 1", "cancel 1", "wait until 50"])
    }
}
