package import NIOCore
package import Picket
import PicketHTTP
package import PicketRuntime
import PicketSyntax

/// Runs a loaded machine to its end on an event loop: an executor sends its commands, and the loop's timers are its
/// delays.
///
/// Everything happens on the loop's thread, so a suspended machine is resumed without a future or another thread. The
/// machine must have been made with the executor's secrets.
///
///     let run = PoolRun(executor: executor, machine: machine) { event in … }
///     run.start { outcome in … }
package final class PoolRun {
    let executor: Executor
    let scheduler: Scheduler
    let driver: RunDriver
    let services: HostServices
    let eventLoop: any EventLoop
    /// The run of a host's program; nil for a machine that was loaded already.
    let program: ProgramRun?
    /// The index of the first command of the Connection API.
    let firstCommand: Int
    /// The bodies of a host's commands that are at work, by ticket.
    var bodies: [Int: Task<Void, Never>] = [:]
    /// The way of other threads to the run of a host's program; nil for others.
    private(set) var door: RunDoor?
    private let deadline: TimeAmount?
    private let grace: TimeAmount
    private var completion: ((Outcome) -> Void)?
    /// Whether `pump` is on the stack. It then continues after an answer that comes at once.
    private var isPumping = false
    private var isPumpScheduled = false
    /// Fires at the driver's next time while the run waits.
    private let timer = LoopTimer()
    private static let timeToFirstLook = TimeAmount.milliseconds(25)
    /// The reads of doubtful connections after the script has ended; nil before that.
    private var reconciliation: Reconciliation?
    /// Keeps the run alive until it ends, so that nobody else needs to.
    private var selfWhileRunning: PoolRun?
    /// The platform that the run is pinned to; nil for the current one when its first command comes.
    package var pin: PlatformPin?
    /// Makes the run yield to the loop soon, from any thread. Waiting work on the loop then comes first.
    package let interruptionFlag: InterruptionFlag
    /// Is asked before each write is sent; nil to send without asking.
    package var permission: WritePermission?
    /// Is asked for a password that is not configured; nil if nobody can be asked.
    package var passwords: PasswordRequest?

    /// When the run ends at the latest, if it shares its deadline with earlier runs; nil for its own deadline. A run
    /// whose end has passed does not begin.
    package var latestEnd: NIODeadline?
    /// The strand that runs a test, and its platform before the test. A `use` inside a test does not outlast it.
    var tester: (strand: Strand, platform: PlatformSession?)?

    /// How long deferred blocks may take in total after a run is ended from outside.
    package static let grace = TimeAmount.seconds(30)

    /// - Parameters:
    ///   - deadline: The longest time that the run may take; nil for no limit.
    ///   - emit: Is called with each event in the order of the script.
    package convenience init(
        executor: Executor, machine: Machine, services: HostServices = HostServices(), deadline: TimeAmount? = nil,
        continuesOnError: Bool = false, emit: @escaping (Event) -> Void
    ) {
        self.init(
            emittingTimed: { emit($0.event) }, executor: executor, machine: machine, services: services,
            deadline: deadline, continuesOnError: continuesOnError)
    }

    /// The same for reports, which also need the time of each event, counted from now.
    ///
    /// - Parameter emit: Is called with each event in the order of the script.
    package convenience init(
        emittingTimed emit: @escaping (TimedEvent) -> Void, executor: Executor, machine: Machine,
        services: HostServices = HostServices(), deadline: TimeAmount? = nil, continuesOnError: Bool = false
    ) {
        self.init(
            nil, machine, executor, services, deadline: deadline.map { min($0, .longest) }, grace: Self.grace,
            continuesOnError: continuesOnError, emit)
    }

    /// Creates the run of a host's program, which loads its texts and says how it ends.
    ///
    /// - Parameter emit: Is called with each event in the order of the script, besides what the program's options say.
    package convenience init(
        _ program: ProgramRun, executor: Executor, services: HostServices, emit: ((TimedEvent) -> Void)? = nil
    ) {
        let options = program.options
        self.init(
            program, program.machine, executor, services, deadline: options.deadline.map { TimeAmount($0) },
            grace: .nanoseconds(program.grace), continuesOnError: options.continuesOnError
        ) { [unowned program] event in
            program.take(event)
            emit?(event)
        }
        program.askAtLimits(driver)
        driver.slice = ProgramRun.slice
        door = RunDoor(self, on: eventLoop)
    }

    private init(
        _ program: ProgramRun?, _ machine: Machine, _ executor: Executor, _ services: HostServices,
        deadline: TimeAmount?, grace: TimeAmount, continuesOnError: Bool, _ emit: @escaping (TimedEvent) -> Void
    ) {
        self.program = program
        // A program without a pool's commands has none of them, whatever the indices.
        firstCommand = program.map { $0.program.firstHostCommand ?? .max } ?? 0
        self.executor = executor
        self.services = services
        self.deadline = deadline
        self.grace = min(grace, .longest)
        self.eventLoop = executor.eventLoop
        interruptionFlag = machine.interruptionFlag
        machine.announcesSecrets = executor.journal != nil
        let (eventLoop, start) = (executor.eventLoop, executor.eventLoop.now)
        scheduler = Scheduler(
            machine, continuesOnError: continuesOnError, clock: { (eventLoop.now - start).nanoseconds },
            emit: emit)
        driver = RunDriver(scheduler, grace: self.grace.nanoseconds) { eventLoop.now.nanoseconds }
    }

    /// Starts the run. The completion is called once, perhaps before this function returns.
    package func start(_ completion: @escaping (Outcome) -> Void) {
        eventLoop.assertInEventLoop()
        self.completion = completion
        selfWhileRunning = self
        driver.start(until: bound, firstLook: (eventLoop.now + Self.timeToFirstLook).nanoseconds)
        _ = program?.loadNextText()
        pump()
    }

    private var bound: RunDriver.Bound? {
        if let program { return program.bound(at: eventLoop.now.nanoseconds) }
        guard let deadline else { return nil }
        return .deadline((latestEnd ?? eventLoop.now + deadline).nanoseconds, .deadline(deadline))
    }

    /// When the run and its deferred blocks must have ended; nil for never.
    var runEnd: RunEnd? {
        guard deadline != nil || driver.isEnding, let end = driver.end else { return nil }
        return RunEnd(time: NIODeadline(nanoseconds: end), source: driver.isEnding ? .grace : .deadline)
    }

    // MARK: Ending from outside

    /// Stops the run: it starts nothing new, waits for the answers to writes on their way, and runs deferred blocks,
    /// all for at most `grace`. A second call ends this too.
    package func interrupt() {
        eventLoop.assertInEventLoop()
        guard completion != nil else { return }
        guard driver.isEnding else { return stop() }
        driver.cut(.interruptedByUser)
        pump()
    }

    /// The names of a host's commands whose bodies did not end in time.
    var abandonedCommands: [String] { driver.abandonedCommands }

    /// Ends the run like a first `interrupt`. Further calls do not cut the deferred blocks short.
    package func stop() {
        eventLoop.assertInEventLoop()
        guard completion != nil else { return }
        let deferred = driver.isEnding ? 0 : scheduler.deferredCount
        driver.interrupt(.interruptedByUser)
        if deferred > 0 { services.tidiesUp(deferred) }
        pump()
    }

    /// Limits the rest of a run of deferred blocks to `grace`, because the run that they belong to is ended.
    package func limit() {
        eventLoop.assertInEventLoop()
        guard completion != nil else { return }
        driver.limit(.interruptedByUser)
        setTimer()
    }

    /// Ends the run at once, with its deferred blocks.
    package func cut() {
        eventLoop.assertInEventLoop()
        guard completion != nil else { return }
        driver.cut(.interruptedByUser)
        pump()
    }

    /// Reads the doubtful connections once more, then ends the run.
    private func reconcile(_ outcome: Outcome) {
        guard completion != nil, reconciliation == nil else { return }
        guard !executor.doubts.isEmpty else { return conclude(outcome) }
        // The bound on a run that is ended from outside applies here, too.
        let limit = eventLoop.now + (driver.isEnding ? grace : executor.configuration.settleTimeout)
        let reconciliation = executor.doubts.reconciliation(limit: limit, executor.tallyBox) { [self] findings in
            // If the run is ended meanwhile, it is not a success, whatever the reads show.
            if outcome.isGood, let failure = driver.failure { return conclude(.failure(failure)) }
            conclude(outcome.isGood && !findings.isEmpty ? .failure(.untold(findings)) : outcome)
        }
        self.reconciliation = reconciliation
        if driver.isEnding { services.looksAgain(reconciliation.count) }
        reconciliation.next()
    }

    private func conclude(_ outcome: Outcome) {
        guard let completion else { return }
        leaveTest()
        var outcome = outcome
        let unreadable = executor.doubts.takeUnreadable()
        if outcome.isGood, unreadable > 0 { outcome = .failure(.untold(unreadable)) }
        if let journal = executor.journal, let failure = Failure.forgotten(journal, executor.configuration.voice) {
            if outcome.isGood { outcome = .failure(failure) } else { journal.tell(failure.diagnostic) }
        }
        if let problem = executor.journal?.end(outcome, recorded: scheduler.machine.recorded.count),
            !outcome.isFailure
        {
            outcome = .failure(Failure(.journal, Diagnostic(.journalTrouble, message: problem.message, at: nil)))
        }
        if case .failure(var failure) = outcome {
            failure.nothingWasSent = executor.requestCount == 0
            failure.leavesDoubt = executor.tally.hasUntold
            outcome = .failure(failure)
        }
        self.completion = nil
        reconciliation = nil
        timer.cancel()
        door?.close()
        for body in bodies.values { body.cancel() }
        bodies = [:]
        driver.close()
        completion(outcome)
        selfWhileRunning = nil
    }

    // MARK: Running

    /// Serves the requests of the strands until all of them wait.
    func pump() {
        guard !isPumping, completion != nil else { return }
        isPumping = true
        let last = serveAll()
        isPumping = false
        switch last {
        case .finished(let outcome)?: reconcile(outcome)
        case .cut(let failure)?:
            reconciliation?.cut()
            conclude(.failure(failure))
        default: if !isPumpScheduled { services.willWait() }
        }
        setTimer()
    }

    /// Performs the driver's steps until it waits; returns the last one.
    private func serveAll() -> RunDriver.Step? {
        while completion != nil {
            program?.takeInterruption(driver)
            let step = driver.next()
            switch step {
            case .serve(let request): serve(request.strand, request.signal)
            case .ending(let count):
                if count > 0 { services.goesOn(count) }
                if let reconciliation { services.looksAgain(reconciliation.count) }
            // The executor cancels its work itself.
            case .cancel(let ticket): bodies[ticket]?.cancel()
            case .yield:
                schedulePump()
                return step
            case .finished(.success) where program?.loadNextText() ?? false: scheduler.beginAgain()
            case .wait, .finished, .cut: return step
            }
        }
        return nil
    }

    private func setTimer() {
        guard completion != nil, let time = driver.wakeTime else { return timer.cancel() }
        let deadline = NIODeadline(nanoseconds: time)
        guard timer.time != deadline else { return }
        timer.set(deadline, on: eventLoop) { [weak self] in self?.pump() }
    }

    /// NIO looks at its sockets only when no task is due.
    private static let timeToLookAtSockets = TimeAmount.microseconds(50)

    /// Lets the loop handle its timers, and its sockets if something is expected there, before the run continues.
    private func schedulePump() {
        guard !isPumpScheduled else { return }
        isPumpScheduled = true
        let delay = executor.isBusy ? Self.timeToLookAtSockets : .zero
        eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            self?.isPumpScheduled = false
            self?.pump()
        }
    }
}

@available(*, unavailable)
extension PoolRun: Sendable {}
