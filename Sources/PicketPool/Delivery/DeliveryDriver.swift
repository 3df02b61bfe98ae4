import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// Binds a delivery to the event loop: it does what the delivery asks for, and tells it what came of that.
///
/// What is pending holds the driver: a request, a timer, a question. The completion is called once, perhaps before `start`
/// returns; not at all after `cancel`.
final class DeliveryDriver: Cancellable {
    private var delivery: Delivery
    private let request: APIRequest
    private let reading: ConnectionOperation?
    private let platform: PlatformSession
    private let budget: Budget
    private let observers: Observers
    private var completion: ((inout Response, Notice.Outcome?) -> Void)?
    private var pending: PendingRequest?
    private let timer = LoopTimer()
    private var elapsed: Int64 = 0
    /// Which token the latest request carried.
    private var generation: Int?
    private var hasRecordedCurl = false

    /// Who is asked and told on the way.
    struct Observers {
        var journal: StepJournal?
        var permission: WriteGuard?
    }

    /// - Parameters:
    ///   - operation: what the request does to a connection, so that it can be read back; nil for any other request.
    ///   - isWrite: whether it is a command's write.
    init(
        _ request: APIRequest, _ operation: ConnectionOperation? = nil, isWrite: Bool, on platform: PlatformSession,
        limit: NIODeadline, observers: Observers = Observers(),
        completion: @escaping (inout Response, Notice.Outcome?) -> Void
    ) {
        self.request = request
        self.platform = platform
        self.observers = observers
        self.completion = completion
        reading = isWrite ? operation.flatMap { try? ConnectionOperation(.show, $0.name) } : nil
        budget = Budget(
            limit: limit, requestTimeout: request.options?.timeout ?? platform.requestTimeout,
            isOwnTimeout: request.options?.timeout != nil, settleTimeout: platform.settleTimeout)
        let terms = Delivery.Terms(
            request: request, operation: reading == nil ? nil : operation, isWrite: isWrite)
        delivery = Delivery(terms, policy: platform.retryPolicy, budget: budget)
    }

    func start() { carryOut(delivery.begin()) }

    /// Begins with a write that an earlier run sent; see `Delivery.begin`.
    func start(inDoubt sending: EarlierSending) { carryOut(delivery.begin(inDoubt: sending, at: .now())) }

    /// Ends the delivery without a completion.
    func cancel() {
        guard completion != nil else { return }
        if mayHaveWritten {
            platform.notices.add(.isUnknown, line, Self.cutOff)
            noteDoubt(.isUnknown, isDone: false)
        }
        completion = nil
        timer.cancel()
        pending?.cancel()
        pending = nil
    }

    /// Whether a byte of the write may have left, and nobody knows yet what came of it.
    var mayHaveWritten: Bool {
        delivery.doubt != nil || delivery.isWriteOnItsWay && pending?.mayHaveReachedServer ?? false
    }

    /// What the run has to look at again when it ends.
    private func noteDoubt(_ outcome: Notice.Outcome?, isDone: Bool) {
        guard delivery.terms.isWrite, let operation = delivery.terms.operation else { return }
        platform.doubts.note(operation, outcome, isDone: isDone, on: platform)
    }

    private static let cutOff = "its answer was not waited for: whether it took effect is not known"

    private var line: String { request.line(on: platform) }

    private var isEnded: Bool { completion == nil }

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
        case .finish(let response, let conclusion): finish(response, conclusion)
        case .none: break
        }
        return nil
    }

    private func askPermission() -> Delivery.Action? {
        guard let permission = observers.permission else { return delivery.permitted() }
        let isWanted = { [weak self] in self.map { !$0.isEnded } ?? false }
        permission.ask(request, on: platform, isWanted: isWanted) { [self] answer in
            guard !isEnded else { return }
            switch answer {
            case .refused(let reason): carryOut(delivery.failed(.failure(reason)))
            case .granted: carryOut(delivery.permitted())
            }
        }
        return nil
    }

    private func writeJournal() -> Delivery.Action? {
        guard let journal = observers.journal else { return delivery.journaled() }
        journal.willSend(request, on: platform.eventLoop) { [self] problem in
            guard !isEnded else { return }
            carryOut(problem.map { delivery.failed($0.response) } ?? delivery.journaled())
        }
        return nil
    }

    private func obtainToken(replacing generation: Int?) -> Delivery.Action? {
        guard request.usesToken(on: platform) else { return delivery.authorized() }
        if generation == nil, platform.token != nil { return delivery.authorized() }
        // The login has a time-out and repetitions of its own.
        if budget.limit < .distantFuture {
            timer.set(budget.limit, on: platform.eventLoop) { [self] in
                carryOut(delivery.failed(Response(.requestTimeout(platform.profile.endpoint.authority))))
            }
        }
        platform.obtainToken(replacing: generation, limit: budget.limit) { [self] problem in
            guard !isEnded else { return }
            timer.cancel()
            carryOut(problem.map { delivery.failed($0) } ?? delivery.authorized())
        }
        return nil
    }

    private func takeTurn() -> Delivery.Action? {
        guard let turn = platform.pace.takeTurn() else { return delivery.turnCame(at: .now()) }
        timer.set(min(turn, budget.limit), on: platform.eventLoop) { [self] in
            carryOut(delivery.turnCame(at: .now()))
        }
        return nil
    }

    private func recordLoss(_ response: Response) -> Delivery.Action? {
        if let problem = observers.journal?.lost(response) { return delivery.failed(problem.response) }
        return delivery.lossRecorded(at: .now())
    }

    // MARK: Sending

    private func send(_ target: Delivery.Target) -> Delivery.Action? {
        let request = target == .reading ? reading?.request ?? self.request : self.request
        let token = platform.token
        generation = request.usesToken ? token?.generation : nil
        let message = HTTPRequest(
            method: request.method, path: request.path(with: token),
            fields: request.fields(with: token, on: platform), body: request.body?.bytes ?? [],
            deadline: budget.deadline(sending: .now()))
        if !platform.warnings.isEmpty { platform.warnings.tell(carriesSecret: request.carriesSecret(token)) }
        platform.logSent(request)
        recordCurl(request, target)
        pending = platform.client.send(message) { [self] exchange in
            guard !isEnded else { return }
            pending = nil
            elapsed += exchange.duration
            carryOut(received(exchange, request, target))
        }
        return nil
    }

    /// The script of curl commands has what the run means to do, each request once.
    private func recordCurl(_ request: APIRequest, _ target: Delivery.Target) {
        guard target == .command, !hasRecordedCurl else { return }
        hasRecordedCurl = true
        platform.curl?.record(request, on: platform)
    }

    // MARK: Receiving

    private func received(
        _ exchange: HTTPExchange, _ request: APIRequest, _ target: Delivery.Target
    ) -> Delivery.Action {
        switch exchange.result {
        case .failure(let failure):
            platform.logFailure(failure, after: exchange.duration)
            return delivery.failed(failure, at: .now())
        case .success(let answer):
            var response = Response(answer, to: request, on: platform)
            platform.logReceived(response, after: exchange.duration)
            platform.pace.note(
                answer.status, askedToWait: answer.status == 429 ? RetryPolicy.requestedDelay(response) : nil)
            var mayRenew = false
            if let generation {
                if answer.status == 401 {
                    mayRenew = platform.mayRenew(generation)
                    if !mayRenew, let note = platform.noteOnRefusedToken { response.add(note: note) }
                } else {
                    platform.accepted(generation)
                }
            }
            response.judge(as: request)
            if target == .reading, let name = delivery.terms.operation?.name {
                observers.journal?.saw(Judge.sight(of: name.text, in: response), name)
            }
            return delivery.answered(response, tokenGeneration: generation, mayRenew: mayRenew, at: .now())
        }
    }

    private func finish(_ response: Response, _ conclusion: Delivery.Conclusion?) {
        guard let completion else { return }
        self.completion = nil
        timer.cancel()
        var response = response
        observers.journal?.decided(conclusion?.outcome.verdict)
        if delivery.terms.isWrite {
            // Without an answer and without a doubt, nothing has reached the platform.
            observers.journal?.judged(response.status == nil ? .ineffective : Judge.verdict(of: response, to: request))
        }
        if let conclusion {
            response.add(note: conclusion.note)
            platform.notices.add(conclusion.outcome, line, conclusion.note)
        }
        noteDoubt(
            conclusion?.outcome,
            isDone: response.trouble == nil && response.status.map { request.isSuccess($0) } ?? false)
        response.duration = elapsed
        if response.request.isEmpty { response.request = line }
        if response.sent == nil { response.sent = request.body }
        completion(&response, conclusion?.outcome)
    }
}

extension Response {
    /// Adds what is said of how it came about.
    mutating func add(note text: String) {
        note = note.map { $0 == text ? $0 : "\($0); \(text)" } ?? text
    }
}

@available(*, unavailable)
extension DeliveryDriver: Sendable {}
