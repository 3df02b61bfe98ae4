import NIOCore
import PicketHTTP
import PicketRuntime

/// A request on its way from a command to its answer: a state machine without I/O.
///
/// A driver tells it what happened by the transitions; each returns what to do next. A read is sent again after a fault. A
/// write whose answer is lost is never blindly sent again: its connection is read back, and what that shows decides.
///
///     var delivery = Delivery(command, policy: policy, budget: budget)
///     var action = delivery.begin()
///     // .send(.command): the driver sends the request, and in the end calls
///     action = delivery.answered(response, at: .now())
struct Delivery: ~Copyable {
    /// What is sent: the command's own request, or the `show` that reads its connection back.
    enum Target { case command, reading }

    enum State {
        case idle
        /// Somebody is asked whether the write may be sent.
        case asking
        /// The journal has not got the write on its disk yet.
        case journaling
        case authorizing(Target)
        case waitingForTurn(Target)
        case sent(Target)
        /// The journal gets to know that an answer was lost.
        case recordingLoss
        case pausing(Target)
        case finished
    }

    enum Action {
        case askPermission
        case writeJournal
        case obtainToken(replacing: Int?)
        case takeTurn
        case send(Target)
        case recordLoss(Response)
        /// Nothing happens until then; the text says why.
        case pause(until: NIODeadline, String)
        case finish(Response, Conclusion?)
        /// The event came too late, or is of no interest.
        case none
    }

    /// What was decided where the answer alone does not say it.
    struct Conclusion {
        let outcome: Notice.Outcome
        let note: String
    }

    /// A write of which nobody knows whether it took effect.
    struct Doubt {
        /// The first answer that told nothing.
        var lost: Response
        /// Since when.
        let since: NIODeadline
        /// When the write was sent last.
        var sentAt: NIODeadline
        /// Whether that sending may still be at work, so that the write must not be sent again yet.
        var mayBeAtWork: Bool
        /// Whether an answer came, and is the one that is shown: the connection is read once, and nothing is sent again.
        var isAnswered = false
        /// The 409 of an `add` that was sent again: a connection of the name exists, whatever a read shows.
        var conflict: Response?
        var readings = 0
        /// Whether a reading has shown that it had not taken effect by then.
        var wasOtherwise = false
        /// What an earlier run sent; nil for a write of this run.
        var earlier: EarlierSending?
        /// When the write may be sent again at the earliest, and what keeps it from that for good.
        var pause = ResendingPause()
    }

    let command: PlatformCommand
    let policy: RetryPolicy
    let budget: Budget
    var state = State.idle
    var doubt: Doubt?
    /// How often the write was sent in a way that may have reached the platform.
    var sendings = 0
    /// Of the target that is under way: sendings that came to nothing.
    var repetitions = 0
    /// How often the platform said that it is not now that it takes the request.
    var refusals = 0
    var hasRenewedToken = false
    var sentAt = NIODeadline.uptimeNanoseconds(0)

    init(_ command: PlatformCommand, policy: RetryPolicy, budget: Budget) {
        self.command = command
        self.policy = policy
        self.budget = budget
    }

    /// Whether a write is on its way to its answer.
    var isWriteOnItsWay: Bool {
        if case .sent(.command) = state { command.isWrite } else { false }
    }

    /// Until when a sending of the write may still take effect; nil for not any more.
    func atWorkUntil(_ outcome: Notice.Outcome?) -> NIODeadline? {
        if isWriteOnItsWay { return sentAt + policy.resendAfter }
        guard let doubt, doubt.mayBeAtWork else { return nil }
        // What came to be as the write meant it, or was added, was seen to take effect.
        if outcome == .isAsMeant, doubt.wasOtherwise || command.operation == .add { return nil }
        return doubt.sentAt + policy.resendAfter
    }

    /// Whether a journal says, or is about to say, that the write is sent, and it has not left yet.
    var isWriteAnnounced: Bool {
        switch state {
        case .journaling, .authorizing(.command), .waitingForTurn(.command): command.isWrite
        default: false
        }
    }

    var isFinished: Bool {
        if case .finished = state { true } else { false }
    }

    // MARK: Before the sending

    mutating func begin() -> Action {
        guard case .idle = state else { return .none }
        guard command.isWrite else { return authorize(.command) }
        state = .asking
        return .askPermission
    }

    /// Begins with a write that an earlier run sent, which did not live to see the answer.
    ///
    /// - Parameter sending: what its journal has of the write.
    mutating func begin(inDoubt sending: EarlierSending, at now: NIODeadline) -> Action {
        guard case .idle = state, command.canBeReadBack else { return begin() }
        let lost = Response.failure("the answer was lost with the run that asked", .noResponse)
        doubt = Doubt(lost: lost, since: now, sentAt: now - .milliseconds(sending.age), mayBeAtWork: true)
        doubt?.earlier = sending
        return readBack()
    }

    mutating func permitted() -> Action {
        guard case .asking = state else { return .none }
        state = .journaling
        return .writeJournal
    }

    mutating func journaled() -> Action {
        guard case .journaling = state else { return .none }
        return authorize(.command)
    }

    mutating func authorize(_ target: Target) -> Action {
        state = .authorizing(target)
        return .obtainToken(replacing: nil)
    }

    mutating func authorized() -> Action {
        guard case .authorizing(let target) = state else { return .none }
        state = .waitingForTurn(target)
        return .takeTurn
    }

    mutating func turnCame(at now: NIODeadline) -> Action {
        guard case .waitingForTurn(let target) = state else { return .none }
        state = .sent(target)
        if case .command = target { sentAt = now }
        return .send(target)
    }

    /// Nothing that has to come before the sending can be had: permission, journal or token.
    mutating func failed(_ response: Response) -> Action {
        guard let doubt else { return finish(response) }
        // A refused login or a broken journal ends the run, and not only the reading.
        let shown = response.trouble == .noResponse ? doubt.lost : response
        return finish(shown, .isUnknown)
    }

    // MARK: After the sending

    /// - Parameter mayRenew: whether another token may help against a 401.
    mutating func answered(_ response: Response, tokenGeneration: Int?, mayRenew: Bool, at now: NIODeadline) -> Action {
        guard case .sent(let target) = state else { return .none }
        let meaning = response.status.map { StatusMeaning($0) }
        if meaning == .unauthorized, mayRenew, !hasRenewedToken {
            hasRenewedToken = true
            state = .authorizing(target)
            return .obtainToken(replacing: tokenGeneration)
        }
        if let meaning, meaning.isTemporary, mayRepeat(target, meaning) {
            let asked = RetryPolicy.requestedDelay(response)
            if let action = pause(target, asked: asked, isRefusal: meaning == .notNow, at: now) { return action }
            if case .command = target, let asked, let bound = budget.bound(of: asked, from: now) {
                return giveUp(response, asked: asked, bound)
            }
        }
        switch target {
        case .reading: return decide(Judge.sight(of: command.name?.text ?? "", in: response), response, at: now)
        case .command: return command.isWrite ? judge(response, at: now) : finish(response)
        }
    }

    /// No answer came.
    mutating func failed(_ failure: TransportFailure, at now: NIODeadline) -> Action {
        guard case .sent(let target) = state else { return .none }
        let isHarmless = !command.isWrite || target == .reading || !failure.requestMayHaveReachedServer
        if failure.isTransient, isHarmless, let action = pause(target, asked: nil, isRefusal: false, at: now) {
            return action
        }
        let response = Response(failure)
        switch target {
        case .reading: return decide(.nothing, response, at: now)
        case .command where isHarmless: return doubt == nil ? finish(response) : finishUnknown()
        case .command:
            // An answer came that cannot be taken: the next one would be the same.
            if !failure.isTransient { sendings = max(sendings, policy.retries) }
            return doubtIt(response, mayBeAtWork: failure.kind == .requestTimeout, at: now)
        }
    }

    /// Whether a temporary failure is answered by sending the same once more, without a look at the connection.
    private func mayRepeat(_ target: Target, _ meaning: StatusMeaning) -> Bool {
        target == .reading || !command.isWrite || meaning == .notNow
    }

    /// Waits before the target is sent once more; nil if that is not allowed.
    private mutating func pause(_ target: Target, asked: TimeAmount?, isRefusal: Bool, at now: NIODeadline) -> Action? {
        if isRefusal {
            guard refusals < policy.refusals else { return nil }
        } else {
            guard repetitions < policy.retries else { return nil }
        }
        // After a refusal the pace of all requests slows down; waiting long besides would waste turns.
        let own = budget.clipped(policy.delay(before: isRefusal ? min(refusals + 1, 2) : repetitions + 1))
        let least = max(asked ?? .zero, own)
        let isLook = if case .reading = target { true } else { false }
        guard budget.bound(of: least, from: now, doubted: doubt?.since, isLook: isLook) == nil else { return nil }
        let delay = asked == nil ? own : policy.spread(least, over: own)
        if isRefusal { refusals += 1 } else { repetitions += 1 }
        state = .pausing(target)
        return .pause(
            until: now + delay, "sending again in \(Value.duration(delay.nanoseconds / 1_000_000 * 1_000_000))")
    }

    mutating func pauseEnded() -> Action {
        guard case .pausing(let target) = state else { return .none }
        if case .reading = target, repetitions + refusals == 0 { return readBack() }
        return authorize(target)
    }

    /// The platform asks for a longer wait than is allowed: the answer is final at once.
    private mutating func giveUp(_ response: Response, asked: TimeAmount, _ bound: Budget.Bound) -> Action {
        var response = response
        response.trouble = .gaveUp
        response.error = bound.refusal(of: asked)
        response.help = bound.help
        return doubt == nil ? finish(response) : finish(response, .isUnknown)
    }

    // MARK: The end

    mutating func finish(_ response: Response) -> Action {
        state = .finished
        return .finish(response, nil)
    }

    mutating func finish(_ response: Response, _ outcome: Notice.Outcome, note: String? = nil) -> Action {
        state = .finished
        let own = doubt?.earlier == nil ? outcome.note : outcome.noteOfEarlier
        return .finish(response, Conclusion(outcome: outcome, note: note ?? own))
    }
}
