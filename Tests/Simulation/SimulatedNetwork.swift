import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// What lies between the programs and the platform, and outlives each program. Time passes on a loop of its own.
final class SimulatedNetwork {
    let platform: SimulatedPlatform
    let loop: SimulatedLoop
    private let scenario: Scenario
    private var chance: Chance
    /// Messages that were begun, of all lives.
    private var messages = 0

    init(_ scenario: Scenario, _ clock: SimulatedClock) {
        self.scenario = scenario
        platform = SimulatedPlatform(scenario, clock)
        loop = SimulatedLoop(clock)
        chance = Chance(scenario.seed ^ 0xCAB1E)
        for act in scenario.acts {
            let platform = platform
            after(act.time) { platform.act(act) }
        }
    }

    private func after(_ milliseconds: Int, _ action: @escaping () -> Void) {
        loop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) { action() }
    }

    /// Takes a message; what comes of it is told to the request.
    func take(_ message: HTTPRequest, _ request: SimulatedRequest, life: Int) {
        messages += 1
        let fault = scenario.faults[messages]
        if fault == .tokensEnd { platform.endTokens() }
        if fault == .refused {
            return after(1) {
                request.finish(.failure(TransportFailure(.refused, "nothing listens at the platform's address")))
            }
        }
        request.isSent = true
        let token = Self.token(of: message)
        let there = chance.number(1...20)
        func act(after delay: Int?, isDuplicate: Bool = false) {
            guard let delay else { return }
            let platform = platform
            after(there + delay) { _ = platform.answer(message, token: token, life: life, isDuplicate: isDuplicate) }
        }
        func reply(_ answer: SimulatedPlatform.Answer, after delay: Int) {
            after(delay) { request.finish(.success(Self.response(answer))) }
        }
        switch fault {
        case .reset(let delay):
            act(after: delay)
            after(there + 5) {
                request.finish(
                    .failure(
                        TransportFailure(
                            .closed, "the connection ended before the answer", requestMayHaveReachedServer: true)))
            }
        case .silence(let delay): act(after: delay)
        case .page(let status, let delay):
            act(after: delay)
            after(there + 10) { request.finish(.success(Self.page(status))) }
        case .ownFailure(let takesEffect):
            act(after: takesEffect ? 0 : nil)
            reply(SimulatedPlatform.problem(500, "something broke"), after: there + 10)
        case .notNow(let seconds):
            var headers = HTTPHeaders([("Content-Type", "application/json")])
            if let seconds { headers.add(name: "Retry-After", value: "\(seconds)") }
            after(there) {
                request.finish(
                    .success(
                        HTTPResponse(
                            status: 429, headers: headers, body: ByteBuffer(string: "{\"error\": \"too many\"}"))))
            }
        default:
            let (platform, back) = (platform, chance.number(1...20))
            var delay = 0
            if case .late(let milliseconds)? = fault { delay = milliseconds }
            after(there) {
                let answer = platform.answer(message, token: token, life: life)
                if fault == .duplicated {
                    _ = platform.answer(message, token: token, life: life, isDuplicate: true)
                }
                reply(answer, after: back + delay)
            }
        }
    }

    private static func token(of message: HTTPRequest) -> String? {
        guard let encoded = try? message.fields.encoded.get() else { return nil }
        let lines = String(decoding: encoded, as: UTF8.self).split(separator: "\r\n")
        return lines.first { $0.hasPrefix("user-token: ") }.map { String($0.dropFirst("user-token: ".count)) }
    }

    private static func response(_ answer: SimulatedPlatform.Answer) -> HTTPResponse {
        HTTPResponse(
            status: answer.status, headers: HTTPHeaders([("Content-Type", "application/json")]),
            body: ByteBuffer(bytes: answer.body.map { Value.map($0).wireJSON } ?? []))
    }

    /// A gateway's page, which is not the platform's own.
    private static func page(_ status: Int) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders([("Content-Type", "text/html")]),
            body: ByteBuffer(string: "<html><body><h1>\(status)</h1></body></html>"))
    }
}

/// The network as one life of the program has it.
final class SimulatedTransport: HTTPTransport {
    private let network: SimulatedNetwork
    private let loop: SimulatedLoop
    private let life: Int
    private(set) var requestCount = 0
    /// Whether the program has died: nothing goes out any more.
    var isDead = false

    init(_ network: SimulatedNetwork, _ loop: SimulatedLoop, life: Int) {
        self.network = network
        self.life = life
        self.loop = loop
    }

    var openConnections: Int { 0 }
    // Its loop has no sockets.
    var isBusy: Bool { false }

    func begin(_ message: HTTPRequest, completion: @escaping (HTTPExchange) -> Void) -> any RequestOnItsWay {
        let request = SimulatedRequest(loop, completion)
        guard !isDead else { return request }
        requestCount += 1
        loop.assumeIsolated().scheduleTask(deadline: message.deadline) {
            request.finish(
                .failure(
                    TransportFailure(
                        .requestTimeout, "no answer within the time-out", requestMayHaveReachedServer: request.isSent)))
        }
        network.take(message, request, life: life)
        return request
    }

    func forgetProxyRefusal() {}
    func close() { isDead = true }
}

final class SimulatedRequest: RequestOnItsWay {
    private let loop: SimulatedLoop
    private let startedAt: NIODeadline
    private var completion: ((HTTPExchange) -> Void)?
    var isSent = false

    init(_ loop: SimulatedLoop, _ completion: @escaping (HTTPExchange) -> Void) {
        self.loop = loop
        startedAt = loop.now
        self.completion = completion
    }

    var mayHaveReachedServer: Bool { isSent }

    /// The result reaches the program in a later turn of its loop; one that comes after another is not looked at.
    func finish(_ result: Result<HTTPResponse, TransportFailure>) {
        guard let completion else { return }
        self.completion = nil
        let exchange = HTTPExchange(result: result, duration: (loop.now - startedAt).nanoseconds)
        loop.assumeIsolated().execute { completion(exchange) }
    }

    func cancel() { finish(.failure(TransportFailure(.cancelled, "the request was cancelled"))) }
}
