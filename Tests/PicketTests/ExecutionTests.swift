import Picket
import Testing

/// A run step by step, and a run without concurrency.
@Suite struct ExecutionTests {
    @Test func aHostAnswersEachCommandWhenItLikes() throws {
        var library = Library()
        try library.add(Command("ask", parameters: [.word("name")]))
        let program = try library.compile("for x in [a, b] parallel 2 {\n ask $x\n print $x, $last.body\n}")
        let execution = Execution(program)
        var calls: [CommandCall] = []
        while case .command(let call) = execution.next() { calls.append(call) }
        #expect(calls.map(\.arguments["name"]) == ["a", "b"])
        guard case .waiting(until: nil) = execution.next() else {
            Issue.record("it waits for two answers")
            return
        }
        execution.resume(calls[1].ticket, with: 2)
        _ = execution.next()
        execution.resume(calls[0].ticket, with: 1)
        guard case .done(let result) = execution.next() else {
            Issue.record("it is over")
            return
        }
        #expect(result.output == ["a 1", "b 2"])
        // Nothing happens after the end.
        execution.resume(calls[0].ticket, with: 3)
        guard case .done = execution.next() else {
            Issue.record("it is still over")
            return
        }
    }

    @Test func aHostIsToldWhatToCancel() throws {
        var library = Library()
        try library.add(Command("ask"))
        let program = try library.compile("defer { ask }\nask\nprint never")
        let interruption = Interruption()
        var options = RunOptions()
        options.interruption = interruption
        let execution = Execution(program, options)
        guard case .command(let call) = execution.next() else { throw Unexpected() }
        interruption.interrupt()
        guard case .cancel(call.ticket) = execution.next() else { throw Unexpected() }
        guard case .waiting(until: .some) = execution.next() else { throw Unexpected() }
        execution.resume(call.ticket, throwing: CancellationError())
        guard case .command(let deferred) = execution.next() else { throw Unexpected() }
        execution.resume(deferred.ticket, with: .null as Value)
        guard case .done(let result) = execution.next() else { throw Unexpected() }
        #expect(result.failure?.kind == .interrupted)
        #expect(result.output.isEmpty)
    }

    @Test func aWaitTellsItsTime() throws {
        let clock = TestClock()
        var options = RunOptions()
        options.clock = clock
        let execution = Execution(try Library().compile("sleep 3s\nprint late"), options)
        guard case .waiting(until: 3_000_000_000) = execution.next() else { throw Unexpected() }
        clock.advance(by: .seconds(2))
        guard case .waiting(until: 3_000_000_000) = execution.next() else { throw Unexpected() }
        clock.advance(by: .seconds(1))
        guard case .done(let result) = execution.next() else { throw Unexpected() }
        #expect(result.output == ["late"])
    }

    private struct Unexpected: Error {}

    // MARK: Without concurrency

    @Test func aScriptRunsOnTheThreadOfItsHost() throws {
        var library = Library()
        try library.add(Command("greet", parameters: [.word("name")])) { arguments in
            .string("hello, \(arguments.text("name") ?? "")")
        }
        var options = RunOptions()
        options.clock = TestClock(jumps: true)
        let result = library.runSynchronously("greet world\nsleep 24h\nprint $last.body", options: options)
        #expect(result.output == ["hello, world"])
        #expect(result.usage.time == .seconds(86_400))
    }

    @Test func anAsynchronousCommandFailsClearly() throws {
        var library = Library()
        try library.add(Command("later"), async: { _ in 1 })
        let result = library.runSynchronously("later")
        #expect(result.failure?.diagnostic.message.contains("asynchronous") == true)
        #expect(result.exitStatus == 1)
    }

    @Test func theDeadlineEndsASynchronousRun() {
        var options = RunOptions()
        options.limits.steps = .max
        options.deadline = .milliseconds(5)
        let result = Library().runSynchronously("defer print tidied\nwhile true { }", options: options)
        #expect(result.failure?.kind == .deadline)
        #expect(result.output == ["tidied"])
    }
}
