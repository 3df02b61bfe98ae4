import NIOCore
import PicketRuntime

/// Settles a write whose answer does not tell whether it took effect.
extension Delivery {
    /// Decides by the answer to a write.
    mutating func judge(_ response: consuming Response, at now: NIODeadline) -> Action {
        switch Judge.verdict(of: response, to: command) {
        case .effective: return isInDoubt ? finish(response, .wasSentAgain) : finish(response)
        case .ineffective: return isInDoubt ? compareWithRepetition(response) : finish(response)
        case .unknown:
            let meaning = response.status.map { StatusMeaning($0) } ?? .unavailable
            guard meaning.isTemporary else { return lookUp(response, at: now) }
            return doubtIt(response, mayBeAtWork: meaning == .timedOut, at: now)
        }
    }

    /// Judges a repetition that was refused. The first sending may have arrived late and caused the refusal.
    private mutating func compareWithRepetition(_ response: Response) -> Action {
        switch response.status {
        case 404 where command.deletes: return finish(command.documentedAnswer, .isAsMeant)
        case 409 where command.operation == .add:
            // From here on reads may lag behind for the full time once more.
            let sentAt = sentAt
            doubt?.conflict = response
            doubt?.sentAt = sentAt
            doubt?.readings = 0
            return readBack()
        default: return finish(response, .isUnknown, note: Self.sentAgain)
        }
    }

    /// Handles the loss of the answer to a write.
    mutating func doubtIt(_ response: Response, mayBeAtWork: Bool, at now: NIODeadline) -> Action {
        sendings += 1
        var next = doubt ?? Doubt(lost: response, since: now, sentAt: sentAt, mayBeAtWork: mayBeAtWork)
        (next.lost, next.sentAt, next.mayBeAtWork, next.wasLost) = (response, sentAt, mayBeAtWork, true)
        doubt = next
        state = .recordingLoss
        return .recordLoss(response)
    }

    /// Handles an answer that proves nothing. It remains the shown answer, and the connection is read once. A gateway
    /// that answered may have left the request at work.
    private mutating func lookUp(_ response: Response, at now: NIODeadline) -> Action {
        var next = doubt ?? Doubt(lost: response, since: now, sentAt: sentAt, mayBeAtWork: false)
        (next.lost, next.isAnswered) = (response, true)
        let isLost = command.connectionWrite != nil && !response.isPlatformsOwn
        if isLost {
            (next.sentAt, next.wasLost) = (sentAt, true)
            sendings += 1
        }
        doubt = next
        guard isLost else { return command.canBeReadBack ? readBack() : finishUnknown(unreadable) }
        state = .recordingLoss
        return .recordLoss(response)
    }

    mutating func lossRecorded(at now: NIODeadline) -> Action {
        guard case .recordingLoss = state, let doubt else { return .none }
        guard command.canBeReadBack else { return finishUnknown(unreadable) }
        guard !doubt.isAnswered else { return readBack() }
        let delay = notePause(at: now)
        guard !doubt.mayBeAtWork else { return readBack() }
        // If no wait is allowed, the connection can still be read at once.
        guard budget.bound(of: delay, from: now, doubted: doubt.since) == nil else { return readBack() }
        return pause(until: now + delay)
    }

    /// The note on a write of unknown effect that is not read back before the script goes on.
    private var unreadable: String {
        "whether the request took effect is not known: "
            + (command.connectionWrite == nil ? "it cannot be read back" : "the run reads its connection at the end")
    }

    // MARK: Reading back

    mutating func readBack() -> Action {
        doubt?.readings += 1
        (repetitions, refusals, hasRenewedToken) = (0, 0, false)
        return authorize(.reading)
    }

    mutating func pause(until time: NIODeadline) -> Action {
        (repetitions, refusals) = (0, 0)
        state = .pausing(.reading)
        return .pause(until: time, "no certain answer: reading `\(command.shownName)` back")
    }

    /// Decides by what a read shows.
    ///
    /// - Parameter oldUntil: Until when the read may be older than the run's own earlier write; nil if it is not older.
    mutating func decide(
        _ sight: Judge.Sight, _ seen: Response, oldUntil: NIODeadline? = nil, at now: NIODeadline
    ) -> Action {
        guard let doubt, command.canBeReadBack, let write = command.connectionWrite else { return finish(seen) }
        if let oldUntil { return readLater(until: oldUntil, at: now) ?? finishUnknown(Self.old) }
        let comparison = Judge.comparison(sight, with: write)
        if doubt.isAnswered { return finishLookedUp(comparison, sight, write) }
        switch comparison {
        case .asMeant:
            let outcome = Notice.Outcome.isAsMeant
            let reserve = Judge.reserve(sight, .present(write.fields))
            let note = doubt.earlier == nil ? outcome.note(reserve) : outcome.noteOfEarlier(reserve)
            return finish(command.documentedAnswer, outcome, note: note)
        case .unreadable: return finishUnknown()
        // A connection of this name exists. It is unknown whether this request created it and others changed it since.
        case .differs(let fields) where command.operation == .add:
            if doubt.conflict != nil {
                return finishUnknown("an answer was lost; \(Self.unknown(differing: fields))")
            }
            return notThere(sight, isProved: false, doubt, at: now, note: Self.unknown(differing: fields))
        // A connection of this name exists, so the read lags behind.
        case .absent where doubt.conflict != nil:
            return readLater(until: doubt.sentAt + policy.resendAfter, at: now) ?? finishUnknown(Self.notYet)
        // Another sending would be refused again, and that would prove nothing more.
        case .unproven where doubt.conflict != nil: return finishUnknown(Self.unproven)
        case .unproven: return notThere(sight, isProved: false, doubt, at: now, note: Self.unproven)
        case .differs, .absent, .present: return notThere(sight, isProved: true, doubt, at: now)
        }
    }

    /// Handles a connection that is not, or not yet, as the write meant it.
    private mutating func notThere(
        _ sight: Judge.Sight, isProved: Bool, _ doubt: Doubt, at now: NIODeadline, note: String? = nil
    ) -> Action {
        let end = doubt.sentAt + policy.resendAfter
        if isProved { self.doubt?.wasOtherwise = true }
        if doubt.mayBeAtWork, now < end { return readLater(until: end, at: now) ?? finishUnknown(note ?? Self.notYet) }
        if sendings == 0, let problem = refusal(sight, doubt.earlier) { return finish(problem.response) }
        if sendings <= policy.retries { return holdBack(at: now, isProved: isProved, note) ?? sendAgain() }
        guard isProved else { return finishUnknown(note ?? Self.unproven) }
        // The read may lag behind as well.
        return now < end
            ? readLater(until: end, at: now) ?? finishUnknown(Self.notYet)
            : finish(doubt.lost, .isUnknown, note: Self.isOtherwise)
    }

    /// Returns why a write of an earlier run is not sent again: somebody may have changed the connection since. An
    /// `add` is always allowed, because it changes no existing connection.
    private func refusal(_ sight: Judge.Sight, _ earlier: EarlierSending?) -> JournalProblem? {
        guard let earlier, command.operation != .add, case .present(let object) = sight else { return nil }
        return earlier.refusal(of: object, changes: command.deletes ? nil : command.fields.written)
    }

    /// Reads once more, at `end` at the latest; returns nil if that is not allowed.
    private mutating func readLater(until end: NIODeadline, at now: NIODeadline) -> Action? {
        guard let doubt, now < end else { return nil }
        let delay = min(budget.clipped(policy.delay(before: max(doubt.readings, 1))), end - now)
        guard budget.bound(of: delay, from: now, doubted: doubt.since, isLook: true) == nil else { return nil }
        return pause(until: now + delay)
    }

    /// Sends the write once more. The permission for it was already given.
    private mutating func sendAgain() -> Action {
        (repetitions, refusals, hasRenewedToken) = (0, 0, false)
        state = .journaling
        return .writeJournal
    }

    // MARK: Ends of a doubt

    mutating func finishUnknown(_ note: String? = nil) -> Action {
        guard let doubt else { return finish(.failure("the answer was lost", .unknownEffect), .isUnknown, note: note) }
        var shown = doubt.conflict ?? doubt.lost
        if shown.failureReason == .noResponse { shown.failureReason = .unknownEffect }
        return finish(shown, .isUnknown, note: note)
    }

    private mutating func finishLookedUp(
        _ comparison: Judge.Comparison, _ sight: Judge.Sight, _ write: ConnectionWrite
    ) -> Action {
        guard let lost = doubt?.lost else { return .none }
        let seen: String
        switch comparison {
        case .asMeant:
            let reserve = Judge.reserve(sight, .present(write.fields))
            return finish(lost, .isAsMeant, note: "\(Self.saysNothing), and is as the request meant\(reserve)")
        case .unreadable: return finish(lost, .isUnknown)
        case .differs(let fields): seen = "its \(Self.names(fields)) not as the request meant"
        case .absent: seen = "it is not there"
        case .present: seen = "it is still there"
        case .unproven: seen = "what it shows proves nothing"
        }
        return finish(lost, .isUnknown, note: "\(Self.saysNothing): \(seen)")
    }

    private static let saysNothing =
        "the answer does not say whether the request took effect; the connection was read back"

    private static let notYet =
        "whether the request took effect is not known: the connection was read back, and does not show it yet"

    /// Somebody else may have changed it since the request took effect.
    private static let isOtherwise =
        "whether the request took effect is not known: the connection was read back, and is not as the request meant"

    private static let old =
        "whether the request took effect is not known: the connection was read back, and is not yet shown as the run had left it before"

    private static let unproven =
        "whether the request took effect is not known: a connection of the name is there, and what it shows proves nothing"

    /// The note if the second sending failed, too.
    static let sentAgain =
        "whether the request took effect is not known: the connection was read back, and the request was sent again"

    private static func unknown(differing fields: [ConnectionFields.Field]) -> String {
        "whether the request took effect is not known: the connection is there, but its \(names(fields)) not as the request meant"
    }

    /// Returns text such as `` `port` is `` and `` `host`, `tags` are ``.
    private static func names(_ fields: [ConnectionFields.Field]) -> String {
        fields.map { "`\($0.rawValue)`" }.joined(separator: ", ") + (fields.count == 1 ? " is" : " are")
    }
}
