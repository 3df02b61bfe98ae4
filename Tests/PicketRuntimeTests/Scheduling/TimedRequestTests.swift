import PicketSyntax
import Testing

@testable import PicketRuntime

/// Requests that the driver times: the limits of `within`, of tests and of failed parallel loops.
@Suite struct TimedRequestTests {
    private static let bounded = "try { within 5s { ask } } catch e { print $e.code }\nprint after"

    @Test func anAnswerInTimeCounts() {
        let run = DrivenRun("within 5s { ask }\nprint after")
        #expect(run.steps() == ["ask 1", "wait until 5"])
        #expect(run.answer(1) == true)
        #expect(run.steps(at: 4) == ["finished"])
        #expect(run.output == ["after"])
    }

    /// The host is asked to cancel its work, and the script waits for the answer, which does not count.
    @Test func anAnswerAfterTheTimeDoesNotCount() {
        let run = DrivenRun(Self.bounded)
        _ = run.steps()
        #expect(run.steps(at: 5) == ["cancel 1", "wait until 105"])
        #expect(run.answer(1) == false)
        #expect(run.steps(at: 6) == ["finished"])
        #expect(run.output == ["no-response", "after"])
        #expect(run.abandoned == [])
    }

    @Test func workThatDoesNotEndIsAbandonedAfterTheGrace() {
        let run = DrivenRun(Self.bounded)
        _ = run.steps()
        _ = run.steps(at: 5)
        #expect(run.steps(at: 104) == ["wait until 105"])
        #expect(run.steps(at: 105) == ["finished"])
        #expect(run.output == ["no-response", "after"])
        #expect(run.abandoned == ["ask"])
        #expect(run.answer(1) == nil)
    }

    @Test func aCommandWhoseTimeIsOverDoesNotBegin() {
        let run = DrivenRun("try { within 5s { sleep 4s; ask } } catch e { print $e.code }")
        #expect(run.steps() == ["wait until 4"])
        #expect(run.steps(at: 5) == ["ask too late", "finished"])
        #expect(run.output == ["no-response"])
    }

    /// An answer that came before the host was told so needs no cancellation.
    @Test func anAnsweredCommandIsNotCancelled() {
        let run = DrivenRun("for i in 1..2 parallel 2 { within 5s { ask } }")
        #expect(run.steps() == ["ask 1", "ask 2", "wait until 5"])
        run.now = 5
        guard case .cancel(let first) = run.driver.next() else {
            Issue.record("both are late")
            return
        }
        #expect(first == 1)
        #expect(run.answer(2) == false)
        #expect(run.steps() == ["wait until 105"])
    }

    // MARK: Ending

    @Test func anInterruptionShortensTheWaitForLateWork() {
        let run = DrivenRun(Self.bounded)
        _ = run.steps()
        _ = run.steps(at: 5)
        run.now = 6
        run.driver.interrupt(DrivenRun.failure(.interrupted))
        #expect(run.steps() == ["ending 1", "wait until 56"])
        #expect(run.steps(at: 56) == ["failed by interrupted"])
        #expect(run.abandoned == ["ask"])
        #expect(run.output == [])
    }

    @Test func commandsOfAFailedLoopAreDrained() {
        let text =
            "try { for i in [1, 2] parallel 2 { if $i == 1 { ask } else { fail now } } } catch e { print $e.code }"
        let answered = DrivenRun(text)
        #expect(answered.steps() == ["ask 1", "cancel 1", "wait until 100"])
        #expect(answered.answer(1) == true)
        #expect(answered.steps() == ["finished"])
        #expect(answered.output == ["failed"] && answered.abandoned == [])
        let abandoned = DrivenRun(text)
        _ = abandoned.steps()
        #expect(abandoned.steps(at: 100) == ["finished"])
        #expect(abandoned.output == ["failed"] && abandoned.abandoned == ["ask"])
    }

    // MARK: Tests of a script

    /// The script goes on after the test; the end of the run waits for the work.
    @Test func theWorkOfATestThatTookTooLongIsAwaitedAtTheEnd() {
        let run = DrivenRun("test slow timeout=5s { ask }\nprint after")
        #expect(run.steps() == ["ask 1", "wait until 5"])
        #expect(run.steps(at: 5) == ["cancel 1", "wait until 105"])
        #expect(run.output == ["after"])
        #expect(run.answer(1) == nil)
        #expect(run.steps(at: 6) == ["finished"])
        #expect(run.abandoned == [])
        #expect(run.driver.scheduler.machine.recorded.map(\.diagnostic.code) == [.testTimeout])
    }

    @Test func theWorkOfATestIsAbandonedAfterTheGrace() {
        let run = DrivenRun("test slow timeout=5s { ask }\nprint after")
        _ = run.steps()
        _ = run.steps(at: 5)
        #expect(run.steps(at: 105) == ["finished"])
        #expect(run.abandoned == ["ask"])
    }

    @Test func theDeadlineBoundsTheWaitForTheWorkOfATest() {
        let run = DrivenRun("test slow timeout=5s { ask }\nprint after", deadline: 10)
        _ = run.steps()
        #expect(run.steps(at: 5) == ["cancel 1", "wait until 10"])
        let steps = run.steps(at: 10)
        #expect(steps.last?.hasPrefix("wait until") == true || steps.last == "finished")
        #expect(["finished", "cut by deadline"].contains(run.steps(at: 110).last))
        #expect(run.abandoned == ["ask"])
    }

    @Test func aSleepOfATestEndsWithTheTest() {
        let run = DrivenRun("test slow timeout=5s { sleep 1h }\nprint after")
        #expect(run.steps() == ["wait until 5"])
        #expect(run.steps(at: 5) == ["finished"])
        #expect(run.output == ["after"])
    }

    // MARK: Times

    @Test func sumsOfTimesDoNotOverflow() {
        #expect(RunDriver.sum(5, 7) == 12)
        #expect(RunDriver.sum(5, -7) == 5)
        #expect(RunDriver.sum(.max, 1) == .max)
        #expect(RunDriver.sum(1, .max) == .max)
        #expect(RunDriver.sum(.min, .min) == .min)
    }

    @Test func timesComeInOrderAndThoseOfOneTimeByTicket() {
        var queue = TimeQueue()
        for (time, ticket) in [(5, 3), (2, 9), (5, 1), (7, 2), (2, 4), (9, 5)] as [(Int64, Int)] {
            queue.add(TimeQueue.Entry(time: time, ticket: ticket))
        }
        queue.keep { $0.ticket != 2 }
        var tickets: [Int] = []
        while queue.count > 0 { tickets.append(queue.removeFirst().ticket) }
        #expect(tickets == [4, 9, 1, 3, 5])
    }
}
