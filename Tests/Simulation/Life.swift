import Foundation
import NIOCore
import PicketHTTP
import PicketPool
import PicketRuntime
import PicketSyntax

/// One life of the program: from its start to its end, or to its kill.
final class Life {
    /// What a user was told, and what stands in files.
    struct Told {
        /// nil for a life that was killed, or that did not begin.
        var status: Int?
        /// Why it did not begin.
        var refusal: String?
        var printed: [String] = []
        var notices: [Notice] = []
        var changes: [Tally.Entry] = []
        /// All texts that came out, those of the notices, of failures and of verbose lines included.
        var texts: [String] = []
        /// How long its longest run took.
        var duration = TimeAmount.zero

        var text: String { texts.joined(separator: "\n") }
    }

    private(set) var told = Told()
    let loop: SimulatedLoop
    private let network: SimulatedNetwork
    private let transport: SimulatedTransport
    private let clock: SimulatedClock
    private var startedAt: NIODeadline
    private let disk: SimulatedDisk
    private var executor: Executor?
    private var run: PoolRun?
    private var machine: Machine?
    /// What runs behind the run that goes on.
    private var rest: ArraySlice<CompiledScript> = []

    static let deadline = TimeAmount.minutes(3)
    static let requestTimeout = TimeAmount.seconds(5)
    static let settleTimeout = TimeAmount.seconds(30)

    init(_ number: Int, _ network: SimulatedNetwork, _ clock: SimulatedClock, _ disk: SimulatedDisk) {
        self.network = network
        self.clock = clock
        self.disk = disk
        loop = SimulatedLoop(clock)
        transport = SimulatedTransport(network, loop, life: number)
        startedAt = clock.now
    }

    /// Whether it has come to its end.
    var hasEnded: Bool { told.status != nil || told.refusal != nil }

    /// Begins the first run, or goes on with that of an earlier life.
    func start(_ scenario: Scenario, _ programs: [CompiledScript], seed: UInt64, resumes: Bool) {
        let secrets = SecretStore()
        var configuration = ExecutorConfiguration(platform: Self.profile)
        let transport = transport
        configuration.transport = { _, _ in transport }
        configuration.requestTimeout = Self.requestTimeout
        configuration.settleTimeout = Self.settleTimeout
        configuration.keepsChanges = true
        let source = SharedChance(seed)
        configuration.retryPolicy.chance = { source.number($0) }
        configuration.onVerboseLine = { [unowned self] in told.texts.append($0.content) }
        configuration.onRemark = { [unowned self] in told.texts.append($0.content) }
        configuration.onCurlLine = { [unowned self] in told.texts.append($0.content) }
        configuration.onNotice = { [unowned self] notice in
            told.notices.append(notice)
            told.texts.append(notice.line.content)
        }
        do throws(JournalProblem) {
            if !scenario.isByLine { configuration.journal = try journal(scenario.script, secrets, resumes: resumes) }
        } catch {
            told.refusal = error.message
            return
        }
        executor = Executor(configuration: configuration, secrets: secrets, eventLoop: loop)
        rest = programs[...]
        next()
    }

    /// Begins the next run.
    private func next() {
        guard let executor, let program = rest.popFirst() else { return }
        let (clock, secrets) = (clock, executor.secrets)
        startedAt = clock.now
        let machine = Machine(
            configuration: MachineConfiguration(
                commands: ConnectionAPI.commands, secrets: secrets, reportsEverything: true, seed: 7))
        machine.load(program)
        let time = { CalendarTime.text(secondsSince1970: clock.milliseconds / 1_000) }
        let run = PoolRun(
            executor: executor, machine: machine,
            services: HostServices(environment: Scenario.environment, wallClock: time), deadline: Self.deadline
        ) { [unowned self] in note($0, secrets) }
        (self.run, self.machine) = (run, machine)
        loop.assumeIsolated().execute { [unowned self] in
            run.start { [unowned self] in end($0, executor, machine) }
        }
    }

    private func journal(_ script: String, _ secrets: SecretStore, resumes: Bool) throws(JournalProblem) -> Journal {
        let identity = JournalIdentity(
            sources: [.init(name: "night.picket", text: script)], platform: "https://picket.example", seed: 7)
        let clock = clock
        let time = {
            CalendarTime.text(
                secondsSince1970: clock.milliseconds / 1_000, milliseconds: clock.milliseconds % 1_000)
        }
        return resumes
            ? try Journal.resume(disk.path, identity: identity, secrets: secrets, time: time, on: disk.calls)
            : try Journal.create(disk.path, identity: identity, secrets: secrets, time: time, cost: 1, on: disk.calls)
    }

    private static let profile = PlatformProfile(
        endpoint: HTTPEndpoint(scheme: .https, host: "picket.example", port: 443),
        credentials: Credentials(user: "operator", password: "of the night"))

    // MARK: What is told

    private func note(_ event: Event, _ secrets: SecretStore) {
        let redactor = Redactor(secrets)
        switch event {
        case .printed(let line):
            told.printed.append(line)
            told.texts.append(redactor.show(line).content)
        case .recorded(let failure), .attemptFailed(let failure): told.texts.append(Self.text(failure, redactor))
        default: break
        }
    }

    private static func text(_ failure: Failure, _ redactor: Redactor) -> String {
        let diagnostic = failure.diagnostic
        let parts = [diagnostic.message, diagnostic.label, diagnostic.help ?? ""] + diagnostic.notes.map(\.message)
        return redactor.show(parts.joined(separator: "\n")).content
    }

    private func end(_ outcome: Outcome, _ executor: Executor, _ machine: Machine) {
        told.duration = max(told.duration, clock.now - startedAt)
        let status: Int
        switch outcome {
        case .success: status = machine.recorded.exitStatus
        case .exit(let ending): status = ending
        case .failure(let failure):
            status = failure.exitStatus
            told.texts.append(Self.text(failure, Redactor(executor.secrets)))
        }
        if status == 0, !rest.isEmpty { return next() }
        told.status = status
        told.changes = executor.tally.entries
        told.texts.append(executor.tally.text ?? "")
        executor.close()
    }

    /// A first ^C.
    func interrupt() { run?.interrupt() }

    /// Ends it in the middle of whatever it does. The journal stays as it is on the disk.
    func kill(losesTail: Bool, _ chance: inout Chance) {
        let told = told
        let left = disk.left(losesTail: losesTail, &chance)
        transport.isDead = true
        disk.isDead = true
        // What is left of the run would hold itself.
        run?.interrupt()
        run?.interrupt()
        executor?.close()
        loop.die()
        disk.restore(left)
        self.told = told
        (run, executor, machine) = (nil, nil, nil)
    }
}

/// Chance that many may ask, on the one thread of a simulation: that is what `@unchecked` relies on.
private final class SharedChance: @unchecked Sendable {
    private var chance: Chance

    init(_ seed: UInt64) { chance = Chance(seed) }

    func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &chance) }
}
