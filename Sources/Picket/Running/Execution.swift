public import PicketRuntime
internal import PicketSyntax

/// One run, step by step, for hosts with an event loop of their own.
///
///     let execution = Execution(program, options)
///     while true {
///         switch execution.next() {
///         case .command(let call): execution.resume(call.ticket, with: answer(call))
///         case .waiting(let time): loop.wait(until: time)
///         case .cancel, .yielded: break
///         case .done(let result): return result
///         }
///     }
///
/// It never waits and calls nothing but the bodies of commands that answer at once and the functions of its options. It
/// belongs to one thread at a time; only its `interruption` may be used from any thread. The other ways to run a program
/// stand on it.
public final class Execution {
    /// Ends the run from any thread. The host then asks for the next step.
    public let interruption: Interruption
    let run: ProgramRun
    let driver: RunDriver
    private var state: State

    private enum State {
        case idle
        case running
        /// The host was told so.
        case done(RunResult)
    }

    /// Prepares a run. Nothing of the script runs before the first `next`.
    public convenience init(_ program: Program, _ options: RunOptions = RunOptions()) {
        let run = ProgramRun(program, options)
        self.init(run)
        // Another thread may hold the interruption, and nothing else would stop long work of the script.
        run.listen {}
    }

    init(_ run: ProgramRun) {
        self.run = run
        interruption = run.interruption
        state = .idle
        let clock = run.options.clock
        let scheduler = Scheduler(
            run.machine, continuesOnError: run.options.continuesOnError, clock: run.eventClock
        ) { [unowned run] in run.take($0) }
        driver = RunDriver(scheduler, grace: run.grace) { clock.nanoseconds }
        run.askAtLimits(driver)
    }

    deinit {
        if case .running = state { driver.drop() }
    }

    var program: Program { run.program }
    var options: RunOptions { run.options }
    var machine: Machine { run.machine }

    /// Runs until the host is needed.
    public func next() -> Step {
        switch state {
        case .done(let result): return .done(result)
        case .idle:
            if let refusal = begin() { return end(refusal) }
        case .running: break
        }
        while true {
            run.takeInterruption(driver)
            switch driver.next() {
            case .serve(let request):
                if let step = serve(request) { return step }
            case .yield: return .yielded
            case .cancel(let ticket): return .cancel(Ticket(number: ticket))
            case .wait: return .waiting(until: driver.wakeTime)
            case .ending: continue
            case .finished(let outcome):
                if case .success = outcome, run.loadNextText() {
                    driver.scheduler.beginAgain()
                    continue
                }
                return end(RunResult.Outcome(outcome))
            case .cut(let failure): return end(.failure(failure))
            }
        }
    }

    /// Answers a command with a value. Does nothing if the run no longer waits for it.
    public func resume(_ ticket: Ticket, with value: Value) { resume(ticket, with: .value(value)) }

    /// Answers a command with a whole response. Does nothing if the run no longer waits for it.
    public func resume(_ ticket: Ticket, with response: Response) { driver.answer(ticket: ticket.number, response) }

    /// Fails a command with an error, such as a `ScriptError`. Does nothing if the run no longer waits for it.
    public func resume(_ ticket: Ticket, throwing error: any Error) {
        resume(ticket, with: .failure(ThrownError(error, program.configuration.failureText)))
    }

    /// Begins the run; returns how it ended if it was refused.
    private func begin() -> RunResult.Outcome? {
        state = .running
        let problems = run.problems
        guard problems.isEmpty else { return .refused(problems) }
        driver.start(until: run.bound)
        _ = run.loadNextText()
        return nil
    }

    private func end(_ outcome: RunResult.Outcome) -> Step {
        let result = run.end(outcome, abandoned: driver.abandonedCommands)
        driver.close()
        state = .done(result)
        return .done(result)
    }
}

@available(*, unavailable)
extension Execution: Sendable {}
