import PicketRuntime
import PicketSyntax

/// One run of a script inside a host. It connects the scheduler with Swift concurrency.
final class HostedRun {
    private let interpreter: Interpreter
    let machine: Machine
    private(set) var output: [String] = []
    private let clock = ContinuousClock()
    /// The time at which checking began.
    private let start: ContinuousClock.Instant
    private var waiting: [Int: Strand] = [:]
    private var nextTicket = 0
    /// The time and the reason of an interruption. The grace period of the deferred blocks starts then.
    private var interruption: (time: ContinuousClock.Instant, failure: Failure)?
    private static let grace = Duration.seconds(30)
    let timers = RunTimers()

    /// The result of a task that a strand waits for.
    private struct Answer: Sendable {
        var ticket: Int
        var response: Response?
    }

    init(
        _ interpreter: Interpreter, _ program: CompiledScript, _ parameters: [String: Value],
        since start: ContinuousClock.Instant
    ) {
        self.interpreter = interpreter
        self.start = start
        machine = Machine(
            configuration: MachineConfiguration(
                commands: interpreter.table, bodies: interpreter.immediateBodies, limits: interpreter.limits,
                reportsEverything: interpreter.onEvent != nil))
        machine.setParameters(parameters)
        machine.load(program)
    }

    /// Runs to the end. A cancelled task interrupts the script, whose deferred blocks still run.
    func complete() async -> Outcome {
        let flag = machine.interruptionFlag
        return await withTaskCancellationHandler {
            await run()
        } onCancel: {
            flag.raise()
        }
    }

    private func run() async -> Outcome {
        let scheduler = Scheduler(machine) { [unowned self] event in
            if case .printed(let line) = event { output.append(line) }
            interpreter.onEvent?(event)
        }
        machine.yield { [unowned self, unowned scheduler] in isDue(scheduler) }
        defer { machine.yield(when: nil) }
        return await withTaskGroup(of: Answer.self) { group in
            watch(&group)
            while scheduler.outcome == nil {
                if let interruption {
                    guard clock.now - interruption.time < HostedRun.grace else { break }
                } else if let failure = interpreter.ending(since: start) {
                    interruption = (clock.now, failure)
                    scheduler.interrupt(failure)
                }
                if elapsed >= scheduler.testDeadline { scheduler.expireTest() }
                if let request = scheduler.next() {
                    // A script that computes for long must let the host's other tasks run.
                    if request.signal == .yielded { await Task.yield() } else { serve(request, scheduler, &group) }
                } else if scheduler.outcome == nil, let answer = await group.next() {
                    take(answer, scheduler)
                }
            }
            group.cancelAll()
            return scheduler.outcome ?? interruption.map { .failure($0.failure) } ?? .success
        }
    }

    /// Wakes the run at its deadline or when its task is cancelled.
    private func watch(_ group: inout TaskGroup<Answer>) {
        let left = interpreter.deadline.map { $0 - (clock.now - start) }
        group.addTask { [timers] in
            await timers.wait(for: left)
            return Answer(ticket: 0)
        }
    }

    /// Whether the run needs a check for a reason that no other thread reports.
    private func isDue(_ scheduler: Scheduler) -> Bool {
        if let interruption, clock.now - interruption.time >= HostedRun.grace { return true }
        if interruption == nil, let deadline = interpreter.deadline, clock.now - start >= deadline { return true }
        let testDeadline = scheduler.testDeadline
        return testDeadline < .max && elapsed >= testDeadline
    }

    /// The time since the run began, in nanoseconds.
    private var elapsed: Int64 { (clock.now - start).nanoseconds }

    private func take(_ answer: Answer, _ scheduler: Scheduler) {
        guard let strand = waiting.removeValue(forKey: answer.ticket) else { return }
        if let response = answer.response { strand.machine.resume(response: response) }
        scheduler.resume(strand)
    }

    private func serve(
        _ request: Scheduler.Request, _ scheduler: Scheduler, _ group: inout TaskGroup<Answer>
    ) {
        let strand = request.strand
        switch request.signal {
        case .command: return call(strand, scheduler, &group)
        case .sleep:
            let delay = Duration.nanoseconds(strand.machine.pendingDelay)
            return wait(strand, &group) { [timers] _ in
                await timers.wait(for: delay)
                return nil
            }
        case .yielded: return
        case .monotonicClock: strand.machine.resume(value: .integer(elapsed))
        case .wallClock: strand.machine.resume(value: .string(WallClock.text()))
        case .environment:
            strand.machine.resume(
                value: interpreter.environment[strand.machine.pendingText].map { .string($0) } ?? .null)
        case .test: strand.machine.resume(value: .boolean(true))
        default: strand.machine.resume(failure: strand.machine.noFiles())
        }
        scheduler.resume(strand)
    }

    /// Executes a command asynchronously. The machine itself executes commands that answer at once.
    private func call(_ strand: Strand, _ scheduler: Scheduler, _ group: inout TaskGroup<Answer>) {
        let pending = strand.machine.pendingCommand
        guard case .asynchronous(let body)? = interpreter.bodies[pending.command.name] else {
            strand.machine.resume(response: .failure("the host has no body for `\(pending.command.name)`"))
            return scheduler.resume(strand)
        }
        let values = pending.values
        wait(strand, &group) { _ in
            do {
                return .value(try await body(values))
            } catch {
                return .failure("\(error)")
            }
        }
    }

    private func wait(
        _ strand: Strand, _ group: inout TaskGroup<Answer>, for work: @escaping @Sendable (Int) async -> Response?
    ) {
        nextTicket += 1
        let ticket = nextTicket
        waiting[ticket] = strand
        strand.cancel = { [unowned self] in waiting[ticket] = nil }
        group.addTask { Answer(ticket: ticket, response: await work(ticket)) }
        let limit = strand.machine.requestDeadline
        guard limit < .max else { return }
        // Wakes the run when the test's time is over.
        let left = Duration.nanoseconds(limit - min(limit, elapsed))
        group.addTask { [timers] in
            await timers.wait(for: left)
            return Answer(ticket: 0)
        }
    }
}

extension Duration {
    /// The duration in nanoseconds.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
