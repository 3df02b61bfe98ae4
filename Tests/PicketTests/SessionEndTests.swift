import Picket
import Testing

/// How a session and its deferred blocks end from outside.
@Suite(.timeLimit(.minutes(5))) struct SessionEndTests {
    private let log = Log()
    private let clock = TestClock()

    private func session(_ interruption: Interruption? = nil, _ change: (inout RunOptions) -> Void = { _ in }) throws
        -> Session
    {
        var library = Library()
        try library.add(Command("begun")) { [log] _ in
            log.add("begun")
            return .null
        }
        var options = RunOptions()
        options.clock = clock
        options.limits.steps = .max
        options.interruption = interruption
        change(&options)
        return Session(library, options: options)
    }

    private func begun() async { while log.lines.isEmpty { await Task.yield() } }

    private func timer() async { while clock.timerCount == 0 { await Task.yield() } }

    @Test func theInterruptionOfTheOptionsEndsTheTextThatRuns() async throws {
        let interruption = Interruption()
        let session = try session(interruption)
        let task = Task { await session.run("let a = 1\nbegun\nwhile true { }") }
        await begun()
        interruption.interrupt("the notebook is full")
        #expect(await task.value.failure?.diagnostic.message == "the notebook is full")
        // It holds for every later text, too.
        #expect(await session.run("print never").failure?.kind == .interrupted)
        #expect(await session.value(of: "a") == 1)
    }

    @Test func theInterruptionOfTheOptionsEndsALaterText() async throws {
        let interruption = Interruption()
        let session = try session(interruption)
        #expect(await session.run("print on").isSuccess)
        interruption.interrupt()
        let result = await session.run("print never")
        #expect(result.failure?.kind == .interrupted && result.output == [])
    }

    @Test func aClosedSessionReturnsWhatItsBlocksPrint() async throws {
        let session = try session()
        await session.run("defer print first")
        await session.run("defer { print second; fail \"not tidy\" }")
        let result = await session.close()
        #expect(result.output == ["second", "first"])
        #expect(result.recorded.map(\.diagnostic.message) == ["not tidy"] && result.exitStatus == 1)
        #expect(result.rendered().contains("error[failed]: not tidy"), "\(result.rendered())")
        #expect(await session.close().output == [])
    }

    @Test func theOptionsHaveNoParametersForDeferredBlocks() async throws {
        let session = try session { $0.parameters = ["unknown": 1] }
        await session.run("defer print tidied")
        #expect(await session.close().output == ["tidied"])
    }

    /// The blocks go on for the grace, which they share.
    @Test func anInterruptionLeavesTheBlocksTheGrace() async throws {
        let session = try session()
        await session.run("defer { sleep 20s; print never }")
        await session.run("defer { begun; sleep 20s; print first }")
        let task = Task { await session.close() }
        await begun()
        await timer()
        session.interrupt("enough")
        clock.advance(by: .seconds(20))
        await timer()
        clock.advance(by: .seconds(10))
        let result = await task.value
        #expect(result.output == ["first"])
        #expect(result.recorded.map(\.diagnostic.message) == ["enough"])
        #expect(result.usage.time == .seconds(30))
    }

    @Test func theDeadlineLeavesTheBlocksTheGrace() async throws {
        let session = try session { $0.deadline = .seconds(5) }
        await session.run("defer { sleep 40s; print never }")
        await session.run("defer { sleep 10s; print late }")
        let task = Task { await session.close() }
        for seconds in [5, 30] {
            await timer()
            clock.advance(by: .seconds(seconds))
        }
        let result = await task.value
        #expect(result.output == [] && result.recorded.map(\.kind) == [.deadline, .deadline])
        #expect(result.usage.time == .seconds(35))
    }

    @Test func blocksRunAlthoughTheSessionIsInterrupted() async throws {
        let interruption = Interruption()
        let session = try session(interruption)
        await session.run("defer print tidied")
        interruption.interrupt()
        #expect(await session.close().output == ["tidied"])
    }

    @Test func blocksRunAlthoughTheTaskIsCancelled() async throws {
        let session = try session()
        await session.run("defer print first")
        await session.run("defer print second")
        let gate = Gate()
        let task = Task {
            await gate.wait()
            return await session.close()
        }
        task.cancel()
        gate.open()
        let result = await task.value
        #expect(result.isSuccess && result.output == ["second", "first"])
    }

    @Test func aCutEndsTheBlocksAsWell() async throws {
        let interruption = Interruption()
        let session = try session(interruption)
        await session.run("defer print never")
        interruption.cut("at once")
        let result = await session.close()
        #expect(result.output == [] && result.recorded.map(\.diagnostic.message) == ["at once"])
    }

    /// Nothing of a session stays at the handle that ends it.
    @Test func aSessionThatIsOverIsFreed() async throws {
        final class Token: Sendable {}
        let interruption = Interruption()
        weak var kept: Token?
        do {
            let token = Token()
            kept = token
            let session = try session(interruption) { $0.onPrint = { _ in _ = token } }
            await session.run("print 1\ndefer print 2")
            await session.close()
        }
        #expect(kept == nil)
        interruption.interrupt()
    }
}
