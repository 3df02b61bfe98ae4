import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// Performs the actions that a delivery asks for, and reports their results to it.
extension CommandExecution {
    /// Sends the command itself and passes its response to `next`.
    func deliver(then next: @escaping Continuation) { deliver(command, then: next) }

    /// Sends a command and works on it until its effect is known.
    ///
    /// - Parameters:
    ///   - sending: The request of an earlier run that ended before the answer came; nil if there is none.
    ///   - next: Is called once, perhaps before this function returns. It is not called after `cancel`.
    func deliver(
        _ command: PlatformCommand, inDoubt sending: EarlierSending? = nil, then next: @escaping Continuation
    ) {
        assert(continuation == nil, "one delivery ends before the next begins")
        // The initializer made the first delivery, for the execution's own command.
        if deliveryCount > 0 || command !== self.command {
            delivery = Delivery(command, on: platform, limits)
        }
        deliveryCount += 1
        hasRecordedCurl = false
        continuation = next
        if let sending {
            carryOut(delivery.begin(inDoubt: sending, at: now))
        } else {
            carryOut(delivery.begin())
        }
    }

    /// Ends the delivery without calling the continuation.
    func cancelDelivery() {
        timer.cancel()
        guard continuation != nil else { return }
        if mayHaveWritten {
            platform.notices.add(.isUnknown, line, Self.cutOff)
            noteDoubt(.isUnknown, proof: .unknown)
            if let memory = platform.memory, let caller { memory.wrote(sent, .unknown, for: caller, on: platform) }
        }
        continuation = nil
        pending?.cancel()
        pending = nil
    }

    private static let cutOff = "its answer was not waited for: whether it took effect is not known"

    /// Whether a byte of a write may have left while its effect is still unknown.
    var mayHaveWritten: Bool {
        guard continuation != nil else { return false }
        return delivery.isInDoubt || delivery.isWriteOnItsWay && pending?.mayHaveReachedServer ?? false
    }

    private var sent: PlatformCommand { delivery.command }

    private var line: String { sent.line(on: platform) }

    /// Records a doubt that the run checks again when it ends.
    private func noteDoubt(_ outcome: Notice.Outcome?, proof: Doubts.Proof) {
        guard sent.connection != nil, sent.isWrite else { return }
        var atWorkUntil = delivery.atWorkUntil(outcome)
        if let earlier = earlierAtWorkUntil { atWorkUntil = max(atWorkUntil ?? earlier, earlier) }
        let isKnownNow = platform.doubts.note(sent, outcome, proof, atWorkUntil: atWorkUntil, on: platform)
        if isKnownNow { caller?.tally.tally.overtake(subject) }
    }

    /// Whether the delivery with this number is still in progress.
    private func isUnderWay(_ count: Int) -> Bool { continuation != nil && deliveryCount == count }

    // MARK: Actions

    /// Performs an action and the actions that follow from it at once.
    private func carryOut(_ action: consuming Delivery.Action) {
        // Only a few actions follow from one at once, and a loop would copy each.
        if let next = perform(action) { carryOut(next) }
    }

    /// - Returns: The next action; nil if it waits for something.
    private func perform(_ action: consuming Delivery.Action) -> Delivery.Action? {
        switch consume action {
        case .askPermission: return askPermission()
        case .writeJournal: return writeJournal()
        case .obtainToken(let generation): return obtainToken(replacing: generation)
        case .takeTurn: return takeTurn()
        case .send(let target): return send(target)
        case .recordLoss(let response): return recordLoss(response)
        case .pause(let time, let reason):
            platform.logNote(reason)
            timer.set(time, on: platform.eventLoop) { [self] in carryOut(delivery.pauseEnded()) }
        case .finish(let response, let conclusion): conclude(response, conclusion)
        case .none: break
        }
        return nil
    }

    private func askPermission() -> Delivery.Action? {
        guard let permission = caller?.permission else { return delivery.permitted() }
        let count = deliveryCount
        let isWanted = { [weak self] in self.map { $0.isUnderWay(count) } ?? false }
        permission.ask(sent, on: platform, isWanted: isWanted) { [self] answer in
            guard isUnderWay(count) else { return }
            switch answer {
            case .refused(let reason): carryOut(delivery.failed(.failure(reason)))
            case .granted: carryOut(delivery.permitted())
            }
        }
        return nil
    }

    private func writeJournal() -> Delivery.Action? {
        guard let journal else { return delivery.journaled() }
        let count = deliveryCount
        journal.willSend(sent, on: platform.eventLoop) { [self] problem in
            guard isUnderWay(count) else { return }
            carryOut(problem.map { delivery.failed($0.response) } ?? delivery.journaled())
        }
        return nil
    }

    private func obtainToken(replacing generation: Int?) -> Delivery.Action? {
        guard sent.usesToken(on: platform) else { return delivery.authorized() }
        if generation == nil, platform.token != nil { return delivery.authorized() }
        // The login has its own time-out and its own retries.
        if limits.time < .distantFuture {
            timer.set(limits.time, on: platform.eventLoop) { [self] in
                let failure = TransportFailure.requestTimeout(
                    platform.profile.endpoint.authority, limits.source, platform.retryPolicy.voice)
                carryOut(delivery.failed(Response(failure)))
            }
        }
        let count = deliveryCount
        platform.obtainToken(
            replacing: generation, runEnd: limits.runEnd, passwords: caller?.passwords
        ) { [self] problem in
            guard isUnderWay(count) else { return }
            timer.cancel()
            carryOut(problem.map { delivery.failed($0) } ?? delivery.authorized())
        }
        return nil
    }

    private func takeTurn() -> Delivery.Action? {
        let now = now
        if let next = platform.pace.nextTurn(at: now) {
            if let end = delivery.refuse(next, at: now) { return end }
            if next.isWorthTelling(at: now) {
                platform.logNote("waiting: \(next.reason(at: now, platform.retryPolicy.voice))")
            }
        }
        guard let turn = platform.pace.takeTurn(at: now) else { return delivery.turnCame(at: now) }
        timer.set(turn, on: platform.eventLoop) { [self] in carryOut(delivery.turnCame(at: self.now)) }
        return nil
    }

    private func recordLoss(_ response: Response) -> Delivery.Action? {
        if let problem = journal?.lost(response) { return delivery.failed(problem.response) }
        return delivery.lossRecorded(at: now)
    }

    // MARK: Sending

    private func send(_ target: Delivery.Target) -> Delivery.Action? {
        let request = target == .reading ? sent.reading ?? sent : sent
        let token = platform.token
        generation = request.usesToken ? token?.generation : nil
        let deadline = delivery.budget.deadline(sending: now)
        let message = HTTPRequest(
            method: request.method, path: request.path(with: token),
            fields: request.fields(with: token, on: platform), body: request.body?.bytes ?? [],
            deadline: deadline.time, bound: deadline.bound, isRead: request.isWrite ? false : nil)
        if !platform.warnings.isEmpty { platform.warnings.emit(carriesSecret: request.carriesSecret(token)) }
        platform.logSent(request)
        recordCurl(request, target)
        if target == .command, sent.isWrite, let memory = platform.memory {
            caller?.willSend(after: memory.state(of: sent.connection, on: platform))
        }
        platform.sentCount += 1
        let count = deliveryCount
        pending = platform.client.begin(message) { [self] exchange in
            guard isUnderWay(count) else { return }
            pending = nil
            elapsed += exchange.duration
            carryOut(received(exchange, request, target))
        }
        return nil
    }

    /// Records each request of the run once in the script of curl commands.
    private func recordCurl(_ request: PlatformCommand, _ target: Delivery.Target) {
        guard target == .command, !hasRecordedCurl else { return }
        hasRecordedCurl = true
        platform.curl?.record(request, on: platform)
    }

    // MARK: Receiving

    private func received(
        _ exchange: HTTPExchange, _ request: PlatformCommand, _ target: Delivery.Target
    ) -> Delivery.Action {
        switch exchange.result {
        case .failure(let failure):
            platform.logFailure(failure, after: exchange.duration)
            if let refusal = failure.refusal, StatusMeaning(refusal.status) == .notNow {
                platform.pace.note(
                    .notNow, askedToWait: RetryPolicy.requestedDelay(refusal), by: refusal.proxy, at: now)
            }
            return delivery.failed(failure, at: now)
        case .success(let answer):
            var response = Response(answer, to: request, on: platform)
            platform.logReceived(response, after: exchange.duration)
            let meaning = StatusMeaning(answer.status)
            platform.pace.note(
                meaning, askedToWait: meaning == .notNow ? RetryPolicy.requestedDelay(response) : nil, at: now)
            var mayRenew = false
            if let generation {
                if meaning == .unauthorized {
                    mayRenew = platform.mayRenew(
                        generation, evenIfNew: target == .reading && delivery.mayDoubtToken)
                    if !mayRenew, let note = platform.noteOnRefusedToken { response.add(note: note) }
                } else {
                    platform.accepted(generation)
                }
            }
            response.judge(as: request)
            var oldUntil: NIODeadline?
            if target == .reading, let name = sent.name {
                let sight = Judge.sight(of: name.text, in: response)
                oldUntil = platform.ownWrites.mayBeOld(sight, of: name, at: now)
                if oldUntil == nil {
                    journal?.saw(sight, name)
                    platform.memory?.saw(sight, of: name, on: platform)
                }
            }
            return delivery.answered(
                consume response, tokenGeneration: generation, mayRenew: mayRenew, oldUntil: oldUntil, at: now)
        }
    }

    /// Ends the delivery: reports its conclusion and continues the command.
    private func conclude(_ response: consuming Response, _ conclusion: Delivery.Conclusion?) {
        guard let continuation else { return }
        self.continuation = nil
        timer.cancel()
        if sent.isWrite {
            // Without an answer and without a doubt, nothing has reached the platform.
            let verdict =
                conclusion?.outcome.verdict
                ?? (response.status == nil ? .ineffective : Judge.verdict(of: response, to: sent))
            journal?.concluded(verdict)
            if let memory = platform.memory, let caller { memory.wrote(sent, verdict, for: caller, on: platform) }
        } else if let memory = platform.memory, let name = sent.connectionSeen {
            memory.saw(Judge.sight(of: name.text, in: response), of: name, on: platform)
        }
        if let conclusion {
            response.add(note: conclusion.note)
            platform.notices.add(conclusion.outcome, line, conclusion.note)
        }
        let outcome = conclusion?.outcome
        let proof = sent.proof(by: response, outcome)
        if proof != .unknown, proof != .nothing {
            platform.ownWrites.note(sent, proof, endedAt: now, now: now)
        }
        // An expected answer is no failure, but what the write did is as unknown as before.
        noteDoubt(outcome, proof: proof)
        if response.failureReason == .unknownEffect, !sent.canBeReadBack {
            response.help = "check the platform before you send it again"
        }
        response.duration = elapsed
        if response.request.isEmpty { response.request = line }
        if response.sent == nil { response.sent = sent.body }
        continuation(response, outcome)
    }
}

extension Delivery {
    /// A delivery of a command, with the limits of a platform.
    init(_ command: PlatformCommand, on platform: PlatformSession, _ limits: CommandLimits) {
        let own = command.options?.timeout
        self.init(
            command, policy: platform.retryPolicy,
            budget: Budget(
                limit: limits.time, limitSource: limits.source, runEnd: limits.runEnd,
                requestTimeout: own ?? platform.requestTimeout, isOwnTimeout: own != nil,
                settleTimeout: platform.settleTimeout))
    }
}

extension Response {
    /// Adds a note about how the response came about.
    mutating func add(note text: String) {
        note = note.map { $0 == text ? $0 : "\($0); \(text)" } ?? text
    }
}
