package import PicketRuntime
internal import PicketSyntax

/// One run of a program with its options, whoever drives it: its machine, its texts, its output and its result.
///
/// `Execution` drives it for hosts, and a pool drives it on its event loop. It belongs to one thread at a time; only its
/// `interruption` may be used from any thread.
package final class ProgramRun {
    package let program: Program
    package let options: RunOptions
    /// Ends the run from any thread.
    package let interruption: Interruption
    package let machine: Machine
    /// Returns whether the task that waits for the run was cancelled.
    package var isCancelled: () -> Bool = { false }
    private let content: Content
    /// When the run's time began.
    private let start: Int64
    /// What the run printed.
    private var output: [String] = []
    /// How many of the preludes and the script have begun.
    private var textsBegun = 0
    /// The failures that earlier texts recorded on the machine.
    private let recordedBefore: Int
    /// The number of this run at its interruption.
    private var listener: Int?

    /// What a run executes.
    enum Content {
        case texts
        /// A block that an earlier text deferred. An interruption bounds it by the grace instead of ending it.
        case deferredBlock
        /// Such a block after an interruption or the deadline, with what is left of the time.
        case rest(RunDriver.Bound)
    }

    /// - Parameters:
    ///
    ///   - since: when the run's time began; nil for now.
    ///
    ///   - machine: the machine of the run.
    private init(
        _ program: Program, _ options: RunOptions, since: Int64?, _ machine: Machine, _ content: Content
    ) {
        (self.program, self.options, self.machine, self.content) = (program, options, machine, content)
        interruption = options.interruption ?? Interruption()
        start = since ?? options.clock.nanoseconds
        recordedBefore = machine.recorded.count
    }

    /// Prepares a run on a machine of its own.
    ///
    /// - Parameters:
    ///
    ///   - since: when the run's time began; nil for now.
    ///
    ///   - part: what the driver of the run adds to the options.
    package convenience init(
        _ program: Program, _ options: RunOptions, since: Int64? = nil, for part: DriverPart = DriverPart()
    ) {
        self.init(program, options, since: since, program.machine(options, part), .texts)
    }

    /// Prepares a run of what its machine has loaded already.
    convenience init(
        _ program: Program, _ options: RunOptions, since: Int64, loaded machine: Machine, _ content: Content = .texts
    ) {
        self.init(program, options, since: since, machine, content)
        textsBegun = program.preludes.count + 1
    }

    /// What the driver of a run adds to the options.
    package struct DriverPart {
        /// The store of the run's secrets; nil for a new one.
        package var secrets: SecretStore?
        /// The seed of the run; nil for the one of the options.
        package var seed: UInt64?
        /// Whether the driver needs every event, whatever the options say.
        package var observesEverything = false
        /// Whether commands that write are left to the driver, also those that the machine could execute itself.
        package var onlyPlans = false

        package init() {}
    }

    deinit {
        if let listener { interruption.remove(listener) }
    }

    // MARK: Beginning

    /// The problems of options that do not fit the program; empty if it can run.
    package var problems: [Diagnostic] { program.unknownParameters(options.parameters) }

    /// When the run ends at the latest, by the clock of the options; nil for never.
    var bound: RunDriver.Bound? {
        if case .rest(let bound) = content { return bound }
        return options.deadline.map { .deadline(RunDriver.sum(start, $0.nanoseconds), .deadline($0)) }
    }

    /// Returns the bound by another clock.
    ///
    /// - Parameter now: the time of that clock.
    package func bound(at now: Int64) -> RunDriver.Bound? {
        bound?.moved(from: options.clock.nanoseconds, to: now)
    }

    /// How long a script computes before other work of its process, in nanoseconds. With 64 scripts on two threads another
    /// task then waits for about 10 ms.
    package static let slice: Int64 = 250_000

    /// How long deferred blocks may take after the run was ended from outside, in nanoseconds.
    package var grace: Int64 { options.grace.nanoseconds }

    /// Loads the next prelude, or the script after the last one. Returns false after the script.
    package func loadNextText() -> Bool {
        guard textsBegun <= program.preludes.count else { return false }
        // A script shares its limits with its preludes.
        machine.load(
            textsBegun < program.preludes.count ? program.preludes[textsBegun] : program.script,
            isContinuation: textsBegun > 0)
        textsBegun += 1
        return true
    }

    /// The clock of the events' times.
    var eventClock: () -> Int64 {
        let (clock, start) = (options.clock, start)
        return options.onEvent == nil ? { 0 } : { clock.nanoseconds - start }
    }

    /// Collects output, and passes an event on as the options say.
    package func take(_ timed: TimedEvent) {
        switch timed.event {
        // At the prompt of a session a bare expression is shown.
        case .printed(let line), .shown(let line):
            if let onPrint = options.onPrint { onPrint(line) } else { output.append(line) }
        default: break
        }
        if let onEvent = options.onEvent, options.events.contains(EventKinds(timed.event)) { onEvent(timed) }
    }

    // MARK: Running

    /// Calls a function when the run is interrupted, from any thread. Only then is anything allocated for it.
    package func listen(_ wake: @escaping @Sendable () -> Void) {
        if let listener { interruption.remove(listener) }
        listener = interruption.add(machine.interruptionFlag, wake: wake)
    }

    /// Passes on to the driver what was asked for from outside.
    package func takeInterruption(_ driver: RunDriver) {
        if isCancelled() { stop(driver, .interruptedByHost) }
        switch interruption.request {
        case .none: break
        case .interrupt(let failure): stop(driver, failure)
        case .cut(let failure): driver.cut(failure)
        }
    }

    private func stop(_ driver: RunDriver, _ failure: Failure) {
        switch content {
        case .texts: driver.interrupt(failure)
        case .deferredBlock: driver.limit(failure)
        case .rest: break
        }
    }

    /// Asks the host at limits and at the deadline, if it wants to be asked. `end` ends this.
    package func askAtLimits(_ driver: RunDriver) {
        guard let ask = options.onLimit else { return }
        machine.onLimit { [unowned self] name in ask(LimitReached(limit: name, usage: usage)).amount }
        driver.extendDeadline = { [unowned self] _ in
            let amount = ask(LimitReached(limit: .deadline, usage: usage)).amount
            return Duration.milliseconds(amount).nanoseconds
        }
    }

    /// Returns the call of a command that waits for its body.
    package func call(_ pending: PendingCommand, _ ticket: Int) -> CommandCall {
        CommandCall(
            ticket: Ticket(number: ticket), command: pending.command, arguments: pending.values, index: pending.index)
    }

    // MARK: Ending

    private var usage: RunUsage {
        let used = machine.usage
        return RunUsage(
            steps: used.steps, peakBytes: used.peakBytes, commands: used.commands,
            time: .nanoseconds(options.clock.nanoseconds - start))
    }

    /// Ends the run, and returns its result.
    ///
    /// - Parameter abandoned: the names of commands whose bodies did not end in time.
    package func end(_ outcome: RunResult.Outcome, abandoned: [String] = []) -> RunResult {
        var (diagnostics, globals) = (program.warnings, [String: Value]())
        if case .refused(let errors) = outcome {
            diagnostics += errors
        } else {
            globals = machine.values(of: program.globals, where: options.returnsGlobal, bytes: options.limits.memory)
        }
        let recorded = recordedBefore == 0 ? machine.recorded : Array(machine.recorded.dropFirst(recordedBefore))
        let course = RunResult.Course(
            recorded: recorded, output: output, usage: usage, globals: globals, abandoned: abandoned,
            diagnostics: diagnostics, hidden: HiddenTexts(machine))
        machine.onLimit(nil)
        if let listener { interruption.remove(listener) }
        listener = nil
        return RunResult(outcome, course)
    }
}

@available(*, unavailable)
extension ProgramRun: Sendable {}
