import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// The thin driver of a delivery: it does what the delivery asks for, and tells it what came of that.
extension CommandExecution {
    /// Sends the command itself; `next` gets its response.
    func deliver(then next: @escaping Continuation) { deliver(command, then: next) }

    /// Sends a command, and sees to it until what came of it is known.
    ///
    /// - Parameters:
    ///   - sending: what an earlier run sent, which did not live to see the answer; nil if there is none.
    ///   - next: is called once, perhaps before this returns; not at all after `cancel`.
    func deliver(
        _ command: PlatformCommand, inDoubt sending: EarlierSending? = nil, then next: @escaping Continuation
    ) {
        assert(continuation == nil, "one delivery ends before the next begins")
        // The first delivery was made with the execution, for its own command.
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

    /// Ends the delivery without a continuation.
    func cancelDelivery() {
        timer.cancel()
        guard continuation != nil else { return }
        if mayHaveWritten {
            platform.notices.add(.isUnknown, line, Self.cutOff)
            noteDoubt(.isUnknown, isDone: false)
        }
        continuation = nil
        pending?.cancel()
        pending = nil
    }

    private static let cutOff = "its answer was not waited for: whether it took effect is not known"

    /// Whether a byte of a write may have left, and nobody knows yet what came of it.
    var mayHaveWritten: Bool {
        guard continuation != nil else { return false }
        return delivery.doubt != nil || delivery.isWriteOnItsWay && pending?.mayHaveReachedServer ?? false
    }

    private var sent: PlatformCommand { delivery.command }

    private var line: String { sent.line(on: platform) }

    /// What the run has to look at again when it ends.
    private func noteDoubt(_ outcome: Notice.Outcome?, isDone: Bool) {
        guard sent.canBeReadBack else { return }
        platform.doubts.note(sent, outcome, isDone: isDone, atWorkUntil: delivery.atWorkUntil(outcome), on: platform)
    }

    /// Whether a delivery is the one that is still under way.
    private func isUnderWay(_ count: Int) -> Bool { continuation != nil && deliveryCount == count }

    // MARK: Actions

    /// Carries out an action, and those that follow from it at once.
    private func carryOut(_ action: Delivery.Action) {
        var next: Delivery.Action? = action
        while let action = next { next = perform(action) }
    }

    /// - Returns: what comes next; nil if that waits for something.
    private func perform(_ action: Delivery.Action) -> Delivery.Action? {
        switch action {
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
        // The login has a time-out and repetitions of its own.
        if limits.time < .distantFuture {
            timer.set(limits.time, on: platform.eventLoop) { [self] in
                let failure = TransportFailure.requestTimeout(platform.profile.endpoint.authority, limits.source)
                carryOut(delivery.failed(Response(failure)))
            }
        }
        let count = deliveryCount
        platform.obtainToken(replacing: generation, runEnd: limits.runEnd) { [self] problem in
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
            if next.isWorthTelling(at: now) { platform.logNote("waiting: \(next.reason(at: now))") }
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
            deadline: deadline.time, bound: deadline.bound)
        if !platform.warnings.isEmpty { platform.warnings.tell(carriesSecret: request.carriesSecret(token)) }
        platform.logSent(request)
        recordCurl(request, target)
        let count = deliveryCount
        pending = platform.client.begin(message) { [self] exchange in
            guard isUnderWay(count) else { return }
            pending = nil
            elapsed += exchange.duration
            carryOut(received(exchange, request, target))
        }
        return nil
    }

    /// The script of curl commands has what the run means to do, each request once.
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
                    mayRenew = platform.mayRenew(generation)
                    if !mayRenew, let note = platform.noteOnRefusedToken { response.add(note: note) }
                } else {
                    platform.accepted(generation)
                }
            }
            response.judge(as: request)
            if target == .reading, let name = sent.name {
                journal?.saw(Judge.sight(of: name.text, in: response), name)
            }
            return delivery.answered(response, tokenGeneration: generation, mayRenew: mayRenew, at: now)
        }
    }

    /// The delivery has ended: what was decided is told, and the command goes on.
    private func conclude(_ response: Response, _ conclusion: Delivery.Conclusion?) {
        guard let continuation else { return }
        self.continuation = nil
        timer.cancel()
        var response = response
        if sent.isWrite {
            // Without an answer and without a doubt, nothing has reached the platform.
            journal?.concluded(
                conclusion?.outcome.verdict
                    ?? (response.status == nil ? .ineffective : Judge.verdict(of: response, to: sent)))
        }
        if let conclusion {
            response.add(note: conclusion.note)
            platform.notices.add(conclusion.outcome, line, conclusion.note)
        }
        noteDoubt(conclusion?.outcome, isDone: sent.isDone(by: response))
        if response.trouble == .unknownEffect, !sent.canBeReadBack {
            response.help = "look on the platform before you send it again"
        }
        response.duration = elapsed
        if response.request.isEmpty { response.request = line }
        if response.sent == nil { response.sent = sent.body }
        continuation(&response, conclusion?.outcome)
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
    /// Adds what is said of how it came about.
    mutating func add(note text: String) {
        note = note.map { $0 == text ? $0 : "\($0); \(text)" } ?? text
    }
}
