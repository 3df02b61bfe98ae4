import Foundation
import Picket
import Testing

/// A run ends when it must, its deferred blocks run, and nothing goes on after it. In brackets: the faults of hosts.
@Suite(.timeLimit(.minutes(5))) struct RunEndTests {
    /// [E4] Cancelling the run cancels the command in progress, and not the deferred one.
    @Test func aDeferredCommandOfACancelledRunIsNotCancelled() async throws {
        let (log, gate) = (Log(), Gate())
        var library = try RunEndTests.library(log, gate)
        try library.add(
            Command("tidy"),
            async: { _ in
                for _ in 0..<10 { await Task.yield() }
                log.add(Task.isCancelled ? "cancelled" : "tidied")
                return .null
            })
        var options = RunOptions()
        // On a clock that stands still no command is abandoned, however long it takes.
        options.clock = TestClock()
        let task = Task { [library, options] in await library.run("defer tidy\nwork", options: options) }
        while !log.lines.contains("begun") { await Task.yield() }
        task.cancel()
        #expect(await task.value.failure?.kind == .interrupted)
        #expect(log.lines == ["begun", "ended", "tidied"])
    }

    /// [E6] The grace bounds deferred commands, too.
    @Test func aDeferredCommandThatNeverEndsIsAbandonedAfterTheGrace() async throws {
        let gate = Gate()
        defer { gate.open() }
        let library = try RunEndTests.library(Log(), gate)
        var options = RunOptions()
        options.clock = TestClock(jumps: true)
        options.deadline = .seconds(1)
        options.grace = .seconds(2)
        let result = await library.run("defer stuck\nsleep 1h\nprint never", options: options)
        #expect(result.failure?.kind == .deadline)
        #expect(result.abandoned == ["stuck"])
        #expect(result.usage.time == .seconds(3))
    }

    /// [E13] A body that does not mind being cancelled is abandoned by name, and there is time left for deferred blocks.
    @Test func aBodyThatDoesNotEndIsAbandonedAndDeferredBlocksRun() async throws {
        let gate = Gate()
        defer { gate.open() }
        let library = try RunEndTests.library(Log(), gate)
        var options = RunOptions()
        options.clock = TestClock(jumps: true)
        options.deadline = .seconds(1)
        options.grace = .seconds(10)
        let result = await library.run("defer print tidied\nstuck\nprint never", options: options)
        #expect(result.failure?.kind == .deadline)
        #expect(result.output == ["tidied"])
        #expect(result.abandoned == ["stuck"])
        #expect(result.usage.time == .seconds(6))
    }

    /// [E7] The other iterations' commands have ended when the loop has.
    @Test func commandsOfAFailedParallelLoopEndBeforeTheLoop() async throws {
        let log = Log()
        let library = try RunEndTests.library(log, Gate())
        var options = RunOptions()
        // On a clock that stands still no command is abandoned, however long it takes.
        options.clock = TestClock()
        let text = """
            try {
              for i in [1, 2, 3] parallel 3 {
                if $i == 2 { begun; fail now } else { work }
              }
            } catch _p { note }
            """
        let result = await library.run(text, options: options)
        #expect(result.isSuccess, "\(result.rendered())")
        #expect(log.lines.count { $0 == "begun" } == log.lines.count { $0 == "ended" } + 1)
        #expect(log.lines.last == "after")
    }

    /// [E7] A command of a failed loop that does not end is abandoned after the grace.
    @Test func aStuckCommandOfAFailedParallelLoopIsAbandoned() async throws {
        let gate = Gate()
        defer { gate.open() }
        let library = try RunEndTests.library(Log(), gate)
        var options = RunOptions()
        options.clock = TestClock(jumps: true)
        options.grace = .seconds(5)
        let result = await library.run(
            "try { for i in [1, 2] parallel 2 { if $i == 2 { fail now } else { stuck } } } catch _p { print caught }",
            options: options)
        #expect(result.output == ["caught"])
        #expect(result.abandoned == ["stuck"])
    }

    /// [E12] `within` bounds the commands of a host, by the run's one timer.
    @Test func withinBoundsACommand() async throws {
        let log = Log()
        let library = try RunEndTests.library(log, Gate())
        let clock = TestClock()
        var options = RunOptions()
        options.clock = clock
        let task = Task { [options] in
            await library.run(
                "try { within 5s { work } } catch e { print $e.code, $e.kind }\nprint after", options: options)
        }
        while clock.timerCount == 0 { await Task.yield() }
        clock.advance(by: .seconds(5))
        let result = await task.value
        #expect(result.output.first?.hasPrefix("no-response") == true, "\(result.output)")
        #expect(result.output.last == "after")
        #expect(log.lines == ["begun", "ended"])
        #expect(result.abandoned.isEmpty)
        #expect(clock.timerCount == 0)
    }

    /// [E12] Many commands within one limit need no timers of their own.
    @Test func manyCommandsWithinALimitNeedOneTimer() async throws {
        let clock = TestClock()
        let counts = Log()
        var library = Library()
        try library.add(
            Command("count"),
            async: { _ in
                counts.add("\(clock.timerCount)")
                return .null
            })
        var options = RunOptions()
        options.clock = clock
        let result = await library.run(
            "within 5s { for i in 1..50 parallel 10 { count } }\nwithin 9s { for _i in 1..50 { count } }",
            options: options)
        #expect(result.isSuccess, "\(result.rendered())")
        #expect(counts.lines.count == 100)
        #expect(counts.lines.allSatisfy { $0 == "0" || $0 == "1" })
        #expect(clock.timerCount == 0)
    }

    /// [E12] The time of a test bounds its commands.
    @Test func theTimeOfATestBoundsACommand() async throws {
        let library = try RunEndTests.library(Log(), Gate())
        var options = RunOptions()
        options.clock = TestClock(jumps: true)
        let result = await library.run(
            "test slow timeout=5s { work }\ntest fast { print fast }", options: options)
        #expect(result.output == ["fast"])
        #expect(result.recorded.map(\.diagnostic.code) == [.testTimeout])
    }

    /// An interruption from another thread ends a script that computes, and one that sleeps.
    @Test(arguments: ["begun\nwhile true { }", "begun\nsleep 24h"], [true, false])
    func aHandleEndsTheRunFromAnyThread(_ text: String, isSynchronous: Bool) async throws {
        let log = Log()
        let library = try RunEndTests.library(log, Gate())
        let interruption = Interruption()
        var options = RunOptions()
        options.limits.steps = .max
        options.interruption = interruption
        options.clock = TestClock()
        let script = "defer print tidied\n" + text
        let task = Task { [options] in
            guard isSynchronous else { return await library.run(script, options: options) }
            // A thread of its own, because the tests need the others.
            return await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(returning: library.runSynchronously(script, options: options))
                }
            }
        }
        while log.lines.isEmpty { await Task.yield() }
        interruption.interrupt("enough")
        let result = await task.value
        #expect(result.failure?.diagnostic.message == "enough")
        #expect(result.output == ["tidied"])
    }

    @Test func aProgramOfACancelledTaskRunsNothing() async throws {
        let program = try Library().compile("print never")
        let task = Task {
            await untilCancelled()
            return await program.run()
        }
        task.cancel()
        let result = await task.value
        #expect(result.failure?.kind == .interrupted)
        #expect(result.output.isEmpty)
    }

    /// A second request ends the deferred blocks as well.
    @Test func aCutEndsDeferredBlocks() async throws {
        let log = Log()
        let library = try RunEndTests.library(log, Gate())
        let interruption = Interruption()
        var options = RunOptions()
        options.limits.steps = .max
        options.interruption = interruption
        let task = Task { [options] in
            await library.run("defer { begun\nwhile true { } }\nfail now", options: options)
        }
        while log.lines.isEmpty { await Task.yield() }
        interruption.cut()
        #expect(await task.value.failure != nil)
    }

    static func library(_ log: Log, _ gate: Gate) throws -> Library {
        var library = Library()
        // Ends when it is cancelled, and takes a while for it.
        try library.add(
            Command("work"),
            async: { _ in
                log.add("begun")
                await untilCancelled()
                for _ in 0..<20 { await Task.yield() }
                log.add("ended")
                throw CancellationError()
            })
        try library.add(
            Command("stuck"),
            async: { _ in
                await gate.wait()
                return .null
            })
        try library.add(Command("begun")) { _ in
            log.add("begun")
            return .null
        }
        try library.add(Command("note")) { _ in
            log.add("after")
            return .null
        }
        return library
    }
}
