import NIOCore
import PicketHTTP
import PicketRuntime

/// Executes one command: it drives the command's deliveries on the event loop, one after the other.
///
/// A pending request, timer or question retains the execution. It calls nothing after `cancel`.
final class CommandExecution {
    /// Receives the response of a delivery, and the outcome of a write whose answer alone does not tell it.
    typealias Continuation = (consuming Response, Notice.Outcome?) -> Void

    let command: PlatformCommand
    let platform: PlatformSession
    let limits: CommandLimits
    /// The strand that waits for the command; nil for a request on the executor's own account.
    let caller: Caller?

    // MARK: The current delivery

    var delivery: Delivery
    /// nil if no delivery is in progress.
    var continuation: Continuation?
    /// Counts the deliveries, so that a late answer to an earlier one is recognized.
    var deliveryCount = 0
    var pending: (any RequestOnItsWay)?
    let timer = LoopTimer()
    /// The generation of the token that the latest request carried.
    var generation: Int?
    var hasRecordedCurl = false
    /// The time of all requests of the command so far, in nanoseconds.
    var elapsed: Int64 = 0

    // MARK: The command

    private var completion: ((consuming Response) -> Void)?
    /// The worst outcome of the command's writes whose answers alone do not tell it.
    private var outcome: Notice.Outcome?
    /// Whether a write of the command was sent and answered.
    private var hasWritten = false
    private var parts = PartChanges()
    /// Until when a write that an earlier run sent for the `ensure`, and whose answer it did not see, may still take
    /// effect; nil if there is none.
    private(set) var earlierAtWorkUntil: NIODeadline?
    /// The notes of all its requests.
    private var notes: [String] = []
    /// The result of saving the answer's body in a file; nil if no file was wanted.
    private var saving: FileSaver.Saving?

    /// - Parameter completion: Is called once, perhaps before `begin` returns. It is not called after `cancel`.
    init(
        _ command: PlatformCommand, on platform: PlatformSession, _ limits: CommandLimits, caller: Caller? = nil,
        completion: ((consuming Response) -> Void)? = nil
    ) {
        self.command = command
        self.platform = platform
        self.limits = limits
        self.caller = caller
        self.completion = completion
        delivery = Delivery(command, on: platform, limits)
    }

    /// Creates an execution whose only limit is a time.
    convenience init(_ command: PlatformCommand, on platform: PlatformSession, limit: NIODeadline) {
        self.init(command, on: platform, CommandLimits(time: limit))
    }

    var journal: StepJournal? { caller?.journal }

    /// What the command's changes are counted for.
    var subject: Tally.Subject { command.connection.map { Tally.Subject($0, on: platform) } ?? Tally.Subject("") }

    /// The current time of the loop's clock.
    var now: NIODeadline { platform.eventLoop.now }

    /// Ends the command without a completion.
    ///
    /// A write that was sent may have taken effect: it is counted as one that cannot be told.
    func cancel() {
        let isCut = completion != nil && command.isWrite && platform.planner == nil && (hasWritten || mayHaveWritten)
        completion = nil
        cancelDelivery()
        if isCut, let caller { caller.tally.tally.note(.untold, subject, in: caller.pending.step) }
    }

    /// Notes a doubt of an `ensure` that ended before it learnt what an earlier run's write had done.
    private func noteUnfinished(_ response: Response) {
        guard let earlierAtWorkUntil, response.change == nil, response.failureReason != .unsettled, outcome == nil,
            parts.areNone
        else { return }
        outcome = .isUnknown
        _ = platform.doubts.note(command, outcome, .unknown, atWorkUntil: earlierAtWorkUntil, on: platform)
    }

    /// Starts nothing new. These continue to their end: a write that is on its way, a command that has written
    /// something, and a write that the journal already records as sent.
    ///
    /// - Returns: Whether nothing is on its way, so that the command can be cancelled.
    func stop() -> Bool {
        guard command.isWrite, platform.planner == nil, completion != nil else { return true }
        let isAnnounced = journal != nil && continuation != nil && delivery.isWriteAnnounced
        return !hasWritten && !mayHaveWritten && !isAnnounced
    }

    /// Sends the first request.
    ///
    /// - Parameter sending: The request of an earlier run that ended before the answer came; nil if there is none.
    func begin(inDoubt sending: EarlierSending? = nil) {
        switch command.operation {
        case .use: finish(Response())
        case .login: logIn()
        case .ensure:
            earlierAtWorkUntil = sending.map { now + platform.retryPolicy.resendAfter - .milliseconds($0.age) }
            EnsureOperation(self, resuming: sending).read()
        case .remove: remove(inDoubt: sending)
        // The journal refuses to resume a `request` that an earlier run left in doubt, so none comes here.
        case .request: sendOwn()
        case .token, .ping: deliver { [self] response, _ in finish(response) }
        case .add, .show, .update, .disable, .enable, .delete:
            perform(command, inDoubt: sending) { [self] response, _ in finish(response) }
        }
    }

    /// Whether the command still waits for its response.
    var isWanted: Bool { completion != nil }

    func finish(_ response: consuming Response) {
        guard let completion else { return }
        self.completion = nil
        timer.cancel()
        if response.failureReason == .unsettled { journal?.withhold() }
        if !notes.isEmpty { response.note = notes.joined(separator: "; ") }
        noteUnfinished(response)
        // Its requests have sent what differed, and an earlier run may have sent the rest.
        let isDone = response.change != nil
        if command.operation == .ensure, isDone || outcome != nil, let name = command.name {
            platform.doubts.want(name, command.fields, isDone: isDone, on: platform)
        }
        if let caller { note(response, caller) }
        if let problem = saving?.problem { (response.error, response.failureReason) = (problem, .failed) }
        // The response is shown even if the journal fails, because it is the last known fact. The answer to a write
        // that stays in doubt is not recorded, and a write that did not leave has none.
        let isOpen = response.failureReason == .unsettled || response.failureReason == .withheld
        if !isOpen, let problem = journal?.answered(response, saved: saving?.saved) {
            (response.error, response.failureReason) = (problem.message, problem.failureReason)
        }
        completion(response)
    }

    /// Counts what the command did.
    private func note(_ response: borrowing Response, _ caller: Caller) {
        guard platform.planner == nil else { return }
        let isGood = command.isWrite && caller.pending.isGood(response)
        guard let change = command.change(response, outcome, isGood: isGood) else { return }
        for part in parts.beside(response.change) {
            caller.tally.tally.note(part, subject, in: caller.pending.step)
        }
        caller.tally.tally.note(change, subject, in: caller.pending.step)
        // A script that expects such an answer has said that it knows about it. After a refused repetition of an addition
        // no read tells whose addition the connection is; a script's own request is never repeated.
        let isUnreadable =
            command.connection == nil
            || command.operation != .request && response.status == 409 && response.isPlatformsOwn
        if case .untold = change, !isGood, isUnreadable { platform.doubts.noteUnreadable() }
    }

    // MARK: Requests

    /// Executes a command on a connection, as the whole command or as a part of it.
    func perform(
        _ part: PlatformCommand, inDoubt sending: EarlierSending? = nil, then next: @escaping Continuation
    ) {
        let continuation: Continuation = { [self] response, outcome in
            hasWritten = hasWritten || part.isWrite
            if part !== command { parts.note(part, response, outcome) }
            decided(outcome)
            if let text = response.note { note(text) }
            journal?.answered(part, response)
            next(response, outcome)
        }
        if let planner = platform.planner {
            plan(part, planner, then: continuation)
        } else {
            deliver(part, inDoubt: sending, then: continuation)
        }
    }

    /// Sends the command itself, which is a script's own request.
    func sendOwn() {
        if asksForPassword() { return }
        if let problem = obstacle { return finish(.failure(problem)) }
        if let planner = platform.planner, let response = planned(planner) { return finish(response) }
        deliver { [self] response, outcome in
            var response = response
            decided(outcome)
            journal?.answered(command, response)
            if let target = command.options?.target, let saver = caller?.saver {
                if platform.planner == nil {
                    saving = saver.save(response, in: target)
                } else if response.isGoodAnswer {
                    response.add(note: "planned: the file is not written")
                }
            }
            finish(response)
        }
    }

    /// The known reason why a script's own request cannot succeed, found before it is sent; nil for none.
    private var obstacle: String? {
        if case .credentials = command.authorization, platform.credentials == nil {
            return "`auth=basic` needs a user and a password, and none are configured for this platform"
        }
        guard let target = command.options?.target else { return nil }
        guard let saver = caller?.saver else { return "`save=` needs files, and the host of this script has none" }
        return saver.problem(target.path).map { "cannot write `\(target.shown)`: \($0)" }
    }

    /// Deletes the connection. An absent connection is also a success.
    private func remove(inDoubt sending: EarlierSending?) {
        perform(command, inDoubt: sending) { [self] response, outcome in
            var response = response
            switch response.status {
            // Only an answer tells whether this request deleted the connection.
            case 200 where response.failureReason == nil:
                response.change = outcome == .isAsMeant ? "unknown" : "deleted"
            case 404 where response.isPlatformsOwn: response.change = "unchanged"
            case 404: response = response.isNoConnection
            default: break
            }
            finish(response)
        }
    }

    private func decided(_ outcome: Notice.Outcome?) {
        if self.outcome != .isUnknown { self.outcome = outcome ?? self.outcome }
    }

    /// Adds a note that stands beside the command's answer.
    func note(_ text: String) {
        if !notes.contains(text) { notes.append(text) }
    }

    /// The position of the command in its script.
    var position: ScriptPosition { caller?.position ?? ScriptPosition(parts: []) }

    /// Records the connections for which a run wants two different states; nil if nobody asks for them.
    var rewritten: RewrittenFields? { platform.planner?.rewritten ?? caller?.tally.rewritten }

    // MARK: Waiting

    /// Whether a wait between two requests of the command is allowed.
    ///
    /// - Parameter doubted: When the doubt that the wait settles began; nil for no doubt.
    func mayWait(_ delay: TimeAmount, doubted: NIODeadline? = nil) -> Bool {
        Budget(
            limit: limits.time, runEnd: limits.runEnd, requestTimeout: platform.requestTimeout,
            settleTimeout: platform.settleTimeout
        ).bound(of: delay, from: now, doubted: doubted) == nil
    }

    func wait(_ delay: TimeAmount, then next: @escaping () -> Void) {
        timer.set(now + delay, on: platform.eventLoop, action: next)
    }
}

@available(*, unavailable)
extension CommandExecution: Sendable {}
