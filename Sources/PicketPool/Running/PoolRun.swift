package import NIOCore
import PicketHTTP
package import PicketRuntime
import PicketSyntax

/// Runs a loaded machine to its end on an event loop: commands through an executor, delays by the loop's timers.
///
/// All of it happens on the loop's thread, between a machine that is suspended and the answer that resumes it there is
/// neither a future nor another thread. The machine must have been made with the executor's secrets.
///
///     let run = PoolRun(executor: executor, machine: machine) { event in … }
///     run.start { outcome in … }
package final class PoolRun {
    let executor: Executor
    let scheduler: Scheduler
    let services: HostServices
    let eventLoop: any EventLoop
    private let deadline: TimeAmount?
    private var completion: ((Outcome) -> Void)?
    /// Whether `pump` is on the stack: an answer that comes at once finds the loop there going on.
    private var isPumping = false
    private var isPumpScheduled = false
    private let alarm = LoopTimer()
    /// When the loop is to look around for the first time: what begins to listen for signals may wait there. Only once,
    /// because long work begins again from its start. Nil when it has.
    private var firstLook: NIODeadline?
    private static let timeToFirstLook = TimeAmount.milliseconds(25)
    /// Whether the script has ended, and connections are read once more.
    private var isReconciling = false
    /// Nobody needs to hold a run that goes on.
    private var itself: PoolRun?
    /// What ends the run from outside; deferred blocks run from then on.
    private var ending: Failure?
    /// The platform that the run keeps to; nil for the one that holds when its first command comes.
    package var pin: PlatformPin?
    /// Makes the run look around as soon as it can, from any thread; what is left for it on the loop comes first.
    package let interruptionFlag: InterruptionFlag
    /// What is asked before each write is sent; nil to send without asking.
    package var permission: WritePermission?

    /// When the run is to end at the latest, if it shares its deadline with others that began before it; nil for its own. A
    /// run whose end has passed does not begin.
    package var latestEnd: NIODeadline?
    /// The strand that runs a test, and its platform before it: a test's `use` is its own.
    var tester: (strand: Strand, platform: PlatformSession?)?

    /// How long deferred blocks may take in all once a run is ended from outside.
    package static let grace = TimeAmount.seconds(30)

    /// - Parameters:
    ///   - deadline: the longest that the run may take; nil for no limit.
    ///   - emit: is called with each event in the order of the script.
    package convenience init(
        executor: Executor, machine: Machine, services: HostServices = HostServices(), deadline: TimeAmount? = nil,
        continuesOnError: Bool = false, emit: @escaping (Event) -> Void
    ) {
        self.init(
            telling: { emit($0.event) }, executor: executor, machine: machine, services: services, deadline: deadline,
            continuesOnError: continuesOnError)
    }

    /// The same for reports, which want the moment of each event, counted from now.
    ///
    /// - Parameter tell: is called with each event in the order of the script.
    package init(
        telling tell: @escaping (TimedEvent) -> Void, executor: Executor, machine: Machine,
        services: HostServices = HostServices(), deadline: TimeAmount? = nil, continuesOnError: Bool = false
    ) {
        self.executor = executor
        self.services = services
        self.deadline = deadline.map { min($0, .longest) }
        self.eventLoop = executor.eventLoop
        interruptionFlag = machine.interruptionFlag
        machine.announcesSecrets = executor.journal != nil
        let (eventLoop, start) = (executor.eventLoop, executor.eventLoop.now)
        scheduler = Scheduler(
            machine, continuesOnError: continuesOnError, clock: { (eventLoop.now - start).nanoseconds },
            emit: tell)
    }

    /// Begins; the completion is called once, perhaps before this returns.
    package func start(_ completion: @escaping (Outcome) -> Void) {
        eventLoop.assertInEventLoop()
        self.completion = completion
        itself = self
        firstLook = eventLoop.now + Self.timeToFirstLook
        scheduler.machine.yield { [weak self] in self?.isDue ?? false }
        if let deadline {
            if let latestEnd, latestEnd <= eventLoop.now { return end(because: .deadline(deadline)) }
            let time = latestEnd ?? eventLoop.now + deadline
            alarm.set(time, on: eventLoop) { [weak self] in self?.end(because: .deadline(deadline)) }
        }
        pump()
    }

    /// When the run, or what is left of it, has to end; nil for never.
    var runEnd: RunEnd? {
        guard deadline != nil || ending != nil else { return nil }
        return alarm.time.map { RunEnd(time: $0, source: ending == nil ? .deadline : .grace) }
    }

    // MARK: Ending from outside

    /// Stops the run: nothing new begins, writes on their way go on to their answers and deferred blocks run, for at most
    /// `grace`. A second call ends those, too.
    package func interrupt() {
        eventLoop.assertInEventLoop()
        ending == nil ? end(because: .interruptedByUser) : abandon()
    }

    /// Ends the run as `interrupt` does, but only once: deferred blocks run, however often it is called.
    package func stop() {
        eventLoop.assertInEventLoop()
        end(because: .interruptedByUser)
    }

    private func end(because failure: Failure) {
        guard completion != nil, ending == nil else { return }
        ending = failure
        alarm.set(eventLoop.now + Self.grace, on: eventLoop) { [weak self] in self?.abandon() }
        let count = scheduler.interrupt(failure)
        if count > 0 { services.goesOn(count) }
        pump()
    }

    private func abandon() {
        guard completion != nil, let ending else { return }
        scheduler.abandon()
        conclude(.failure(ending))
    }

    /// Reads the connections once more of which the run had a doubt, then ends.
    private func reconcile(_ outcome: Outcome) {
        guard completion != nil, !isReconciling else { return }
        guard !executor.doubts.isEmpty else { return conclude(outcome) }
        isReconciling = true
        // What ends a run from outside bounds this, too.
        let limit = eventLoop.now + (ending == nil ? executor.configuration.settleTimeout : Self.grace)
        executor.doubts.reconcile(limit: limit, executor.tallyBox) { [self] findings in
            // A run that is ended meanwhile is no success, whatever was found.
            if outcome.isGood, let ending { return conclude(.failure(ending)) }
            conclude(outcome.isGood && !findings.isEmpty ? .failure(.untold(findings)) : outcome)
        }
    }

    private func conclude(_ outcome: Outcome) {
        guard let completion else { return }
        leaveTest()
        var outcome = outcome
        if outcome.isGood, let journal = executor.journal, let failure = Failure.forgotten(journal) {
            outcome = .failure(failure)
        }
        if let problem = executor.journal?.end(outcome, recorded: scheduler.machine.recorded.count),
            !outcome.isFailure
        {
            outcome = .failure(Failure(.journal, Diagnostic(.journalTrouble, message: problem.message, at: nil)))
        }
        if case .failure(var failure) = outcome, failure.kind == .journal || failure.kind == .login {
            failure.nothingWasSent = executor.requestCount == 0
            outcome = .failure(failure)
        }
        self.completion = nil
        alarm.cancel()
        scheduler.machine.yield(when: nil)
        completion(outcome)
        itself = nil
    }

    /// Whether an alarm of this run should have gone off: it cannot while the machine keeps the loop's thread.
    private var isDue: Bool {
        let testDeadline = scheduler.testDeadline
        guard alarm.time != nil || testDeadline != .max || firstLook != nil else { return false }
        let now = eventLoop.now
        if let firstLook, now >= firstLook { return true }
        return alarm.time.map { now >= $0 } ?? false || now.nanoseconds >= testDeadline
    }

    // MARK: Running

    /// Serves what the strands ask for until all of them wait.
    func pump() {
        guard !isPumping, completion != nil else { return }
        isPumping = true
        while completion != nil {
            let testDeadline = scheduler.testDeadline
            if testDeadline != .max, eventLoop.now.nanoseconds >= testDeadline { scheduler.expireTest() }
            guard let request = scheduler.next() else { break }
            guard request.signal != .yielded else {
                schedulePump()
                break
            }
            serve(request.strand, request.signal)
        }
        isPumping = false
        if let outcome = scheduler.outcome { return reconcile(outcome) }
        if !isPumpScheduled { services.willWait() }
    }

    /// Lets the loop look at its sockets and timers before the run goes on.
    private func schedulePump() {
        guard !isPumpScheduled else { return }
        isPumpScheduled = true
        eventLoop.assumeIsolated().scheduleTask(in: .zero) { [weak self] in
            self?.isPumpScheduled = false
            self?.firstLook = nil
            self?.pump()
        }
    }
}

@available(*, unavailable)
extension PoolRun: Sendable {}
