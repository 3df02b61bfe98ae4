import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// One request on its way to its response: with a token, at its turn, once more if the token had expired, and again after
/// a fault if it may be sent again.
final class Call: Cancellable {
    /// Nobody knows whether a write took effect: its answer was lost, or the platform had no time for it.
    struct Doubt {
        /// How long the platform asked to wait; nil if it did not.
        var delay: TimeAmount?
    }

    /// Gets the response where it stands: what it changes there is not copied.
    typealias Completion = (inout Response, Doubt?) -> Void

    let request: APIRequest
    let platform: PlatformSession
    /// What bounds all that is done for it; each request has its time-out besides.
    private let limit: NIODeadline
    private var completion: Completion?
    private var pending: PendingRequest?
    private let alarm = LoopTimer()
    /// A call that goes on between two sendings is held by nobody else.
    private var itself: Call?
    private var elapsed: Int64 = 0
    /// Which token the latest request carried.
    private var generation: Int?
    private var wasRenewed = false
    private var repetitions = 0

    /// Begins; the completion is called exactly once, unless the call is cancelled. It may be called at once.
    @discardableResult
    static func start(
        _ request: APIRequest, on platform: PlatformSession, limit: NIODeadline,
        completion: @escaping Completion
    ) -> Call {
        let call = Call(request, on: platform, limit: limit, completion: completion)
        call.itself = call
        call.authorize()
        return call
    }

    private init(
        _ request: APIRequest, on platform: PlatformSession, limit: NIODeadline,
        completion: @escaping Completion
    ) {
        self.request = request
        self.platform = platform
        self.limit = limit
        self.completion = completion
    }

    /// Ends the call without a completion.
    func cancel() {
        if isWriting {
            platform.notices.add(.isUnknown, request.line(on: platform), Self.cutOff)
        }
        completion = nil
        alarm.cancel()
        pending?.cancel()
        pending = nil
        itself = nil
    }

    static let cutOff = "the run ended before its answer came: whether it took effect is not known"

    /// Whether a write is on its way to its answer.
    var isWriting: Bool { pending?.mayHaveReachedServer == true && !request.isRepeatable }

    private var isEnded: Bool { completion == nil }

    private func finish(_ response: Response, _ doubt: Doubt? = nil) {
        var response = response
        finish(&response, doubt)
    }

    private func finish(_ response: inout Response, _ doubt: Doubt? = nil) {
        guard let completion else { return }
        self.completion = nil
        alarm.cancel()
        pending = nil
        if response.request.isEmpty { response.request = request.line(on: platform) }
        if response.sent == nil { response.sent = request.body }
        response.duration += elapsed
        completion(&response, doubt)
        itself = nil
    }

    // MARK: Token

    private func authorize() {
        switch request.authorization {
        case .none, .basic: return awaitTurn()
        case .tokenIfAny where platform.credentials == nil: return awaitTurn()
        case .token, .tokenIfAny, .tokenInQuery: break
        }
        platform.token == nil ? obtainToken(replacing: nil) : awaitTurn()
    }

    private func obtainToken(replacing generation: Int?) {
        // The login has a time-out and repetitions of its own.
        if limit < .distantFuture {
            alarm.set(limit, on: platform.eventLoop) { [weak self] in
                self?.finish(Response(.requestTimeout(self?.platform.profile.endpoint.authority ?? "")))
            }
        }
        platform.obtainToken(replacing: generation, limit: limit) { [self] problem in
            guard !isEnded else { return }
            alarm.cancel()
            if let problem { finish(problem) } else { awaitTurn() }
        }
    }

    // MARK: Sending

    private var deadline: NIODeadline { min(.now() + platform.requestTimeout, limit) }

    private func awaitTurn() {
        guard let turn = platform.pace.takeTurn() else { return send() }
        alarm.set(min(turn, limit), on: platform.eventLoop) { [weak self] in self?.send() }
    }

    private func send() {
        let token = platform.token
        let usesToken = request.usesToken
        generation = usesToken ? token?.generation : nil
        let message = HTTPRequest(
            method: request.method, path: path(token), fields: fields(usesToken ? token : nil),
            body: request.body?.bytes ?? [],
            deadline: deadline)
        if !platform.warnings.isEmpty { platform.warnings.tell(carriesSecret: carriesSecret(token)) }
        platform.logSent(request)
        if repetitions == 0, !wasRenewed { platform.curl?.record(request, on: platform) }
        pending = platform.client.send(message) { [self] exchange in
            guard !isEnded else { return }
            pending = nil
            elapsed += exchange.duration
            received(exchange)
        }
    }

    private func carriesSecret(_ token: AccessToken?) -> Bool {
        switch request.authorization {
        case .none: false
        case .basic: true
        case .token, .tokenIfAny, .tokenInQuery: token != nil
        }
    }

    private func path(_ token: AccessToken?) -> String {
        guard case .tokenInQuery = request.authorization else { return request.path.sent }
        return request.path.sent + PercentEncoding.encoded(token?.text ?? "")
    }

    private func fields(_ token: AccessToken?) -> HTTPFields {
        switch request.authorization {
        case .none: return .none
        case .basic(let value): return HTTPFields([("Authorization", value)])
        case .token, .tokenIfAny:
            let hasBody = request.body != nil
            guard let token else { return hasBody ? AccessToken.bodyAlone : .none }
            return hasBody ? token.fieldsWithBody : token.fields
        case .tokenInQuery:
            guard let credentials = platform.credentials else { return .none }
            return HTTPFields([("Authorization", platform.basic(credentials))])
        }
    }

    // MARK: Receiving

    private func received(_ exchange: HTTPExchange) {
        switch exchange.result {
        case .failure(let failure):
            platform.logFailure(failure, after: exchange.duration)
            failed(failure)
        case .success(let answer):
            var response = Response(answer, to: request, on: platform)
            platform.logReceived(response, after: exchange.duration)
            if let generation {
                if answer.status != 401 {
                    platform.accepted(generation)
                } else if !wasRenewed, platform.mayRenew(generation) {
                    wasRenewed = true
                    return obtainToken(replacing: generation)
                }
            }
            answered(&response)
        }
    }

    private func failed(_ failure: TransportFailure) {
        let maySendAgain = request.isRepeatable || !failure.requestMayHaveReachedServer
        if failure.isTransient, maySendAgain, repeats(after: nil) { return }
        finish(Response(failure), maySendAgain || !failure.requestMayHaveReachedServer ? nil : Doubt())
    }

    private func answered(_ response: inout Response) {
        let isBusy = response.status.map { Self.busyStatuses.contains($0) } ?? false
        let delay = isBusy ? RetryPolicy.requestedDelay(response.header("retry-after")) : nil
        if isBusy, request.isRepeatable, repeats(after: delay) { return }
        response.judge(as: request)
        finish(&response, isBusy && !request.isRepeatable ? Doubt(delay: delay) : nil)
    }

    /// The platform has no time, or a gateway before it got no answer: nobody says what became of the request.
    private static let busyStatuses = [429, 502, 503, 504]

    /// Sends again after a while; false if that is not allowed, or the while too long.
    private func repeats(after delay: TimeAmount?) -> Bool {
        let policy = platform.retryPolicy
        guard repetitions < policy.retries else { return false }
        let delay = delay ?? policy.delay(before: repetitions + 1)
        let time = NIODeadline.now() + delay
        guard time < limit, delay <= policy.longestRequestedDelay else { return false }
        repetitions += 1
        platform.logNote("sending again in \(Value.duration(delay.nanoseconds / 1_000_000 * 1_000_000))")
        alarm.set(time, on: platform.eventLoop) { [weak self] in self?.awaitTurn() }
        return true
    }
}

extension APIRequest {
    /// Whether it is refused with an expired token.
    var usesToken: Bool {
        switch authorization {
        case .none, .basic: false
        case .token, .tokenIfAny, .tokenInQuery: true
        }
    }
}

@available(*, unavailable)
extension Call: Sendable {}
