import NIOCore
import PicketRuntime

/// The execution of an `ensure`, which sends several requests.
///
/// Others may create or delete the connection meanwhile. After a 409 that follows a 404, or a 404 that follows a 200,
/// the connection is read again and the decision is made anew.
struct EnsureOperation {
    let name: ConnectionName
    let fields: ConnectionFields
    let execution: CommandExecution
    /// The request that an earlier run sent for the same command; nil if that is not known.
    let sent: EarlierSending?
    private var readings = 0
    /// How often a read was older than the run's own earlier write.
    private var oldReadings = 0
    /// How many of its writes got no answer, so that it is open who wrote the connection.
    private var lostAnswers = 0
    /// Whether the effect of one of its writes is unknown.
    private var hasUnknown = false
    /// Whether a read showed another value of a field that an earlier run had sent, so that somebody else has written the
    /// connection.
    var isOfOthers = false
    /// Whether the user was told that what an earlier run had sent was sent again.
    var hasTold = false
    private let begunAt: NIODeadline

    init(_ execution: CommandExecution, resuming sent: EarlierSending?) {
        self.sent = sent
        self.execution = execution
        begunAt = execution.now
        name = execution.command.name ?? ConnectionName("")
        fields = execution.command.fields
        execution.rewritten?.note(name, fields, on: execution.platform.base)
    }

    func read() {
        var next = self
        next.readings += 1
        send(.show) { [next] response, _ in
            let sight = Judge.sight(of: name.text, in: response)
            let platform = execution.platform
            if let end = platform.ownWrites.mayBeOld(sight, of: name, at: execution.now) {
                return next.readLater(until: end, or: .gaveUp, Self.notShown)
            }
            if let end = next.atWorkUntil(sight) {
                return next.readLater(until: end, or: .unknownEffect, Self.atWork)
            }
            switch sight {
            case .present(let object): next.compared(with: object).compare(response, object)
            case .absent:
                if let problem = next.refusal(of: nil) { return execution.finish(problem.response) }
                next.create()
            case .nothing: next.finish(response.isNoConnection)
            }
        }
    }

    /// Reads again after a delay, because a read may lag behind and others act at the same time.
    private func readAgain(because response: Response, _ outcome: Notice.Outcome?) {
        var next = self
        next.hasUnknown = hasUnknown || outcome == .isUnknown
        // The delays grow fast, so that the last of the few reads also sees a change that shows only after seconds.
        let delay = min(execution.platform.retryPolicy.delay(before: 3 * readings), execution.platform.requestTimeout)
        guard readings < RetryPolicy.readings, execution.mayWait(delay) else { return finish(response) }
        execution.wait(delay) { [next] in next.read() }
    }

    /// Returns until when what an earlier run sent may still take effect; nil if it cannot any more, or if nothing of it
    /// would be sent again.
    private func atWorkUntil(_ sight: Judge.Sight) -> NIODeadline? {
        guard let end = execution.earlierAtWorkUntil, execution.now < end, let request = sent?.request else {
            return nil
        }
        switch sight {
        case .present(let object):
            let differing = fields.differing(from: object).filter { isSent($0, object) }
            return differing.contains { request.fields.contains($0.rawValue) } ? end : nil
        case .absent: return request.change == "created" ? end : nil
        case .nothing: return nil
        }
    }

    /// Reads again later because the platform does not yet show what this run or an earlier one wrote.
    private func readLater(until end: NIODeadline, or reason: Response.FailureReason, _ problem: String) {
        var next = self
        next.readings -= 1
        next.oldReadings += 1
        let platform = execution.platform
        let delay = min(
            platform.retryPolicy.delay(before: next.oldReadings), end - execution.now, platform.requestTimeout)
        let doubted = reason == .unknownEffect ? begunAt : nil
        guard execution.mayWait(delay, doubted: doubted) else { return execution.finish(.failure(problem, reason)) }
        execution.wait(delay) { [next] in next.read() }
    }

    private static let notShown =
        "the connection is not shown as this run has left it, and there is no time to wait: the platform shows "
        + "it late, or somebody else has changed it"

    private static let atWork =
        "an earlier run sent this and got no answer; it may still be at work, and there is no time to wait"

    /// Reads the connection again after a write whose answer was lost: somebody else may have written it, too.
    private func readAfterDoubt(_ response: Response) {
        guard lostAnswers < RetryPolicy.readings else { return finish(response, "unknown", []) }
        var next = self
        next.lostAnswers += 1
        next.readings = 0
        next.read()
    }

    /// Returns a copy that knows whether the connection shows what an earlier run had sent.
    private func compared(with object: ValueMap) -> EnsureOperation {
        guard let earlier = sent?.request else { return self }
        var next = self
        next.isOfOthers =
            isOfOthers
            || fields.written.contains {
                earlier.fields.contains($0.rawValue) && fields.proof(of: $0, in: object) == .other
            }
        return next
    }

    private func compare(_ response: Response, _ object: ValueMap) {
        let differing = fields.differing(from: object).filter { isSent($0, object) }
        let changed = differing.filter { $0 != .enabled }
        if changed.isEmpty {
            guard differing.isEmpty else { return setEnabled(differing) }
            let key = Planner.Key(platform: execution.platform.base, name: name)
            execution.platform.planner?.keep(key, at: execution.position)
            let isKnownNow = execution.platform.doubts.found(name, fields, in: object, on: execution.platform)
            if isKnownNow { execution.caller?.tally.tally.overtake(execution.subject) }
            if let change = sent?.request?.change { return finishAsSent(response, change) }
            finish(response, lostAnswers > 0 || hasUnknown ? "unknown" : "unchanged", [])
        } else if let problem = refusal(of: object) {
            execution.finish(problem.response)
        } else {
            send(.update, changing: changed) { response, outcome in
                switch response.status {
                case _ where outcome == .isAsMeant: readAfterDoubt(response)
                case 200 where response.failureReason == nil:
                    changed.count == differing.count
                        ? finish(response, "updated", differing)
                        : tellingAgain(changed, response).setEnabled(differing)
                case 404 where response.isPlatformsOwn: readAgain(because: response, outcome)
                default: finish(response)
                }
            }
        }
    }

    /// Returns why nothing is sent although an earlier run sent something: somebody may have changed the connection
    /// since.
    private func refusal(of now: ValueMap?) -> JournalProblem? {
        guard readings == 1, let sent, sent.request?.change != nil else { return nil }
        if now == nil, sent.request?.change == "created" { return nil }
        let others = now.map { object in fields.written.filter { fields.proof(of: $0, in: object) == .other } }
        // A field that the platform does not show is sent again.
        if let others, others.isEmpty { return nil }
        return sent.refusal(of: now, changes: others ?? [])
    }

    /// Whether a differing field is sent. A value that the platform only writes in another form counts as equal. A
    /// field that the platform does not show may be left alone.
    private func isSent(_ field: ConnectionFields.Field, _ object: ValueMap) -> Bool {
        switch fields.proof(of: field, in: object) {
        case .same: return false
        case .other: return true
        // The request in doubt has sent the field, and a read has found nothing against it.
        case .nothing where lostAnswers > 0 && field != .enabled && fields.isExcused(field, in: object): return false
        case .nothing:
            let isShown = fields.isShown(field, in: object)
            // A password that the platform shows may be a hash.
            if field == .password, isShown { return true }
            let skips = execution.platform.notices.skipsUnshown
            execution.platform.notices.remarkUnshown(field, isShown: isShown, isSkipped: skips)
            return !skips
        }
    }

    private func setEnabled(_ differing: [ConnectionFields.Field]) {
        send(fields.enabled == true ? .enable : .disable) { response, outcome in
            switch response.status {
            case _ where outcome == .isAsMeant: readAfterDoubt(response)
            case 200 where response.failureReason == nil: finish(response, "updated", differing)
            case 404 where response.isPlatformsOwn: readAgain(because: response, outcome)
            default: finish(response)
            }
        }
    }

    private func create() {
        send(.add) { created, outcome in
            switch created.status {
            case _ where outcome == .isAsMeant: readAfterDoubt(created)
            case 201 where created.failureReason == nil:
                // A new connection is enabled.
                guard fields.enabled == false else { return finish(created, "created", fields.written) }
                let next = tellingAgain(created)
                send(.disable) { response, outcome in
                    let isDone = response.status == 200 && response.failureReason == nil
                    isDone || outcome == .isAsMeant
                        ? next.finish(created, "created", fields.written) : next.finish(response)
                }
            case 409 where created.isPlatformsOwn: readAgain(because: created, outcome)
            default: finish(created)
            }
        }
    }

    private func send(
        _ operation: Endpoint.Operation, changing changed: [ConnectionFields.Field]? = nil,
        then next: @escaping (Response, Notice.Outcome?) -> Void
    ) {
        let part: PlatformCommand
        do throws(CommandProblem) {
            part = try PlatformCommand(operation, name, fields: fields, changing: changed)
        } catch {
            return execution.finish(.failure(error.message))
        }
        execution.perform(part) { response, outcome in
            // A command accepts any success status. Here only the status that belongs to the request counts.
            guard let actual = response.status, let expected = part.expectedStatus, actual != expected,
                (200..<300).contains(actual)
            else { return next(response, outcome) }
            execution.finish(response.refused("answered \(actual), expected \(expected)"))
        }
    }
}
