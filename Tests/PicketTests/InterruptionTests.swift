import PicketRuntime
import PicketSyntax
import Testing

@testable import Picket

/// Whatever a script looks at, its limits, its deadline and its host end it; and then no `catch` runs any more.
@Suite(.timeLimit(.minutes(10))) struct InterruptionTests {
    @Test(arguments: SlowScripts.all.indices)
    func theStepLimitEndsIt(_ index: Int) async {
        let (name, text) = SlowScripts.all[index]
        var options = RunOptions()
        options.limits.steps = 120_000
        let result = await Library().run(text, options: options)
        #expect(result.failure?.diagnostic.code == "step-limit", "\(name): \(result.diagnostics.map(\.message))")
        #expect(result.exitStatus == 4)
    }

    @Test(arguments: SlowScripts.all.indices)
    func theDeadlineEndsIt(_ index: Int) async {
        let (name, text) = SlowScripts.all[index]
        var options = RunOptions()
        options.limits.steps = .max
        options.deadline = .milliseconds(20)
        let result = await Library().run(text, options: options)
        #expect(result.failure?.diagnostic.code == "deadline", "\(name)")
    }

    @Test(arguments: SlowScripts.all.indices)
    func cancellingItsTaskEndsIt(_ index: Int) async throws {
        let (name, text) = SlowScripts.all[index]
        let (began, signal) = AsyncStream<Void>.makeStream()
        var options = RunOptions()
        options.limits.steps = .max
        var library = Library()
        try library.add(Command("begin")) { _ in
            signal.finish()
            return .null
        }
        let task = Task { [library, options] in
            await library.run("begin\ndefer print tidied\n" + text, options: options)
        }
        for await _ in began {}
        task.cancel()
        let result = await task.value
        #expect(result.failure?.diagnostic.code == "interrupted", "\(name)")
        #expect(result.output.last == "tidied", "\(name)")
    }

    // MARK: An interruption wins over a failure

    private static let catching = "defer print tidied\ntry { work } catch _p { print caught }\nprint after"

    /// The command fails because its task is cancelled: that is no failure for `catch`.
    @Test func aCommandThatFailsWhenItIsCancelledIsNotCaught() async throws {
        for _ in 0..<20 {
            let (began, signal) = AsyncStream<Void>.makeStream()
            var library = Library()
            try library.add(
                Command("work"),
                async: { _ in
                    signal.finish()
                    while true {
                        try Task.checkCancellation()
                        await Task.yield()
                    }
                })
            let task = Task { [library] in await library.run(InterruptionTests.catching) }
            for await _ in began {}
            task.cancel()
            let result = await task.value
            #expect(result.output == ["tidied"])
            #expect(result.failure?.diagnostic.code == "interrupted")
        }
    }

    /// The same for a command that is carried out at once, in the middle of the machine's own work.
    @Test func aCommandThatFailsAtOnceIsNotCaughtAfterACancellation() async throws {
        struct Refusal: Error {}
        var library = Library()
        try library.add(Command("work")) { _ in
            withUnsafeCurrentTask { $0?.cancel() }
            throw Refusal()
        }
        let result = await Task { [library] in await library.run(InterruptionTests.catching) }.value
        #expect(result.output == ["tidied"])
        #expect(result.failure?.diagnostic.code == "interrupted")
    }

    /// A failure at the moment of the deadline goes to the host first.
    @Test func aFailureAtTheDeadlineIsNotCaught() throws {
        var output: [String] = []
        var isLate = false
        let machine = try machine(
            "defer print tidied\nprint begun\ntry { fail now } catch _p { print caught }\nprint after")
        let scheduler = Scheduler(machine) { event in
            if case .printed(let line) = event { output.append(line) }
            isLate = true
        }
        machine.yield { isLate }
        #expect(scheduler.next()?.signal == .yielded)
        machine.yield(when: nil)
        scheduler.interrupt(Failure(.deadline, Diagnostic(code: "deadline", message: "it is late", at: nil)))
        #expect(scheduler.next() == nil)
        #expect(output == ["begun", "tidied"])
        guard case .failure(let failure)? = scheduler.outcome else {
            Issue.record("it failed")
            return
        }
        #expect(failure.kind == .deadline)
    }

    /// A host that looks around and goes on loses nothing: the failure is caught, the instruction is carried out again.
    @Test func lookingAroundChangesNothing() throws {
        for text in SlowScripts.all.map(\.text) {
            let finite = text.replacing("while true", with: "for _round in 1..3") + "\nprint done"
            #expect(try run(finite, raisingAlways: true) == run(finite, raisingAlways: false))
        }
    }

    /// What a script prints, all UUIDs hidden as secrets.
    private func run(_ text: String, raisingAlways: Bool) throws -> [String] {
        var output: [String] = []
        let machine = try machine(text)
        let scheduler = Scheduler(machine) { if case .printed(let line) = $0 { output.append(line) } }
        if raisingAlways { machine.interruptionFlag.raise() }
        var turn = 0
        while scheduler.outcome == nil {
            let request = scheduler.next()
            #expect(request == nil || request?.signal == .yielded)
            turn += 1
            // Long work comes to its end in a turn that nobody ends early.
            if raisingAlways, turn % 4 > 0 { machine.interruptionFlag.raise() }
        }
        return output
    }

    private func machine(_ text: String) throws -> Machine {
        let compilation = Compiler(commands: CommandTable()).compile(SourceFile(name: "test.picket", text: text))
        let machine = Machine(configuration: MachineConfiguration(commands: CommandTable(), seed: 1))
        machine.load(try #require(compilation.program, "\(compilation.diagnostics.map(\.message))"))
        return machine
    }

    // MARK: Other tasks, and what is left

    /// More scripts than there are threads, each in an endless loop: the task that cancels them has its turn.
    @Test func computingScriptsDoNotStopTheHostsOtherTasks() async {
        var options = RunOptions()
        options.limits.steps = .max
        let runs = (0..<32).map { _ in Task { [options] in await Library().run("while true { }", options: options) } }
        let canceller = Task { for run in runs { run.cancel() } }
        await canceller.value
        for run in runs { #expect(await run.value.failure?.kind == .interrupted) }
    }

    /// However many strands sleep, the run has one timer, and a cancelled run has none.
    @Test func aCancelledRunLeavesNoTimerBehind() async throws {
        let clock = TestClock()
        var options = RunOptions()
        options.deadline = .seconds(86_400)
        options.clock = clock
        let task = Task { [options] in
            await Library().run("for i in 1..3 parallel 3 { sleep 24h }", options: options)
        }
        while clock.timerCount == 0 { await Task.yield() }
        #expect(clock.timerCount == 1)
        task.cancel()
        #expect(await task.value.failure?.kind == .interrupted)
        #expect(clock.timerCount == 0)
    }
}
