package import NIOCore
import PicketHTTP
package import PicketRuntime
import PicketSyntax

/// Executes the commands of the Connection API on one event loop.
///
/// It outlives runs and keeps connections, credentials and tokens, so that a prompt's lines share them. Call every
/// member on the loop, and call `close()` before the executor is released.
package final class Executor {
    package let eventLoop: any EventLoop
    package let secrets: SecretStore
    var configuration: ExecutorConfiguration
    private let pace: RequestPace
    /// The executor whose connections, pace and tokens this one shares.
    private let sharing: Sharing
    /// The secrets that the runs over shared connections have in common.
    private let common: CommonSecrets
    /// The number of runs that reached a command.
    var runCount = 0
    let planner: Planner?
    private let curl: CurlRecorder?
    let notices: Notices
    /// The doubts of this executor's runs, not of its parent's.
    let doubts = Doubts()
    let tallyBox: TallyBox
    /// What is needed to undo the latest write; nil if nothing is to be undone.
    let memory: WriteMemory?
    private var sessions = PlatformSessions()
    /// The platform that a run begins with: the one that `use` last named outside a parallel loop.
    private(set) var current: PlatformSession?

    private enum Sharing {
        case none
        /// For one of several files that run at once and count as one run.
        case file(of: Executor)
        /// For one of several runs.
        case run(over: Executor)

        var parent: Executor? {
            switch self {
            case .none: nil
            case .file(let parent), .run(let parent): parent
            }
        }
    }

    package init(
        configuration: ExecutorConfiguration, secrets: SecretStore = SecretStore(), eventLoop: any EventLoop
    ) {
        self.configuration = configuration
        self.secrets = secrets
        self.eventLoop = eventLoop
        sharing = .none
        common = CommonSecrets()
        pace = RequestPace(requestsPerSecond: configuration.requestsPerSecond)
        planner = configuration.onlyPlans ? Planner() : nil
        notices = Notices(configuration, secrets: secrets)
        tallyBox = TallyBox(keepsEntries: configuration.keepsChanges)
        memory = configuration.remembersWrites ? WriteMemory() : nil
        curl = configuration.onCurlLine.map { CurlRecorder(secrets: secrets, write: $0) }
        prepareJournal()
        current = configuration.platform.map { session(of: $0) }
    }

    /// Creates an executor for one of several files that run at once. It shares the connections, the pace and the token
    /// of the configured credentials with `parent`, which must be closed last. A `use` or `login` in the file affects
    /// only the file.
    package init(sharing parent: Executor) {
        configuration = parent.configuration
        secrets = parent.secrets
        eventLoop = parent.eventLoop
        pace = parent.pace
        planner = parent.planner
        curl = parent.curl
        notices = parent.notices
        tallyBox = parent.tallyBox
        memory = parent.memory
        sharing = .file(of: parent)
        common = parent.common
        current = configuration.platform.map { session(of: $0) }
    }

    /// Creates an executor for one of several runs. It shares the connections, the pace and the token of the configured
    /// credentials with `parent`, which must be closed last. A `use` or `login` in the run affects only the run, and so do
    /// plan, journal, tally and notices.
    ///
    /// - Parameters:
    ///   - configuration: The parent's, with what is the run's own.
    ///   - secrets: The run's secrets. Those of the platforms are added.
    package init(over parent: Executor, configuration: ExecutorConfiguration, secrets: SecretStore) {
        self.configuration = configuration
        self.secrets = secrets
        eventLoop = parent.eventLoop
        pace = parent.pace
        planner = configuration.onlyPlans ? Planner() : nil
        notices = Notices(configuration, secrets: secrets)
        tallyBox = TallyBox(keepsEntries: configuration.keepsChanges)
        memory = configuration.remembersWrites ? WriteMemory() : nil
        curl = configuration.onCurlLine.map { CurlRecorder(secrets: secrets, write: $0) }
        sharing = .run(over: parent)
        common = parent.common
        common.begin(secrets)
        prepareJournal()
        current = configuration.platform.map { session(of: $0) }
    }

    func prepareJournal() {
        secrets.declare(ConnectionAPI.commands.secretFields)
        guard let journal = configuration.journal else { return }
        if journal.isResumed { journal.hidden.declare(in: secrets) }
        journal.onNote = configuration.onRemark
    }

    /// Closes every connection that it does not share, and its journal.
    package func close() {
        switch sharing {
        case .none:
            sessions.closeClients()
            configuration.journal?.close()
        case .file: break
        case .run:
            common.end(secrets)
            configuration.journal?.close()
        }
        doubts.forget()
        sessions = PlatformSessions()
        current = nil
    }

    /// The URL of the platform that the next run begins with; nil for none.
    package var platformURL: String? { current?.base }

    /// The number of requests sent so far, including logins.
    package var requestCount: Int {
        if case .run = sharing { sessions.sentCount } else { sessions.requestCount }
    }

    /// The number of open connections, including idle ones.
    package var openConnections: Int { sessions.openConnections }

    /// Whether a request of any run over these connections waits for its connection or its answer.
    var isBusy: Bool { sessions.isBusy }

    private func session(of profile: PlatformProfile) -> PlatformSession {
        // The closure has copies, because the list is being changed.
        let (parent, records) = (sharing.parent, records)
        return sessions.session(of: profile) { [configuration, pace, common, eventLoop] place in
            parent.map { PlatformSession(sharing: $0.session(of: profile), records, place: place) }
                ?? PlatformSession(
                    profile, configuration: configuration, pace: pace, records, common, eventLoop: eventLoop,
                    place: place)
        }
    }

    private var records: RunRecords {
        var records = RunRecords(
            planner: planner, curl: curl, notices: notices, doubts: doubts, secrets: secrets, memory: memory,
            onVerboseLine: configuration.onVerboseLine)
        if case .run = sharing { records.isOneOfSeveralRuns = true }
        return records
    }

    /// Executes the command that a strand waits for.
    ///
    /// Its arguments are copied before this function returns. The completion is called once, at once or later on the
    /// loop.
    ///
    /// - Parameters:
    ///   - endpoint: the row of the Connection API that the command stands for.
    ///   - limits: what bounds it.
    ///   - permission: is asked before a write is sent; nil to send without asking.
    ///   - passwords: is asked for a password that is not configured; nil if nobody can be asked.
    ///   - saver: writes the files of `save=`; nil for a host that has none.
    /// - Returns: the handle to end the command by.
    package func execute(
        _ pending: PendingCommand, as endpoint: Endpoint, in context: StrandContext, _ limits: CommandLimits,
        permission: WritePermission? = nil, passwords: PasswordRequest? = nil, saver: FileSaver? = nil,
        completion: @escaping (consuming Response) -> Void
    ) -> RunningCommand {
        func end(_ response: Response) -> RunningCommand {
            completion(response)
            return RunningCommand()
        }
        // Each other write in doubt that is reached at the same time is told with its own step.
        if let problem = configuration.journal?.problem, pending.isTidyingUp || problem.failureReason != .withheld {
            return end(problem.response)
        }
        // The platform or path may be a URL with a password. It becomes a secret before any message quotes the URL.
        if endpoint.operation == .use || endpoint.operation == .request {
            for text in [pending.text(0), pending.text(1)] {
                for secret in text.map({ secrets.fields.values(inURL: $0) }) ?? [] { secrets.add(secret) }
            }
        }
        if endpoint.operation == .request { RequestOptions.learnSecrets(of: pending, secrets) }
        if endpoint.operation == .use {
            var response = use(pending.text(0) ?? "", in: context)
            // A secret that is too short for a text search is hidden only by its taint.
            if pending.isSecret(0), response.error != nil {
                response.error = "`use` was given a secret, which names no platform"
            }
            return end(response)
        }
        guard let platform = context.platform else {
            return end(.failure(Self.noPlatform, .notConfigured))
        }
        do throws(CommandProblem) {
            let command = try PlatformCommand.made(of: pending, as: endpoint, secrets.fields)
            if let problem = beginJournal(command, named: endpoint.command.name, on: platform) {
                return end(problem.response)
            }
            if let problem = configuration.journal?.refusal(of: command) { return end(problem.response) }
            let journal = stepJournal(command, platform, context, pending)
            let finding: Journal.Finding
            do throws(JournalProblem) {
                finding = try journal?.finding() ?? .new
            } catch {
                return end(error.response)
            }
            if let problem = configuration.journal?.problem { return end(problem.response) }
            if case .answered(let response) = finding {
                if command.operation == .ensure, let name = command.name {
                    tallyBox.rewritten.note(name, command.fields, on: platform.base)
                }
                // A script that expects such an answer has said that it knows about it.
                if journal?.leavesUnknown ?? false, !pending.isGood(response) { doubts.noteUnreadable() }
                return end(response)
            }
            let logsIn = command.account?.password != nil || command.operation == .login && passwords != nil
            if let obstacle = platform.obstacle(logsIn: logsIn, asks: passwords != nil) {
                return end(.failure(obstacle.message, .noCredentials))
            }
            let caller = CommandExecution.Caller(
                pending: pending, journal: journal,
                permission: permission.map { WriteGuard(command: endpoint.command.name, ask: $0) },
                passwords: passwords, saver: saver,
                tally: tallyBox, position: planner == nil ? ScriptPosition(parts: []) : context.nextPosition())
            let execution = CommandExecution(
                command, on: platform, limits, caller: caller, completion: completion)
            if case .inDoubt(let sending) = finding { execution.begin(inDoubt: sending) } else { execution.begin() }
            return RunningCommand(execution)
        } catch {
            return end(.failure(error.message))
        }
    }

    /// The changes that the runs so far would make; nil for an executor that really writes.
    package var plan: Shown<Plan>? { planner.map { Redactor(secrets).show(Plan($0)) } }

    /// The changes that the runs so far made; empty for runs that only plan.
    package var tally: Tally { tallyBox.tally }

    /// A sentence for each connection for which the runs so far wanted two different states; empty for runs that only
    /// plan.
    package var rewritten: [Shown<String>] { tallyBox.rewritten.texts.map { Redactor(secrets).show($0) } }

    /// Whether runs only plan their writes.
    var onlyPlans: Bool { planner != nil }

    /// The journal that records what is done; nil for none.
    package var journal: Journal? { configuration.journal }

    private func use(_ name: String, in context: StrandContext) -> Response {
        switch configuration.resolve(name) {
        case .failure(let problem): return .failure(problem.message, .notConfigured)
        case .success(let profile):
            let session = session(of: profile)
            context.platform = session
            if context.isRoot { current = session }
            return Response()
        }
    }

    /// Restores the platform that a run had before a test.
    func restore(_ platform: PlatformSession?, in context: StrandContext) {
        context.platform = platform
        if context.isRoot { current = platform }
    }

    /// Begins another run. The files of a test run count as one: their parent remembers which logins were refused.
    func beginRun() -> StrandContext {
        forgetRefusals()
        return StrandContext(platform: current, run: nextRun(), isRoot: true)
    }

    /// Lets the next run try the logins that were refused before.
    func forgetRefusals() {
        if configuration.forgetsRefusedLogins, !isOfFile { sessions.forgetRefusals() }
    }

    private var isOfFile: Bool {
        if case .file = sharing { true } else { false }
    }

    private static let noPlatform =
        "there is no platform to talk to: give `--platform URL`, a profile, or `use URL` before it"
}

@available(*, unavailable)
extension Executor: Sendable {}
