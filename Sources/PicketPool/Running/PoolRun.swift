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
    private let executor: Executor
    private let scheduler: Scheduler
    private let services: HostServices
    private let eventLoop: any EventLoop
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
    private var tester: (strand: Strand, platform: PlatformSession?)?

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
        eventLoop = executor.eventLoop
        interruptionFlag = machine.interruptionFlag
        machine.announcesSecrets = executor.journal != nil
        let start = NIODeadline.now()
        scheduler = Scheduler(
            machine, continuesOnError: continuesOnError, clock: { (NIODeadline.now() - start).nanoseconds },
            emit: tell)
    }

    /// Begins; the completion is called once, perhaps before this returns.
    package func start(_ completion: @escaping (Outcome) -> Void) {
        eventLoop.assertInEventLoop()
        self.completion = completion
        itself = self
        firstLook = .now() + Self.timeToFirstLook
        scheduler.machine.yield { [weak self] in self?.isDue ?? false }
        if let deadline {
            if let latestEnd, latestEnd <= .now() { return end(because: .deadline(deadline)) }
            let time = latestEnd ?? .now() + deadline
            alarm.set(time, on: eventLoop) { [weak self] in self?.end(because: .deadline(deadline)) }
        }
        pump()
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
        alarm.set(.now() + Self.grace, on: eventLoop) { [weak self] in self?.abandon() }
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
        let limit = NIODeadline.now() + (ending == nil ? executor.configuration.settleTimeout : Self.grace)
        executor.doubts.reconcile(limit: limit, executor.tallyBox) { [self] findings in
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
        let now = NIODeadline.now()
        if let firstLook, now >= firstLook { return true }
        return alarm.time.map { now >= $0 } ?? false || now.nanoseconds >= testDeadline
    }

    // MARK: Running

    private func pump() {
        guard !isPumping, completion != nil else { return }
        isPumping = true
        while completion != nil {
            let testDeadline = scheduler.testDeadline
            if testDeadline != .max, NIODeadline.now().nanoseconds >= testDeadline { scheduler.expireTest() }
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

    private func serve(_ strand: Strand, _ signal: Signal) {
        let machine = strand.machine
        switch signal {
        case .command: return execute(strand)
        case .sleep: return sleep(strand)
        case .monotonicClock: machine.resume(value: .integer(time(of: strand)))
        case .wallClock:
            executor.journal?.hasReadClock = true
            machine.resume(value: .string(services.wallClock()))
        case .environment:
            let (name, value) = (machine.pendingText, services.environment(machine.pendingText))
            let failure = machine.asksForSecret ? nil : note(strand) { _ in .variable(name, value) }
            if let failure {
                machine.resume(failure: failure)
            } else {
                machine.resume(value: value.map { .string($0) } ?? .null)
            }
        case .secret:
            let (name, value) = (machine.pendingText, machine.pendingSecret)
            if let failure = note(strand, { .secret(name, in: $0, value) }) { machine.resume(failure: failure) }
        case .file: readFile(strand)
        case .test:
            let test = machine.pendingTest
            leaveTest()
            let runs = services.runsTest(test.name, test.tags)
            if runs { tester = (strand, context(of: strand).platform) }
            machine.resume(value: .boolean(runs))
        case .finished, .events, .parallel, .yielded: break
        }
        scheduler.resume(strand)
    }

    /// After a test the platform is the one before it.
    private func leaveTest() {
        guard let tester, !tester.strand.machine.isInTest else { return }
        self.tester = nil
        executor.restore(tester.platform, in: context(of: tester.strand))
    }

    /// The moment of a strand's clock: where nothing is waited for, it goes on by the waits that were skipped.
    private func time(of strand: Strand) -> Int64 {
        let now = NIODeadline.now().nanoseconds
        guard executor.onlyPlans else { return now }
        let (time, overflow) = now.addingReportingOverflow(context(of: strand).skippedTime)
        return overflow ? .max : time
    }

    private func context(of strand: Strand) -> StrandContext {
        pin.map { executor.context(of: strand, pinnedTo: $0) } ?? executor.context(of: strand)
    }

    /// Tells the journal what a strand gets from outside; the failure if it is not what an earlier run got.
    private func note(_ strand: Strand, _ input: (_ strand: String) -> JournalInput) -> Failure? {
        guard executor.journal != nil else { return nil }
        do throws(JournalProblem) {
            try executor.note(input, in: context(of: strand))
            return nil
        } catch {
            return strand.machine.journalTrouble(error.message)
        }
    }

    private func execute(_ strand: Strand) {
        leaveTest()
        services.willWait()
        let context = context(of: strand)
        let limit = NIODeadline(nanoseconds: context.realTime(of: strand.machine.requestDeadline))
        let command = executor.execute(
            strand.machine.pendingCommand, in: context, limit: limit, permission: permission,
            saver: services.saver
        ) { [self] response in
            var taken = Response()
            swap(&taken, &response)
            strand.machine.resume(response: taken)
            scheduler.resume(strand)
            pump()
        }
        if strand.isWaiting { (strand.cancel, strand.stop) = (command.cancel, command.stop) }
    }

    private func sleep(_ strand: Strand) {
        // A plan only tells what would be done, and when is no part of that.
        if executor.onlyPlans {
            context(of: strand).skip(strand.machine.pendingDelay)
            return scheduler.resume(strand)
        }
        // A test whose time is up sleeps no longer.
        let testTime = max(0, scheduler.testDeadline - NIODeadline.now().nanoseconds)
        let delay = min(TimeAmount.nanoseconds(min(strand.machine.pendingDelay, testTime)), .longest)
        let task = eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            self?.scheduler.resume(strand)
            self?.pump()
        }
        strand.cancel = { task.cancel() }
    }

    private func readFile(_ strand: Strand) {
        let machine = strand.machine
        guard let readFile = services.readFile else { return machine.resume(failure: machine.noFiles()) }
        let (path, format) = (machine.pendingText, machine.pendingFileFormat)
        let answer = readFile(format, path)
        if let failure = note(strand, { _ in .file(path, format, answer) }) { return machine.resume(failure: failure) }
        switch answer {
        case .value(let value): machine.resume(value: value)
        case .problem(let problem): machine.resume(failure: machine.cannotRead(path, problem))
        }
    }
}

@available(*, unavailable)
extension PoolRun: Sendable {}
