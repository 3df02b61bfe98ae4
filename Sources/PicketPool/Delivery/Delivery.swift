import NIOCore
import PicketHTTP
import PicketRuntime

/// The delivery of a request, from a command to its answer, as a state machine without I/O.
///
/// A driver reports each event by a transition, and the transition returns the next action. A read is sent again after
/// a fault. A write whose answer is lost is not sent again at once: its connection is read back, and the state found
/// there decides.
///
///     var delivery = Delivery(command, policy: policy, budget: budget)
///     var action = delivery.begin()
///     // .send(.command): the driver sends the request, and finally calls
///     action = delivery.answered(response, at: .now())
struct Delivery: ~Copyable {
    /// The request that is sent: the command itself, or the `show` that reads its connection back.
    enum Target { case command, reading }

    enum State {
        case idle
        /// Somebody is asked whether the write may be sent.
        case asking
        /// The journal has not yet stored the write on disk.
        case journaling
        case authorizing(Target)
        case waitingForTurn(Target)
        case sent(Target)
        /// The journal records that an answer was lost.
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
        /// Wait until this time. The text says why.
        case pause(until: NIODeadline, String)
        case finish(Response, Conclusion?)
        /// The event came too late, or needs no action.
        case none
    }

    private final class InDoubt {
        let doubt: Doubt

        init(_ doubt: Doubt) { self.doubt = doubt }
    }

    let command: PlatformCommand
    let policy: RetryPolicy
    let budget: Budget
    var state = State.idle
    /// nil while the effect of the write is not in doubt, which is usual.
    var doubt: Doubt? {
        get { inDoubt?.doubt }
        set { inDoubt = newValue.map { InDoubt($0) } }
    }
    /// A doubt holds whole answers, and a delivery is moved often.
    private var inDoubt: InDoubt?
    /// How often the write was sent in a way that may have reached the platform.
    var sendings = 0
    /// How often the current target was sent again after a fault.
    var repetitions = 0
    /// How often the platform answered that it does not take the request now.
    var refusals = 0
    var hasRenewedToken = false
    var sentAt = NIODeadline.uptimeNanoseconds(0)

    init(_ command: PlatformCommand, policy: RetryPolicy, budget: Budget) {
        self.command = command
        self.policy = policy
        self.budget = budget
    }

    var isInDoubt: Bool { inDoubt != nil }

    /// Whether a read that settles the doubt may get a new token, although the platform has never accepted the old one. The
    /// answer to the write, which would have told, was lost.
    var mayDoubtToken: Bool { doubt?.hasDoubtedToken == false }

    /// Whether a write was sent and its answer is still expected.
    var isWriteOnItsWay: Bool {
        if case .sent(.command) = state { command.isWrite } else { false }
    }

    /// Returns until when a sending of the write may still take effect; nil if none can any more.
    func atWorkUntil(_ outcome: Notice.Outcome?) -> NIODeadline? {
        if isWriteOnItsWay { return sentAt + policy.resendAfter }
        guard let doubt, doubt.wasLost else { return nil }
        // The effect of the only sending was seen: it is an addition, or a read showed the connection before and after it.
        let isOnly = sendings + (doubt.earlier?.sendings ?? 0) <= 1
        if outcome == .isAsMeant, isOnly, doubt.wasOtherwise || command.operation == .add { return nil }
        return doubt.sentAt + policy.resendAfter
    }

    /// Whether the journal records, or is about to record, the write as sent, although it has not left yet.
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

    /// Begins with a write that an earlier run sent without living to see the answer.
    ///
    /// - Parameter sending: The journal's record of the write.
    mutating func begin(inDoubt sending: EarlierSending, at now: NIODeadline) -> Action {
        guard case .idle = state, command.canBeReadBack else { return begin() }
        let lost = Response.failure("the answer was lost with the run that asked", .noResponse)
        doubt = Doubt(lost: lost, since: now, sentAt: now - .milliseconds(sending.age), mayBeAtWork: true)
        doubt?.earlier = sending
        doubt?.wasLost = true
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

    /// Ends the delivery if a step before the sending failed: the permission, the journal or the token.
    mutating func failed(_ response: Response) -> Action {
        guard let doubt else { return finish(response) }
        // A refused login or a broken journal ends the run, and not only this read.
        let shown = response.failureReason == .noResponse ? doubt.lost : response
        return finish(shown, .isUnknown)
    }

    // MARK: After the sending

    /// - Parameters:
    ///   - mayRenew: Whether another token may help against a 401.
    ///   - oldUntil: Until when a read may be older than the run's own earlier write; nil if it is not older.
    mutating func answered(
        _ response: consuming Response, tokenGeneration: Int?, mayRenew: Bool, oldUntil: NIODeadline? = nil,
        at now: NIODeadline
    ) -> Action {
        guard case .sent(let target) = state else { return .none }
        let meaning = response.status.map { StatusMeaning($0) }
        if meaning == .unauthorized, mayRenew, !hasRenewedToken {
            hasRenewedToken = true
            doubt?.hasDoubtedToken = true
            state = .authorizing(target)
            return .obtainToken(replacing: tokenGeneration)
        }
        if let meaning, meaning.isTemporary, mayRepeat(target, meaning) {
            let asked = RetryPolicy.requestedDelay(response)
            if let action = pause(target, asked: asked, isRefusal: meaning == .notNow, at: now) { return action }
            if case .command = target, let asked,
                let bound = budget.bound(of: asked, from: now, doubted: doubt?.since)
            {
                return giveUp(response, asked: asked, bound)
            }
        }
        if case .command = target, meaning == .notNow {
            var response = response
            response.help = "ask for less with \(policy.voice.rate), or try again later"
            return command.isWrite ? judge(response, at: now) : finish(response)
        }
        switch target {
        case .reading:
            let sight = Judge.sight(of: command.name?.text ?? "", in: response)
            // A read that settles a doubt is tried again whatever went wrong.
            if case .nothing = sight, isInDoubt, meaning?.isTemporary == false,
                let action = pause(target, asked: nil, isRefusal: false, at: now)
            {
                return action
            }
            return decide(sight, response, oldUntil: oldUntil, at: now)
        case .command: return command.isWrite ? judge(response, at: now) : finish(response)
        }
    }

    /// Handles a request without an answer.
    mutating func failed(_ failure: TransportFailure, at now: NIODeadline) -> Action {
        guard case .sent(let target) = state else { return .none }
        let isHarmless = !command.isWrite || target == .reading || !failure.requestMayHaveReachedServer
        let asked = failure.refusal.flatMap { RetryPolicy.requestedDelay($0) }
        let isRefusal = failure.refusal.map { StatusMeaning($0.status) == .notNow } ?? false
        if failure.isTransient, isHarmless, let action = pause(target, asked: asked, isRefusal: isRefusal, at: now) {
            return action
        }
        let response = Response(failure)
        if case .command = target, let asked,
            let bound = budget.bound(of: asked, from: now, doubted: doubt?.since)
        {
            return giveUp(response, asked: asked, bound, by: "\(failure.message) and")
        }
        switch target {
        case .reading: return decide(.nothing, response, at: now)
        case .command where isHarmless: return isInDoubt ? finishUnknown() : finish(response)
        case .command:
            // An answer came that cannot be taken: the next one would be the same.
            if !failure.isTransient { sendings = max(sendings, policy.retries) }
            return doubtIt(response, mayBeAtWork: failure.kind == .requestTimeout, at: now)
        }
    }

    /// Whether a temporary failure may be answered by sending the same request again without reading the connection.
    private func mayRepeat(_ target: Target, _ meaning: StatusMeaning) -> Bool {
        target == .reading || !command.isWrite || meaning == .notNow
    }

    /// Waits before the target is sent once more; returns nil if that is not allowed.
    private mutating func pause(_ target: Target, asked: TimeAmount?, isRefusal: Bool, at now: NIODeadline) -> Action? {
        if isRefusal {
            guard refusals < policy.refusals else { return nil }
        } else {
            guard repetitions < policy.retries else { return nil }
        }
        // After a refusal the pace of all requests already slows down, so a long wait here would only waste turns.
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

    /// Ends the delivery because the platform or a proxy asks for a longer wait than is allowed.
    ///
    /// - Parameter asker: The subject of the sentence that says so.
    private mutating func giveUp(
        _ response: Response, asked: TimeAmount, _ bound: Budget.Bound, by asker: String = "the platform"
    ) -> Action {
        var response = response
        response.failureReason = .gaveUp
        response.error = bound.refusal(of: asked, by: asker, policy.voice)
        response.help = bound.help(policy.voice)
        return isInDoubt ? finish(response, .isUnknown, note: Self.sentAgain) : finish(response)
    }

    // MARK: The end

    mutating func finish(_ response: consuming Response) -> Action {
        state = .finished
        return .finish(response, nil)
    }

    mutating func finish(_ response: consuming Response, _ outcome: Notice.Outcome, note: String? = nil) -> Action {
        state = .finished
        let own = doubt?.earlier == nil ? outcome.note() : outcome.noteOfEarlier()
        return .finish(response, Conclusion(outcome: outcome, note: note ?? own))
    }
}
