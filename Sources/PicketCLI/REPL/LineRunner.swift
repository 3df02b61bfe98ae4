import NIOCore
import PicketPool
import PicketRuntime
import PicketSyntax

/// The executor and the machine of a session. They have their own loop, because the session's thread waits for a
/// person.
final class LineRunner: Sendable {
    /// The parts that belong to the loop.
    final class Core {
        let executor: Executor
        let machine: Machine
        let services: HostServices
        let steps = RunSteps()
        let journal: SessionJournal
        /// Receives the requests as curl commands; nil for none.
        let curl: LineFile?
        let localStart: LocalStart
        /// The questions for passwords of the current line; nil if nobody can be asked.
        var passwords: PasswordGate?
        private let notices: ReceivedNotices

        init(
            executor: Executor, machine: Machine, services: HostServices, notices: ReceivedNotices,
            journal: SessionJournal, curl: LineFile?, localStart: LocalStart
        ) {
            self.executor = executor
            self.machine = machine
            self.services = services
            self.notices = notices
            self.journal = journal
            self.curl = curl
            self.localStart = localStart
        }

        /// Returns the notices of the executor since the last call.
        func takeNotices() -> [Notice] {
            defer { notices.all = [] }
            return notices.all
        }
    }

    /// The notices of the executor that were not shown yet.
    final class ReceivedNotices {
        var all: [Notice] = []
    }

    /// The platform of the next line.
    struct Place: Sendable {
        var profile: PlatformProfile?
        var user: String?
    }

    let thread: LoopThread
    let core: NIOLoopBound<Core>
    let deadline: TimeAmount?

    /// - Parameters:
    ///   - scripts: The files that lines run.
    ///   - announce: Receives the lines of `--verbose`, which may come while a line is read; nil for standard error.
    init(
        _ settings: Settings, access: PlatformAccess, secrets: SecretStore, scripts: SessionScripts,
        announce: (@Sendable (Shown<String>) -> Void)?, environment: @escaping @Sendable (String) -> String?
    ) throws {
        deadline = settings.deadline
        thread = try LoopThread()
        let loop = thread.eventLoop
        core = try thread.perform {
            let localStart = LocalStart()
            var configuration = try access.executorConfiguration { localStart.interruption }
            if let announce, settings.isVerbose {
                configuration.onVerboseLine = { announce($0.map(\.displayedInLines)) }
            }
            if let announce {
                let printer = SendablePrinter(
                    colors: settings.showsColors, table: .byLooks, names: SecretVariables())
                configuration.onWarning = { announce(printer.text($0.diagnostic)) }
            }
            configuration.forgetsRefusedLogins = announce != nil
            let notices = ReceivedNotices()
            configuration.onNotice = { notices.all.append($0) }
            let journal = SessionJournal(
                Protection(settings.configuration), secrets: secrets, seed: settings.seed,
                beginsByItself: announce != nil
            ) { path in
                announce?(Self.recording(in: Redactor(secrets).show(path)))
            }
            configuration.remembersWrites = true
            let journalPath = settings.own.text(of: .journal)?.value
            // The file of the curl script is emptied, so the usual mistake about the journal is found before that.
            if let journalPath { try journal.check(journalPath) }
            let curl = try settings.own.text(of: .curl).map { path in
                guard let announce else { return try LineFile(path.value) }
                return try LineFile(path.value) { announce("warning: \($0)") }
            }
            if let curl { configuration.onCurlLine = { curl.write($0) } }
            // The journal is created last, so that a session that cannot start leaves none in the way of the next.
            configuration.journal = try journalPath.map { try journal.create($0, on: configuration.platform) }
            configuration.journalForWrite = journal.journal(for:)
            var machine = MachineConfiguration(
                commands: ConnectionAPI.commands, secrets: secrets, reportsEverything: true)
            machine.advice = .prompt
            machine.keepsShownValues = true
            if let seed = settings.seed { machine.seed = seed }
            func services(_ folder: String) -> HostServices {
                HostServices(
                    settings, folder: folder, standardInputRefusal: "the prompt reads standard input",
                    environment: environment)
            }
            var all = services(".")
            all.reportWaits()
            all.reportDeferred()
            scripts.serve(&all, services)
            let core = Core(
                executor: Executor(configuration: configuration, secrets: secrets, eventLoop: loop),
                machine: Machine(configuration: machine),
                services: all, notices: notices, journal: journal, curl: curl, localStart: localStart)
            return NIOLoopBound(core, eventLoop: loop)
        }
    }

    /// Loads a program and returns the commands that it may execute.
    ///
    /// - Parameter names: The variables of the session that hold secrets.
    func load(_ program: CompiledScript, _ names: SecretVariables) -> [Command] {
        let found = try? thread.perform { [core] in
            core.value.machine.secretVariables = names
            core.value.machine.load(program)
            return core.value.machine.commands(reachedBy: program)
        }
        return found ?? []
    }

    /// How many deferred blocks wait for the session's end.
    var deferredCount: Int { (try? thread.perform { [core] in core.value.machine.deferredCount }) ?? 0 }

    /// Loads the block that the session deferred last. Returns false if no more than `count` are left.
    func loadDeferred(beyond count: Int) -> Bool {
        (try? thread.perform { [core] in core.value.machine.beginDeferred(beyond: count) }) ?? false
    }

    /// Sets the `param`s of the program that was last loaded.
    func setParameters(_ values: [String: Value]) {
        _ = try? thread.perform { [core] in core.value.machine.setParameters(values) }
    }

    /// Returns the gate that asks before the writes of one line to a protected platform.
    func makeGate(_ protection: Protection, keeper: WriteGate.Keeper) -> NIOLoopBound<WriteGate>? {
        try? thread.perform { [thread] in
            NIOLoopBound(WriteGate(protection, keeper: keeper), eventLoop: thread.eventLoop)
        }
    }

    /// Starts the program that was last loaded; `nextStep` reports its progress.
    ///
    /// - Parameter asksPasswords: Whether somebody can be asked for a password that is not configured.
    func begin(
        _ interrupter: Interrupter, _ gate: NIOLoopBound<WriteGate>?, asksPasswords: Bool,
        emit: @escaping @Sendable (TimedEvent) -> Void
    ) {
        thread.eventLoop.execute { [core, deadline] in
            let core = core.value
            // Nothing starts after a signal.
            guard !interrupter.wasInterrupted else {
                return core.steps.post(.ended(.failure(.interruptedByUser)))
            }
            core.executor.journal?.tryAgain()
            let run = PoolRun(
                emittingTimed: emit, executor: core.executor, machine: core.machine, services: core.services,
                deadline: deadline)
            if let gate = gate?.value {
                gate.onQuestion = { core.steps.post(.asks($0)) }
                gate.onRefusal = { [weak run] in run?.stop() }
                run.permission = gate.ask
            }
            core.passwords = nil
            if asksPasswords {
                let gate = PasswordGate(
                    onQuestion: { core.steps.post(.needsPassword($0)) }, onRefusal: { [weak run] in run?.stop() })
                core.passwords = gate
                run.passwords = gate.ask
            }
            interrupter.aim(at: RunInterruption(run, on: core.executor.eventLoop))
            core.localStart.interrupter = interrupter
            run.start { outcome in
                interrupter.aim(at: nil)
                core.localStart.interrupter = nil
                core.steps.post(.ended(outcome))
            }
        }
    }

    /// Waits until the run asks a question or ends.
    func nextStep() -> RunStep {
        let loop = thread.eventLoop
        let step = loop.flatSubmit { [core] in core.value.steps.next(on: loop) }
        // The promise never fails.
        return (try? step.wait()) ?? .ended(.success)
    }

    /// Where the last run called `exit`, with the calls in progress there; nil if it did not.
    var lastExit: (location: SourceLocation?, frames: [CallFrame]) {
        let exit = try? thread.perform { [core] in (core.value.machine.exitLocation, core.value.machine.exitFrames) }
        return exit ?? (nil, [])
    }

    /// Makes the session's thread show an answer in the pager. Called on the loop.
    var page: @Sendable (Shown<String>) -> Void { { [core] in core.value.steps.post(.pages($0)) } }

    /// Passes on the answer to the question of the latest step.
    func answer(_ gate: NIOLoopBound<WriteGate>?, _ answer: WriteGate.Answer) {
        thread.eventLoop.execute { gate?.value.answer(answer) }
    }

    /// The number of writes that wait for an answer.
    func waitingCount(_ gate: NIOLoopBound<WriteGate>?) -> Int {
        (try? thread.perform { gate?.value.waitingCount ?? 0 }) ?? 0
    }

    /// Passes on the password that the latest step asks for; nil for none.
    func answer(password: String?) {
        thread.eventLoop.execute { [core] in core.value.passwords?.answer(password) }
    }

    /// Whether a person gave no password that the latest line needed.
    var lacksPassword: Bool { (try? thread.perform { [core] in core.value.passwords?.isRefused ?? false }) ?? false }

    /// The password that the next command needs and nobody has given yet; nil for none.
    var wantedPassword: WantedPassword? {
        (try? thread.perform { [core] in core.value.executor.wantedPassword }) ?? nil
    }

    func give(password: String) {
        _ = try? thread.perform { [core] in core.value.executor.give(password: password) }
    }

    /// Returns whether a person refused a write of the line, and how many writes were allowed.
    func result(of gate: NIOLoopBound<WriteGate>?) -> (isRefused: Bool, grantedCount: Int) {
        let result = try? thread.perform { gate.map { ($0.value.isRefused, $0.value.grantedCount) } }
        return (result ?? nil) ?? (false, 0)
    }

    /// The number of requests sent so far.
    var requestCount: Int { (try? thread.perform { [core] in core.value.executor.requestCount }) ?? 0 }

    /// Waits for a time, or until the interrupter ends the pause.
    func pause(_ nanoseconds: Int64, _ interrupter: Interrupter) {
        Console.standard.flush()
        let promise = thread.eventLoop.makePromise(of: Void.self)
        let pause = interrupter.pausing { promise.succeed(()) }
        let timer = thread.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) { pause() }
        try? promise.futureResult.wait()
        timer.cancel()
    }

    /// Returns the notices about writes without a clear answer since the last call.
    func takeNotices() -> [Notice] {
        (try? thread.perform { [core] in core.value.takeNotices() }) ?? []
    }

    // MARK: Between lines

    var place: Place {
        let place = try? thread.perform { [core] in
            Place(profile: core.value.executor.platform, user: core.value.executor.user)
        }
        return place ?? Place()
    }

    /// Returns the value in the register of a top-level name.
    func value(_ register: Int) -> Value {
        let value = try? thread.perform { [core] in core.value.machine.global(register) }
        return value ?? .null
    }

    /// Whether the register of a top-level name has a value. The line that declares it may have failed before.
    func hasValue(_ register: Int) -> Bool {
        (try? thread.perform { [core] in core.value.machine.hasValue(global: register) }) ?? false
    }

    /// Closes everything. Returns false after reporting that the curl script is not complete.
    func close() -> Bool {
        let isWritten = try? thread.perform { [core] in
            core.value.executor.close()
            return Entry.attempt { try core.value.curl?.close() }
        }
        thread.close()
        return isWritten ?? true
    }
}
