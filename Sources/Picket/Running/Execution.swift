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
    let program: Program
    let options: RunOptions
    let driver: RunDriver
    let machine: Machine
    private let start: Int64
    private let output: Output
    /// How many of the preludes and the script have begun.
    private var textsBegun = 0
    private var state: State
    /// Returns whether the task that waits for the run was cancelled.
    var isCancelled: () -> Bool = { false }
    /// The failures that earlier texts recorded on the machine.
    private let recordedBefore: Int
    /// The number of this run at its interruption.
    private var listener: Int?

    private enum State {
        case idle
        case running
        /// The host was told so.
        case done(RunResult)
    }

    /// What the run printed.
    final class Output {
        var lines: [String] = []
    }

    /// Prepares a run. Nothing of the script runs before the first `next`.
    public convenience init(_ program: Program, _ options: RunOptions = RunOptions()) {
        self.init(program, options, since: nil)
        // Another thread may hold the interruption, and nothing else would stop long work of the script.
        listen {}
    }

    /// - Parameters:
    ///
    ///   - since: when the run's time began; nil for now.
    ///
    ///   - machine: the idle machine of earlier texts; nil for a new one.
    init(_ program: Program, _ options: RunOptions, since: Int64?, machine: Machine? = nil) {
        self.program = program
        self.options = options
        interruption = options.interruption ?? Interruption()
        let clock = options.clock
        let start = since ?? clock.nanoseconds
        self.start = start
        output = Output()
        let machine = machine ?? program.machine(options)
        self.machine = machine
        recordedBefore = machine.recorded.count
        state = .idle
        let times: () -> Int64 = options.onEvent == nil ? { 0 } : { clock.nanoseconds - start }
        let scheduler = Scheduler(
            machine, continuesOnError: options.continuesOnError, clock: times, emit: options.receiver(output))
        driver = RunDriver(scheduler, grace: options.grace.nanoseconds) { clock.nanoseconds }
        if options.onLimit != nil { askAtLimits() }
    }

    /// Prepares a run of what its machine has loaded already, such as a deferred block.
    convenience init(_ program: Program, _ options: RunOptions, since: Int64?, loaded machine: Machine) {
        self.init(program, options, since: since, machine: machine)
        textsBegun = program.preludes.count + 1
    }

    deinit {
        if let listener { interruption.remove(listener) }
        if case .running = state { driver.drop() }
    }

    /// Runs until the host is needed.
    public func next() -> Step {
        switch state {
        case .done(let result): return .done(result)
        case .idle:
            if let refusal = begin() { return end(refusal) }
        case .running: break
        }
        while true {
            takeInterruption()
            switch driver.next() {
            case .serve(let request):
                if let step = serve(request) { return step }
            case .yield: return .yielded
            case .cancel(let ticket): return .cancel(Ticket(number: ticket))
            case .wait: return .waiting(until: driver.wakeTime)
            case .ending: continue
            case .finished(let outcome):
                if case .success = outcome, loadNextText() {
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
    public func resume(_ ticket: Ticket, with response: Response) {
        guard let answered = driver.close(ticket: ticket.number) else { return }
        let machine = answered.strand.machine
        machine.resume(response: answered.isLate ? .late(machine.requestLimit.source) : response)
        driver.scheduler.resume(answered.strand)
    }

    /// Fails a command with an error, such as a `ScriptError`. Does nothing if the run no longer waits for it.
    public func resume(_ ticket: Ticket, throwing error: any Error) {
        resume(ticket, with: .failure(ThrownError(error, program.configuration.failureText)))
    }

    // MARK: Beginning

    /// Begins the run; returns how it ended if it was refused.
    private func begin() -> RunResult.Outcome? {
        state = .running
        let unknown = program.unknownParameters(options.parameters)
        guard unknown.isEmpty else { return .refused(unknown) }
        driver.start(until: bound)
        _ = loadNextText()
        return nil
    }

    private var bound: RunDriver.Bound? {
        options.deadline.map { .deadline(RunDriver.sum(start, $0.nanoseconds), .deadline($0)) }
    }

    /// Loads the next prelude, or the script after the last one. Returns false after the script.
    private func loadNextText() -> Bool {
        guard textsBegun <= program.preludes.count else { return false }
        // A script shares its limits with its preludes.
        machine.load(
            textsBegun < program.preludes.count ? program.preludes[textsBegun] : program.script,
            isContinuation: textsBegun > 0)
        textsBegun += 1
        return true
    }

    /// Calls a function when the run is interrupted, from any thread. Only then is anything allocated for it.
    func listen(_ wake: @escaping @Sendable () -> Void) {
        if let listener { interruption.remove(listener) }
        listener = interruption.add(machine.interruptionFlag, wake: wake)
    }

    private func takeInterruption() {
        if isCancelled() { driver.interrupt(.interruptedByHost) }
        switch interruption.request {
        case .none: break
        case .interrupt(let failure): driver.interrupt(failure)
        case .cut(let failure): driver.cut(failure)
        }
    }

    private func askAtLimits() {
        guard let ask = options.onLimit else { return }
        machine.onLimit { [unowned self] name in ask(LimitReached(limit: name, usage: usage)).amount }
        driver.extendDeadline = { [unowned self] _ in
            let amount = ask(LimitReached(limit: .deadline, usage: usage)).amount
            return Duration.milliseconds(amount).nanoseconds
        }
    }

    // MARK: Ending

    private var usage: RunUsage {
        let used = machine.usage
        return RunUsage(
            steps: used.steps, peakBytes: used.peakBytes, commands: used.commands,
            time: .nanoseconds(options.clock.nanoseconds - start))
    }

    private func end(_ outcome: RunResult.Outcome) -> Step {
        var (diagnostics, globals) = (program.warnings, [String: Value]())
        if case .refused(let errors) = outcome {
            diagnostics += errors
        } else {
            globals = machine.values(of: program.globals, where: options.returnsGlobal, bytes: options.limits.memory)
        }
        let recorded = recordedBefore == 0 ? machine.recorded : Array(machine.recorded.dropFirst(recordedBefore))
        let course = RunResult.Course(
            recorded: recorded, output: output.lines, usage: usage, globals: globals,
            abandoned: driver.abandonedCommands, diagnostics: diagnostics, hidden: HiddenTexts(machine))
        driver.close()
        machine.onLimit(nil)
        if let listener { interruption.remove(listener) }
        listener = nil
        let result = RunResult(outcome, course)
        state = .done(result)
        return .done(result)
    }
}

@available(*, unavailable)
extension Execution: Sendable {}
