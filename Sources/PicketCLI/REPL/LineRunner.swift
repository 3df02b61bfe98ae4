import NIOCore
import PicketPool
import PicketRuntime
import PicketSyntax

/// The executor and the machine of a session, on a loop of their own: the session's thread waits for a person.
final class LineRunner: Sendable {
    /// What belongs to the loop.
    final class Core {
        let executor: Executor
        let machine: Machine
        let services: HostServices
        let steps = RunSteps()
        private let notices: ReceivedNotices

        init(executor: Executor, machine: Machine, services: HostServices, notices: ReceivedNotices) {
            self.executor = executor
            self.machine = machine
            self.services = services
            self.notices = notices
        }

        /// What the executor had to say since the last time.
        func takeNotices() -> [Notice] {
            defer { notices.all = [] }
            return notices.all
        }
    }

    /// The notices of the executor, until somebody shows them.
    final class ReceivedNotices {
        var all: [Notice] = []
    }

    /// What a run has to say to the session's thread, until that listens.
    final class RunSteps {
        private var waiting: [RunStep] = []
        private var listener: EventLoopPromise<RunStep>?

        func post(_ step: RunStep) {
            guard let listener else { return waiting.append(step) }
            self.listener = nil
            listener.succeed(step)
        }

        func next(on eventLoop: any EventLoop) -> EventLoopFuture<RunStep> {
            guard waiting.isEmpty else { return eventLoop.makeSucceededFuture(waiting.removeFirst()) }
            let promise = eventLoop.makePromise(of: RunStep.self)
            listener = promise
            return promise.futureResult
        }
    }

    /// The platform that the next line talks to.
    struct Place: Sendable {
        var profile: PlatformProfile?
        var user: String?
    }

    let thread: LoopThread
    let core: NIOLoopBound<Core>
    let deadline: TimeAmount?

    /// - Parameter announce: takes the lines of `--verbose`, which may come while a line is read; nil for standard error.
    init(
        _ settings: Settings, access: PlatformAccess, passwords: PasswordBook, secrets: SecretStore,
        announce: (@Sendable (Shown<String>) -> Void)?, environment: @escaping @Sendable (String) -> String?
    ) throws {
        deadline = settings.deadline
        thread = try LoopThread()
        let loop = thread.eventLoop
        core = try thread.perform {
            var configuration = try access.executorConfiguration(passwords: passwords)
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
            var machine = MachineConfiguration(
                commands: ConnectionAPI.commands, secrets: secrets, reportsEverything: true)
            if let seed = settings.seed { machine.seed = seed }
            var services = HostServices(
                settings, folder: ".", standardInputRefusal: "the prompt reads standard input", environment: environment
            )
            services.goesOn = HostServices.tellWhatGoesOn
            let core = Core(
                executor: Executor(configuration: configuration, secrets: secrets, eventLoop: loop),
                machine: Machine(configuration: machine),
                services: services, notices: notices)
            return NIOLoopBound(core, eventLoop: loop)
        }
    }

    /// Gets ready to run a program, and says which commands it may execute.
    ///
    /// - Parameter names: the variables of the session that hold secrets.
    func load(_ program: Program, _ names: SecretVariables) -> [Command] {
        let found = try? thread.perform { [core] in
            core.value.machine.secretVariables = names
            core.value.machine.load(program)
            return core.value.machine.commands(reachedBy: program)
        }
        return found ?? []
    }

    /// How many bodies wait for the session's end.
    var deferredCount: Int { (try? thread.perform { [core] in core.value.machine.deferredCount }) ?? 0 }

    /// Gets ready to run what the session deferred latest; false if no more than some of the first are left.
    func loadDeferred(beyond count: Int) -> Bool {
        (try? thread.perform { [core] in core.value.machine.beginDeferred(beyond: count) }) ?? false
    }

    /// Gives values to the `param`s of what was loaded latest.
    func setParameters(_ values: [String: Value]) {
        _ = try? thread.perform { [core] in core.value.machine.setParameters(values) }
    }

    /// What stands between the writes of one line and a protected platform.
    func makeGate(_ protection: Protection, keeper: WriteGate.Keeper) -> NIOLoopBound<WriteGate>? {
        try? thread.perform { [thread] in
            NIOLoopBound(WriteGate(protection, keeper: keeper), eventLoop: thread.eventLoop)
        }
    }

    /// Begins to run what was loaded latest; `nextStep` says how it goes on.
    func begin(
        _ interrupter: Interrupter, _ gate: NIOLoopBound<WriteGate>?, emit: @escaping @Sendable (Event) -> Void
    ) {
        thread.eventLoop.execute { [core, deadline] in
            let core = core.value
            // Nothing begins after a signal.
            guard !interrupter.wasInterrupted else {
                return core.steps.post(.ended(.failure(.interruptedByUser)))
            }
            let run = PoolRun(
                executor: core.executor, machine: core.machine, services: core.services, deadline: deadline, emit: emit)
            if let gate = gate?.value {
                gate.onQuestion = { core.steps.post(.asks($0)) }
                gate.onRefusal = { [weak run] in run?.stop() }
                run.permission = gate.ask
            }
            interrupter.aim(at: RunInterruption(run, on: core.executor.eventLoop))
            run.start { outcome in
                interrupter.aim(at: nil)
                core.steps.post(.ended(outcome))
            }
        }
    }

    /// Waits until the run asks something or ends.
    func nextStep() -> RunStep {
        let loop = thread.eventLoop
        let step = loop.flatSubmit { [core] in core.value.steps.next(on: loop) }
        // The promise is only ever fulfilled.
        return (try? step.wait()) ?? .ended(.success)
    }

    /// Hands in the answer to the question of the latest step.
    func answer(_ gate: NIOLoopBound<WriteGate>?, _ answer: WriteGate.Answer) {
        thread.eventLoop.execute { gate?.value.answer(answer) }
    }

    /// Whether a person refused a write of the line, and how many writes went through.
    func result(of gate: NIOLoopBound<WriteGate>?) -> (isRefused: Bool, grantedCount: Int) {
        let result = try? thread.perform { gate.map { ($0.value.isRefused, $0.value.grantedCount) } }
        return (result ?? nil) ?? (false, 0)
    }

    /// Requests sent so far.
    var requestCount: Int { (try? thread.perform { [core] in core.value.executor.requestCount }) ?? 0 }

    /// Waits, or until the interrupter says otherwise.
    func pause(_ nanoseconds: Int64, _ interrupter: Interrupter) {
        Console.standard.flush()
        let promise = thread.eventLoop.makePromise(of: Void.self)
        let pause = interrupter.pausing { promise.succeed(()) }
        let timer = thread.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) { pause() }
        try? promise.futureResult.wait()
        timer.cancel()
    }

    /// What is to be said of writes whose answers were lost since the last time.
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

    /// The value of a top-level name's register.
    func value(_ register: Int) -> Value {
        let value = try? thread.perform { [core] in core.value.machine.global(register) }
        return value ?? .null
    }

    /// Whether a top-level name's register has a value: the line that declares it may have failed before.
    func hasValue(_ register: Int) -> Bool {
        (try? thread.perform { [core] in core.value.machine.hasValue(global: register) }) ?? false
    }

    func close() {
        _ = try? thread.perform { [core] in core.value.executor.close() }
        thread.close()
    }
}
