import NIOCore
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// Answers the requests of a strand to its host: commands, clocks, delays, files, variables and tests.
extension PoolRun {
    /// Answers a strand's request, or starts the work for the answer.
    func serve(_ strand: Strand, _ signal: Signal) {
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
                machine.resume(value: value ?? .null)
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

    /// Restores the platform from before a test.
    func leaveTest() {
        guard let tester, !tester.strand.machine.isInTest else { return }
        self.tester = nil
        executor.restore(tester.platform, in: context(of: tester.strand))
    }

    /// Returns the time of a strand's clock. In a plan, which does not wait, the clock advances by the skipped waits.
    private func time(of strand: Strand) -> Int64 {
        let now = eventLoop.now.nanoseconds
        guard executor.onlyPlans else { return now }
        let (time, overflow) = now.addingReportingOverflow(context(of: strand).skippedTime)
        return overflow ? .max : time
    }

    func context(of strand: Strand) -> StrandContext {
        pin.map { executor.context(of: strand, pinnedTo: $0) } ?? executor.context(of: strand)
    }

    /// Records in the journal what a strand gets from outside. Returns a failure if it differs from an earlier run.
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
        let pending = strand.machine.pendingCommand
        guard let endpoint = ConnectionAPI.endpoint(at: pending.index - firstCommand) else {
            return executeBody(strand, pending)
        }
        let context = context(of: strand)
        let command = executor.execute(
            pending, as: endpoint, in: context, limits(of: strand, context), permission: permission,
            passwords: passwords, saver: (services.ofScript(strand.machine.currentSource) ?? services).saver
        ) { [self] (response: consuming Response) in
            strand.machine.resume(response: response)
            scheduler.resume(strand)
            pump()
        }
        if strand.isWaiting { (strand.cancel, strand.stop) = (command.cancel, command.stop) }
    }

    private func limits(of strand: Strand, _ context: StrandContext) -> CommandLimits {
        let limit = strand.machine.requestLimit
        var limits = CommandLimits(time: NIODeadline(nanoseconds: context.realTime(of: limit.time)), runEnd: runEnd)
        switch limit.source {
        case .within: limits.source = .within
        case .test: limits.source = .test
        case nil: break
        }
        return limits
    }

    private func sleep(_ strand: Strand) {
        // A plan shows what would be done, and not when.
        if executor.onlyPlans {
            context(of: strand).skip(strand.machine.pendingDelay)
            return scheduler.resume(strand)
        }
        // A test whose time is up sleeps no longer.
        let testTime = max(0, scheduler.testDeadline - eventLoop.now.nanoseconds)
        let delay = min(TimeAmount.nanoseconds(min(strand.machine.pendingDelay, testTime)), .longest)
        let task = eventLoop.assumeIsolated().scheduleTask(in: delay) { [weak self] in
            self?.scheduler.resume(strand)
            self?.pump()
        }
        strand.cancel = { task.cancel() }
    }

    private func readFile(_ strand: Strand) {
        let machine = strand.machine
        let services = services.ofScript(machine.currentSource) ?? services
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
