import Picket
import Synchronization
import Testing

/// [E5] A host that ends the run while the run is calling it sees nothing of the script any more.
@Suite(.timeLimit(.minutes(5))) struct SynchronousInterruptionTests {
    private final class Host: Sendable {
        let interruption = Interruption()
        private let notes = Mutex(0)

        var count: Int { notes.withLock { $0 } }

        func note() { notes.withLock { $0 += 1 } }
    }

    private let host = Host()

    private func library() throws -> Library {
        var library = Library()
        try library.add(Command("note")) { [host] _ in
            host.note()
            return .null
        }
        try library.add(
            Command("later"),
            async: { [host] _ in
                host.note()
                return .null
            })
        try library.add(Command("stop")) { [host] _ in
            host.interruption.interrupt()
            return .null
        }
        try library.add(Command("stop-and-answer")) { [host] _ in
            host.interruption.interrupt()
            return Response(status: 200)
        }
        try library.add(function: "stop_here") { [host] in
            host.interruption.interrupt()
            return 1
        }
        return library
    }

    private static let rest = ["note", "for _n in 1..1000 { note }", "later", "let _x = 1"]

    @Test(arguments: ["stop", "stop-and-answer", "let _n = stop_here()", "print \"$(stop_here())\""], rest)
    func codeOfTheHostEndsTheRun(_ cause: String, _ rest: String) async throws {
        var options = RunOptions()
        options.interruption = host.interruption
        let program = try library().compile("defer print tidied\n\(cause)\n\(rest)")
        for result in [program.runSynchronously(options), await program.run(options)] {
            #expect(result.failure?.kind == .interrupted, "\(result.outcome)")
            #expect(host.count == 0)
        }
    }

    @Test(arguments: ["print stop", "step s { let _x = 1 }", "note", "expect true", "later"], rest)
    func aHostThatObservesEndsTheRun(_ cause: String, _ rest: String) async throws {
        var options = RunOptions()
        options.interruption = host.interruption
        options.onEvent = { [host] _ in host.interruption.interrupt() }
        let result = try await library().run("\(cause)\n\(rest)", options: options)
        #expect(result.failure?.kind == .interrupted, "\(result.outcome)")
        // A command that the machine executes itself has ended when its events are delivered.
        #expect(host.count == (cause == "note" ? 1 : 0))
    }

    @Test(arguments: rest)
    func aHostThatGetsTheOutputEndsTheRun(_ rest: String) async throws {
        var options = RunOptions()
        options.interruption = host.interruption
        options.onPrint = { [host] _ in host.interruption.interrupt() }
        let result = try await library().run("print stop\n\(rest)", options: options)
        #expect(result.failure?.kind == .interrupted && host.count == 0, "\(result.outcome)")
    }

    @Test func aCommandThatCancelsItsTaskEndsTheRun() async throws {
        var library = try library()
        try library.add(Command("cancel")) { _ in
            withUnsafeCurrentTask { $0?.cancel() }
            return .null
        }
        let result = await Task { [library] in await library.run("cancel\nnote\nnote") }.value
        #expect(result.failure?.kind == .interrupted && host.count == 0, "\(result.outcome)")
    }

    /// Another thread cancels the task while the script computes.
    @Test func aTaskThatIsCancelledEndsAComputingRun() async throws {
        var library = try library()
        let (signals, begun) = AsyncStream.makeStream(of: Void.self)
        try library.add(Command("begun")) { _ in
            begun.yield()
            return .null
        }
        var options = RunOptions()
        options.limits.steps = 2_000_000_000
        let program = try library.compile("defer print tidied\nbegun\nlet n = 0\nwhile true { set n = $n + 1 }")
        let run = Task { [options] in program.runSynchronously(options) }
        for await _ in signals { break }
        run.cancel()
        let result = await run.value
        #expect(result.failure?.kind == .interrupted, "\(result.outcome)")
        #expect(result.output == ["tidied"])
    }

    @Test func aCommandThatInterruptsItsSessionEndsTheText() async throws {
        var library = try library()
        let place = Place()
        try library.add(Command("halt")) { _ in
            place.session.withLock { $0?.interrupt() }
            return .null
        }
        let session = Session(library)
        place.session.withLock { $0 = session }
        let result = await session.run("halt\nnote\nnote")
        #expect(result.failure?.kind == .interrupted && host.count == 0, "\(result.outcome)")
        place.session.withLock { $0 = nil }
    }

    private final class Place: Sendable {
        let session = Mutex<Session?>(nil)
    }
}
