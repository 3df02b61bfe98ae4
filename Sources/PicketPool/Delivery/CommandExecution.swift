import NIOCore
import PicketHTTP
import PicketRuntime

/// Carries out one command: binds its deliveries, one after the other, to the event loop, and ends it.
///
/// What is pending holds it: a request, a timer, a question. After `cancel` nothing is called any more.
final class CommandExecution {
    /// What follows a delivery: gets its response, and what was decided about a write whose answer alone does not say it.
    typealias Continuation = (inout Response, Notice.Outcome?) -> Void

    let command: PlatformCommand
    let platform: PlatformSession
    let limits: CommandLimits
    /// The strand that waits for the command; nil for a request on the executor's own account.
    let caller: Caller?

    // MARK: The delivery that is under way

    var delivery: Delivery
    /// nil while none is under way.
    var continuation: Continuation?
    /// Counts deliveries: what was asked for an earlier one may be answered late.
    var deliveryCount = 0
    var pending: (any RequestOnItsWay)?
    let timer = LoopTimer()
    /// Which token the latest request carried.
    var generation: Int?
    var hasRecordedCurl = false
    /// Of all requests of the command so far.
    var elapsed: Int64 = 0

    // MARK: The command

    private var completion: ((inout Response) -> Void)?
    /// What was decided about its writes, where an answer alone does not say it; the worst of them.
    private var outcome: Notice.Outcome?
    /// Whether a write of the command was sent, and answered.
    private var hasWritten = false
    /// Of all its requests.
    private var notes: [String] = []
    /// What became of the file that was to get the answer's body; nil if none was.
    private var saving: FileSaver.Saving?

    /// Who waits for a command, and who is asked and told on its way.
    struct Caller {
        let pending: PendingCommand
        /// What is told of the command before and after; nil for nothing.
        let journal: StepJournal?
        /// What is asked before a write is sent; nil for nothing.
        let permission: WriteGuard?
        /// What writes a file of the script; nil for a host without files.
        let saver: FileSaver?
        let tally: TallyBox
        /// Where the command stands in its script, for a plan.
        let position: ScriptPosition
    }

    /// - Parameter completion: is called once, perhaps before `begin` returns; not at all after `cancel`.
    init(
        _ command: PlatformCommand, on platform: PlatformSession, _ limits: CommandLimits, caller: Caller? = nil,
        completion: ((inout Response) -> Void)? = nil
    ) {
        self.command = command
        self.platform = platform
        self.limits = limits
        self.caller = caller
        self.completion = completion
        delivery = Delivery(command, on: platform, limits)
    }

    /// The same with nothing but a last moment.
    convenience init(_ command: PlatformCommand, on platform: PlatformSession, limit: NIODeadline) {
        self.init(command, on: platform, CommandLimits(time: limit))
    }

    var journal: StepJournal? { caller?.journal }

    /// The moment by the loop's clock.
    var now: NIODeadline { platform.eventLoop.now }

    /// Ends the command without a completion.
    ///
    /// A write that was sent may have taken effect: it is counted as one that cannot be told.
    func cancel() {
        let isCut = completion != nil && command.isWrite && platform.planner == nil && (hasWritten || mayHaveWritten)
        completion = nil
        cancelDelivery()
        if isCut, let caller { caller.tally.tally.note(.untold, command.shownName, in: caller.pending.step) }
    }

    /// Begins nothing new. A write that is on its way goes on to its end, and so does a command that has written something, and
    /// a write of which the journal says that it is sent.
    ///
    /// - Returns: whether nothing is on its way, so that the command can be cancelled.
    func stop() -> Bool {
        guard command.isWrite, platform.planner == nil, completion != nil else { return true }
        let isAnnounced = journal != nil && continuation != nil && delivery.isWriteAnnounced
        return !hasWritten && !mayHaveWritten && !isAnnounced
    }

    /// Sends the first request.
    ///
    /// - Parameter sending: what an earlier run sent, which did not live to see the answer; nil if there is none.
    func begin(inDoubt sending: EarlierSending? = nil) {
        switch command.operation {
        case .use: finish(Response())
        case .login: logIn()
        case .ensure: EnsureOperation(self, resuming: sending).read()
        case .remove: remove(inDoubt: sending)
        // A write that an earlier run left in doubt never comes here: the journal refuses it.
        case .request: sendOwn()
        case .token, .ping: deliver { [self] response, _ in finish(&response) }
        case .add, .show, .update, .disable, .enable, .delete:
            perform(command, inDoubt: sending) { [self] response, _ in finish(&response) }
        }
    }

    func finish(_ response: Response) {
        var response = response
        finish(&response)
    }

    func finish(_ response: inout Response) {
        guard let completion else { return }
        self.completion = nil
        timer.cancel()
        if !notes.isEmpty { response.note = notes.joined(separator: "; ") }
        if let caller { note(response, caller) }
        if let problem = saving?.problem { (response.error, response.trouble) = (problem, .failed) }
        // What came back is shown all the same: it is the last that anybody knows.
        // A write that is left as it is, is still in doubt.
        if response.trouble != .unsettled, let problem = journal?.answered(response, saved: saving?.saved) {
            (response.error, response.trouble) = (problem.message, problem.trouble)
        }
        completion(&response)
    }

    /// Counts what the command did.
    private func note(_ response: borrowing Response, _ caller: Caller) {
        guard platform.planner == nil else { return }
        let isGood = command.isWrite && caller.pending.isGood(response)
        guard let change = command.change(response, outcome, isGood: isGood) else { return }
        caller.tally.tally.note(change, command.shownName, in: caller.pending.step)
    }

    // MARK: Requests

    /// Carries out a command on a connection, as the whole command or as a part of it.
    func perform(
        _ part: PlatformCommand, inDoubt sending: EarlierSending? = nil, then next: @escaping Continuation
    ) {
        let continuation: Continuation = { [self] response, outcome in
            hasWritten = hasWritten || part.isWrite
            decided(outcome)
            if let text = response.note { note(text) }
            journal?.answered(part, response)
            next(&response, outcome)
        }
        if let planner = platform.planner {
            plan(part, planner, then: continuation)
        } else {
            deliver(part, inDoubt: sending, then: continuation)
        }
    }

    /// Sends the command itself, which is a script's own request.
    private func sendOwn() {
        if let problem = obstacle { return finish(.failure(problem)) }
        if command.isWrite, let planner = platform.planner {
            return finish(planner.plan(command, on: platform, at: position))
        }
        deliver { [self] response, outcome in
            decided(outcome)
            if let target = command.options?.target, let saver = caller?.saver {
                if platform.planner == nil {
                    saving = saver.save(response, in: target)
                } else if response.isGoodAnswer {
                    response.add(note: "planned: the file is not written")
                }
            }
            finish(&response)
        }
    }

    /// What is known to keep a request of the script's own from its end, before it is sent.
    private var obstacle: String? {
        if case .credentials = command.authorization, platform.credentials == nil {
            return "`auth=basic` needs a user and a password, and none are configured for this platform"
        }
        guard let target = command.options?.target else { return nil }
        guard let saver = caller?.saver else { return "`save=` needs files, and the host of this script has none" }
        return saver.problem(target.path).map { "cannot write `\(target.shown)`: \($0)" }
    }

    private func logIn() {
        let known = platform.credentials
        let user = command.account?.user
        let shownUser = user?.shown ?? known?.shownUser ?? ""
        guard let text = user?.text ?? known?.user else {
            return finish(.failure("there is no user to log in: write `login USER password=…`", .login))
        }
        guard let password = command.account?.password ?? (text == known?.user ? known?.password : nil) else {
            return finish(
                .failure("there is no password for `\(shownUser)`: write `login \(shownUser) password=…`", .login))
        }
        let credentials = Credentials(user: text, password: password, hidesUser: user?.isSecret ?? false)
        deliver(platform.loginCommand(credentials)) { [self] response, _ in
            platform.logIn(credentials, &response)
            finish(&response)
        }
    }

    /// Deletes the connection; that it is absent is as good.
    private func remove(inDoubt sending: EarlierSending?) {
        perform(command, inDoubt: sending) { [self] response, outcome in
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

    private func decided(_ outcome: Notice.Outcome?) {
        if self.outcome != .isUnknown { self.outcome = outcome ?? self.outcome }
    }

    /// Adds what is said of the command beside its answer.
    func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    /// Where the command stands in its script.
    var position: ScriptPosition { caller?.position ?? ScriptPosition(parts: []) }

    /// Where connections are noted that are wanted in two ways; nil where nobody asks.
    var rewritten: RewrittenFields? { platform.planner?.rewritten ?? caller?.tally.rewritten }

    // MARK: Waiting

    /// Whether a wait between two requests of the command is allowed.
    func mayWait(_ delay: TimeAmount) -> Bool {
        Budget(
            limit: limits.time, runEnd: limits.runEnd, requestTimeout: platform.requestTimeout,
            settleTimeout: platform.settleTimeout
        ).bound(of: delay, from: now) == nil
    }

    func wait(_ delay: TimeAmount, then next: @escaping () -> Void) {
        timer.set(now + delay, on: platform.eventLoop, action: next)
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
