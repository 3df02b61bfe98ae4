import HTTPHarness
import NIOCore
import NIOPosix
import PicketRuntime
import PicketSyntax
import Schemas
import Synchronization
import Testing

@testable import PicketPool

/// What came of a script.
struct ScriptRun: Sendable {
    var outcome: Outcome?
    var events: [Event] = []
    var verbose: [String] = []
    var recorded: [Failure] = []

    var printed: [String] {
        events.compactMap { if case .printed(let line) = $0 { line } else { nil } }
    }

    var failure: Failure? {
        if case .failure(let failure)? = outcome { failure } else { nil }
    }

    var exitStatus: Int {
        switch outcome {
        case .success?: recorded.isEmpty ? 0 : 1
        case .exit(let status)?: status
        case .failure(let failure)?: failure.exitStatus
        case nil: -1
        }
    }

    /// Everything that a report could show of failures.
    var failureText: String {
        guard let diagnostic = failure?.diagnostic else { return "" }
        return ([diagnostic.message, diagnostic.label, diagnostic.help ?? ""] + diagnostic.notes.map(\.message))
            .joined(separator: "\n")
    }
}

/// An executor on a loop of the tests, for one script after the other.
final class TestSession: Sendable {
    let loop: any EventLoop
    private let executor: NIOLoopBound<Executor>
    private let verbose: VerboseLines
    private let told: Condition<[Notice]>
    /// The journal of the runs; nil for none.
    private let journal: String?

    /// - Parameter loop: what the runs keep busy, if that is not to be a loop that other tests share.
    init(
        _ profile: PlatformProfile?, on loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next(),
        secrets: SecretStore = SecretStore(),
        configure: @escaping @Sendable (inout ExecutorConfiguration) -> Void = { _ in }
    ) async throws {
        self.loop = loop
        let verbose = VerboseLines()
        self.verbose = verbose
        let told = Condition<[Notice]>([])
        self.told = told
        (executor, journal) = try await loop.submit {
            var configuration = ExecutorConfiguration(platform: profile)
            configuration.onVerboseLine = { verbose.append($0.content) }
            configuration.onNotice = { notice in told.update { $0.append(notice) } }
            // However busy the machine is, only what a test breaks may take too long.
            configuration.requestTimeout = .minutes(10)
            configuration.connectTimeout = .minutes(10)
            configuration.retryPolicy.firstDelay = .milliseconds(1)
            configuration.retryPolicy.longestDelay = .milliseconds(5)
            configuration.retryPolicy.resendAfter = .milliseconds(5)
            configure(&configuration)
            let executor = Executor(configuration: configuration, secrets: secrets, eventLoop: loop)
            return (NIOLoopBound(executor, eventLoop: loop), configuration.journal?.file.path)
        }.get()
    }

    private init(
        sharing parent: TestSession, executor: NIOLoopBound<Executor>
    ) {
        loop = parent.loop
        verbose = parent.verbose
        told = parent.told
        journal = parent.journal
        self.executor = executor
    }

    /// A session that shares connections, pace and token with this one, as the files of a test run do.
    func sibling() async throws -> TestSession {
        let shared = try await loop.submit { [executor] in
            let parent = executor.value
            return NIOLoopBound(Executor(sharing: parent), eventLoop: parent.eventLoop)
        }.get()
        return TestSession(sharing: self, executor: shared)
    }

    private final class VerboseLines: Sendable {
        private let lines = Mutex<[String]>([])
        func append(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    /// Runs a script; `before` happens before its first statement, and `during` meanwhile.
    func run(
        _ script: String, parameters: [String: Value] = [:],
        services: @escaping @Sendable () -> HostServices = { HostServices() }, deadline: TimeAmount? = nil,
        continuesOnError: Bool = false,
        before prepare: @escaping @Sendable (RunInterruption) -> Void = { _ in },
        during act: @escaping @Sendable (RunInterruption) async -> Void = { _ in }
    ) async -> ScriptRun {
        let result = Condition<ScriptRun?>(nil)
        let collected = Condition<ScriptRun>(ScriptRun())
        let handle = Condition<RunInterruption?>(nil)
        loop.execute { [loop, executor] in
            let executor = executor.value
            let compilation = Compiler(commands: ConnectionAPI.commands)
                .compile(SourceFile(name: "test.picket", text: script))
            guard let program = compilation.program else {
                Issue.record("\(compilation.diagnostics.map(\.message))")
                return result.update { $0 = ScriptRun() }
            }
            let machine = Machine(
                configuration: MachineConfiguration(
                    commands: ConnectionAPI.commands, secrets: executor.secrets, reportsEverything: true))
            machine.setParameters(parameters)
            machine.load(program)
            let run = PoolRun(
                executor: executor, machine: machine, services: services(), deadline: deadline,
                continuesOnError: continuesOnError
            ) { event in collected.update { $0.events.append(event) } }
            let interruption = RunInterruption(run, on: loop)
            handle.update { $0 = interruption }
            prepare(interruption)
            run.start { outcome in
                var ended = collected.state
                ended.outcome = outcome
                ended.recorded = machine.recorded
                result.update { [ended] in $0 = ended }
            }
        }
        await handle.wait { $0 != nil }
        if let interruption = handle.state { await act(interruption) }
        await result.wait { $0 != nil }
        if let journal { JournalSchema.expectGoodLines(journal) }
        var ended = result.state ?? ScriptRun()
        ended.verbose = verbose.all
        return ended
    }

    func plan() async -> Plan? {
        (try? await loop.submit { [executor] in executor.value.plan?.content }.get()) ?? nil
    }

    /// What was said of lost answers so far.
    var notices: [Notice] { told.state }

    func unclearAnswers() async -> String? {
        (try? await loop.submit { [executor] in executor.value.unclearAnswers }.get()) ?? nil
    }

    func tally() async -> Tally? {
        try? await loop.submit { [executor] in executor.value.tally }.get()
    }

    /// Connections that the runs wanted in two ways.
    func rewritten() async -> [String] {
        (try? await loop.submit { [executor] in executor.value.rewritten.map(\.content) }.get()) ?? []
    }

    func openConnections() async -> Int {
        (try? await loop.submit { [executor] in executor.value.openConnections }.get()) ?? -1
    }

    func requestCount() async -> Int {
        (try? await loop.submit { [executor] in executor.value.requestCount }.get()) ?? -1
    }

    func close() {
        loop.execute { [executor] in executor.value.close() }
    }
}

/// Runs a script once against a platform.
func run(
    _ script: String, on platform: FakePlatform, parameters: [String: Value] = [:], deadline: TimeAmount? = nil,
    configure: @escaping @Sendable (inout ExecutorConfiguration) -> Void = { _ in },
    during act: @escaping @Sendable (RunInterruption) async -> Void = { _ in }
) async throws -> ScriptRun {
    let session = try await TestSession(platform.profile, configure: configure)
    let result = await session.run(script, parameters: parameters, deadline: deadline, during: act)
    session.close()
    await platform.server.stop()
    return result
}
