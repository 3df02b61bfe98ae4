import NIOCore
import PicketHTTP
import PicketRuntime

/// One command on its way: what is under way for it, and what follows.
final class CommandExecution: Cancellable {
    let order: Order
    let platform: PlatformSession
    let limit: NIODeadline
    let journal: StepJournal?
    private let permission: WriteGuard?
    private let pending: PendingCommand
    private let saver: FileSaver?
    /// The file that got the answer's body.
    private var saved: (target: RequestOptions.Target, bytes: [UInt8])?
    /// Why the file did not get it. What the request did is done all the same.
    private var savingProblem: String?
    private let tally: TallyBox
    /// What was decided about its writes, where an answer alone does not say it; the worst of them.
    private var outcome: Notice.Outcome?
    private var completion: ((inout Response) -> Void)?
    private var current: (any Cancellable)?
    /// Of the requests before the latest.
    private var elapsed: Int64 = 0
    /// Whether a write of the command was sent, and answered.
    private var hasWritten = false
    /// Of all its requests.
    private var notes: [String] = []
    /// Where the command stands in its script, for a plan.
    let position: ScriptPosition

    /// - Parameters:
    ///   - journal: what is told of the command before and after; nil for nothing.
    ///   - permission: what is asked before a write is sent; nil for nothing.
    ///   - saver: what writes a file of the script; nil for a host without files.
    init(
        _ order: Order, on platform: PlatformSession, limit: NIODeadline, journal: StepJournal?,
        permission: WriteGuard?, pending: PendingCommand, saver: FileSaver?, tally: TallyBox,
        position: ScriptPosition, completion: @escaping (inout Response) -> Void
    ) {
        self.order = order
        self.platform = platform
        self.limit = limit
        self.journal = journal
        self.permission = permission
        self.pending = pending
        self.saver = saver
        self.tally = tally
        self.position = position
        self.completion = completion
    }

    func cancel() {
        completion = nil
        current?.cancel()
        current = nil
    }

    /// Begins nothing new. A write that is on its way goes on to its end, and so does a command that has written something.
    ///
    /// - Returns: whether nothing is on its way, so that the command can be cancelled.
    func stop() -> Bool {
        guard order.isWrite, platform.planner == nil, completion != nil else { return true }
        return !hasWritten && !((current as? DeliveryDriver)?.mayHaveWritten ?? false)
    }

    func finish(_ response: Response) {
        var response = response
        finish(&response)
    }

    func finish(_ response: inout Response) {
        guard let completion else { return }
        self.completion = nil
        current = nil
        if !notes.isEmpty { response.note = notes.joined(separator: "; ") }
        if platform.planner == nil,
            let change = order.change(response, outcome, isGood: pending.isGood(response))
        {
            tally.tally.note(change, order.shownName, in: pending.step)
        }
        if let savingProblem { (response.error, response.trouble) = (savingProblem, .failed) }
        // What came back is shown all the same: it is the last that anybody knows.
        // A write that is left as it is, is still in doubt.
        if response.trouble != .unsettled, let problem = journal?.answered(response, saved: saved) {
            (response.error, response.trouble) = (problem.message, problem.trouble)
        }
        completion(&response)
    }

    /// Sends the first request.
    ///
    /// - Parameter sending: what an earlier run sent, which did not live to see the answer; nil if there is none.
    func begin(inDoubt sending: EarlierSending? = nil) {
        switch order {
        case .use: finish(Response())
        case .login(let user, let password): logIn(user: user, password: password)
        case .request(let request): send(request)
        case .connection(let operation):
            perform(operation, inDoubt: sending) { [self] response, _ in finish(&response) }
        case .ensure(let name, let fields): Ensuring(name, fields, self, resuming: sending).read()
        case .remove(let operation): remove(operation, inDoubt: sending)
        }
    }

    // MARK: Requests

    /// Carries out an operation on a connection; `next` gets its response, whose duration counts what went before.
    func perform(
        _ operation: ConnectionOperation, inDoubt sending: EarlierSending? = nil,
        then next: @escaping (inout Response, Notice.Outcome?) -> Void
    ) {
        let completion = { [self] (response: inout Response, outcome: Notice.Outcome?) in
            response.duration += elapsed
            elapsed = response.duration
            hasWritten = hasWritten || operation.isWrite
            decided(outcome)
            if let text = response.note { note(text) }
            journal?.answered(operation, response)
            next(&response, outcome)
        }
        if let planner = platform.planner {
            let call = PlannedCall(operation, planner, on: platform, limit: limit, at: position) { response in
                completion(&response, nil)
            }
            current = call
            return call.start()
        }
        let driver = DeliveryDriver(
            operation.request, operation, isWrite: operation.isWrite, on: platform, limit: limit,
            observers: observers, completion: completion)
        current = driver
        if let sending { driver.start(inDoubt: sending) } else { driver.start() }
    }

    private var observers: DeliveryDriver.Observers {
        DeliveryDriver.Observers(journal: journal, permission: permission)
    }

    /// A write that an earlier run left in doubt never comes here: the journal refuses it.
    private func send(_ request: APIRequest) {
        if let problem = obstacle(to: request) { return finish(.failure(problem)) }
        if !request.isRead, let planner = platform.planner {
            return finish(planner.plan(request, on: platform, at: position))
        }
        let driver = DeliveryDriver(
            request, isWrite: !request.isRead, on: platform, limit: limit, observers: observers
        ) { [self] response, outcome in
            decided(outcome)
            if let target = request.options?.target { save(&response, in: target) }
            finish(&response)
        }
        current = driver
        driver.start()
    }

    /// What is known to keep a request of the script's own from its end, before it is sent.
    private func obstacle(to request: APIRequest) -> String? {
        if case .credentials = request.authorization, platform.credentials == nil {
            return "`auth=basic` needs a user and a password, and none are configured for this platform"
        }
        guard let target = request.options?.target else { return nil }
        guard let saver else { return "`save=` needs files, and the host of this script has none" }
        return saver.problem(target.path).map { "cannot write `\(target.shown)`: \($0)" }
    }

    /// Writes the body of a good answer into the file; that of any other answer is no more than a reason.
    private func save(_ response: inout Response, in target: RequestOptions.Target) {
        guard let saver, response.trouble == nil, let status = response.status, (200..<300).contains(status) else {
            return
        }
        guard platform.planner == nil else { return response.add(note: "planned: the file is not written") }
        let bytes: [UInt8] = if case .bytes(let bytes) = response.body { bytes } else { [] }
        if let problem = saver.save(target.path, bytes) {
            savingProblem = "cannot write `\(target.shown)`: \(problem)"
        } else {
            saved = (target, bytes)
        }
    }

    private func decided(_ outcome: Notice.Outcome?) {
        if self.outcome != .isUnknown { self.outcome = outcome ?? self.outcome }
    }

    /// Where connections are noted that are wanted in two ways.
    var rewritten: RewrittenFields { platform.planner?.rewritten ?? tally.rewritten }

    /// Adds what is said of the command beside its answer.
    func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    // MARK: Waiting

    /// Whether a wait between two requests of the command is allowed.
    func mayWait(_ delay: TimeAmount) -> Bool {
        Budget(limit: limit, requestTimeout: platform.requestTimeout, settleTimeout: platform.settleTimeout)
            .bound(of: delay, from: .now()) == nil
    }

    func wait(_ delay: TimeAmount, then next: @escaping () -> Void) {
        let timer = LoopTimer()
        current = timer
        timer.set(.now() + delay, on: platform.eventLoop, action: next)
    }

    private func logIn(user: ConnectionName?, password: String?) {
        let known = platform.credentials
        let shownUser = user?.shown ?? known?.shownUser ?? ""
        guard let text = user?.text ?? known?.user else {
            return finish(.failure("there is no user to log in: write `login USER password=…`", .login))
        }
        guard let password = password ?? (text == known?.user ? known?.password : nil) else {
            return finish(
                .failure("there is no password for `\(shownUser)`: write `login \(shownUser) password=…`", .login))
        }
        let credentials = Credentials(user: text, password: password, hidesUser: user?.isSecret ?? false)
        current = platform.logIn(credentials, limit: limit) { [self] response in finish(response) }
    }

    /// Deletes the connection; that it is absent is as good.
    private func remove(_ operation: ConnectionOperation, inDoubt sending: EarlierSending?) {
        perform(operation, inDoubt: sending) { [self] response, outcome in
            switch response.status {
            // Whether this request deleted it is known only if its answer came.
            case 200 where response.trouble == nil: response.change = outcome == .isAsMeant ? "unknown" : "deleted"
            case 404 where response.isPlatformsOwn: response.change = "unchanged"
            case 404: response = response.isNoConnection
            default: break
            }
            finish(&response)
        }
    }
}

/// The handle of a command that an executor carries out.
package struct RunningCommand {
    private let execution: CommandExecution?

    init(_ execution: CommandExecution? = nil) { self.execution = execution }

    /// Ends the command without a completion.
    package func cancel() { execution?.cancel() }

    /// Begins nothing new; see `CommandExecution.stop`.
    package func stop() -> Bool { execution?.stop() ?? true }
}

@available(*, unavailable)
extension RunningCommand: Sendable {}

@available(*, unavailable)
extension CommandExecution: Sendable {}
