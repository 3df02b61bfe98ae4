import NIOCore
import PicketHTTP
import PicketRuntime

/// The waits before a request is sent: those that the platform asks for, and those of the pace of all requests.
extension Delivery {
    /// The wait between two sendings of a write.
    struct ResendingPause {
        /// When the write may be sent again at the earliest.
        var end = NIODeadline.uptimeNanoseconds(0)
        /// The wait that the platform asked for; nil for the usual pause.
        var asked: TimeAmount?
        var length = TimeAmount.zero
        /// The bound that forbids the wait; nil if it is allowed.
        var bound: Budget.Bound?
    }

    // MARK: A pause

    mutating func pauseEnded() -> Action {
        guard case .pausing(let target) = state else { return .none }
        if case .reading = target, repetitions + refusals == 0 { return readBack() }
        return authorize(target)
    }

    // MARK: A turn

    /// Handles a turn that comes later.
    ///
    /// - Returns: The end of the delivery if the wait is not allowed; nil if the turn can be taken.
    mutating func refuse(_ turn: RequestPace.Turn, at now: NIODeadline) -> Action? {
        guard case .waitingForTurn(let target) = state else { return Action.none }
        let isLook = if case .reading = target { true } else { false }
        guard let bound = budget.bound(ofTurn: turn, from: now, doubted: doubt?.since, isLook: isLook) else {
            return nil
        }
        // A wait for `--rate` continues until the run's own deadline ends it.
        if turn.asked == nil, case .runEnd = bound { return nil }
        let reason = turn.reason(at: now, policy.voice)
        var response = Response.failure("nothing was sent: \(reason), \(bound.clause(policy.voice))", .gaveUp)
        response.help = bound.help(policy.voice)
        if case .reading = target, let lost = doubt?.lost {
            response = lost
            response.failureReason = lost.failureReason == .noResponse ? .unknownEffect : lost.failureReason
        }
        return isInDoubt ? finish(response, .isUnknown) : finish(response)
    }

    // MARK: A write that is sent again

    /// Records the pause before the write is sent again.
    ///
    /// - Returns: The length of the pause.
    mutating func notePause(at now: NIODeadline) -> TimeAmount {
        guard let doubt else { return .zero }
        var pause = ResendingPause()
        pause.asked = RetryPolicy.requestedDelay(doubt.lost)
        // A write that may still be at work has its own wait.
        let own = doubt.mayBeAtWork ? TimeAmount.zero : budget.clipped(policy.delay(before: sendings))
        pause.length = max(pause.asked ?? .zero, own)
        pause.bound = budget.bound(of: pause.length, from: now, doubted: doubt.since)
        pause.end = now + pause.length
        self.doubt?.pause = pause
        return pause.length
    }

    /// Returns the action that must come before the write is sent again; nil if it can be sent now.
    ///
    /// - Parameters:
    ///   - isProved: Whether a read has shown that the connection is not as the write means it.
    ///   - note: The note about that; nil for the default.
    mutating func holdBack(at now: NIODeadline, isProved: Bool, _ note: String?) -> Action? {
        guard let doubt else { return nil }
        let rest = max(doubt.pause.end - now, .zero)
        guard let bound = doubt.pause.bound ?? budget.bound(of: rest, from: now, doubted: doubt.since) else {
            return rest > .zero ? pause(until: doubt.pause.end) : nil
        }
        let seen = isProved ? "was not as the request meant it so far" : "what it shows proves nothing"
        return giveUpSending(
            bound,
            note ?? "whether the request took effect is not known: the connection was read back, and \(seen)")
    }

    /// Ends the delivery without another sending, although the last read may lag behind.
    private mutating func giveUpSending(_ bound: Budget.Bound, _ note: String) -> Action {
        guard let doubt else { return .none }
        var response = doubt.lost
        response.failureReason = .gaveUp
        response.help = bound.help(policy.voice)
        if let asked = doubt.pause.asked {
            response.error = bound.refusal(of: asked, policy.voice)
        } else {
            let pause = Value.duration(doubt.pause.length.nanoseconds / 1_000_000 * 1_000_000)
            let lost = doubt.lost.error.map { "\($0); " } ?? ""
            response.error = "\(lost)it would be sent again in \(pause), \(bound.clause(policy.voice))"
        }
        return finish(response, .isUnknown, note: note)
    }
}

extension RequestPace.Turn {
    /// Returns why the turn does not come at once.
    func reason(at now: NIODeadline, _ voice: Voice) -> String {
        if let asked {
            return "after an answer of 429 \(asker) asks all requests to wait "
                + "\(Self.text(asked, in: .seconds(1))) (`Retry-After`)"
        }
        return
            "its turn comes in \(Self.text(time - now)) (\(voice.rate), or an answer of 429 that slows all requests down)"
    }

    /// Whether the wait is worth a message. Turns that are only spaced come many times per second.
    func isWorthTelling(at now: NIODeadline) -> Bool { asked != nil || time - now >= .seconds(1) }

    /// Returns the rest of a wait in whole units, rounded up. `Retry-After` counts seconds.
    private static func text(_ time: TimeAmount, in unit: TimeAmount = .milliseconds(1)) -> Value {
        .duration(max(1, (time.nanoseconds + unit.nanoseconds - 1) / unit.nanoseconds) * unit.nanoseconds)
    }
}

extension Budget.Bound {
    /// Returns the message for a requested wait that is not allowed.
    func refusal(of asked: TimeAmount, by asker: String = "the platform", _ voice: Voice) -> String {
        "\(asker) asks to wait \(Value.duration(asked.nanoseconds)) (`Retry-After`), \(clause(voice))"
    }

    /// Returns the help for the user; nil if the general help for a wait that is too long fits.
    func help(_ voice: Voice) -> String? {
        let what: String
        switch self {
        case .requestTimeout: return nil
        case .ownTimeout: what = "longer waits with the request's `timeout=`"
        case .limit: what = "more time"
        case .runEnd(.deadline): what = "more time with \(voice.deadline)"
        case .runEnd(.grace): return "try again later"
        case .settleTimeout: what = "more time with \(voice.settleTimeout)"
        }
        return "allow \(what), or try again later"
    }

    /// Returns the clause that follows the description of a wait.
    func clause(_ voice: Voice) -> String {
        switch self {
        case .requestTimeout(let time): "which is longer than \(voice.timeout) (\(Value.duration(time.nanoseconds)))"
        case .ownTimeout(let time):
            "which is longer than the request's `timeout=` (\(Value.duration(time.nanoseconds)))"
        case .limit(let source): "and \(source.subject(voice)) ends before"
        case .runEnd(.deadline): "and the run's time (\(voice.deadline)) ends before"
        case .runEnd(.grace): "and the time of deferred blocks ends before"
        case .settleTimeout(let time):
            "which is longer than \(voice.settleTimeout) (\(Value.duration(time.nanoseconds)))"
        }
    }
}
