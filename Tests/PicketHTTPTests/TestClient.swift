import Foundation
import HTTPHarness
import NIOCore
import NIOHTTP1
import NIOPosix

@testable import PicketHTTP

/// An `HTTPClient` as a test uses it: from outside its event loop.
struct TestClient: Sendable {
    private let loop: any EventLoop
    private let client: NIOLoopBound<HTTPClient>

    init(
        _ url: String, configure: @Sendable (inout HTTPClientConfiguration) -> Void = { _ in }
    ) async throws {
        let endpoint = try HTTPEndpoint(parsing: url)
        var configuration = HTTPClientConfiguration()
        configuration.calendarDay = { Date(timeIntervalSince1970: Double($0)).formatted(.iso8601.year().month().day()) }
        configure(&configuration)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        client = try await loop.submit { [configuration] in
            let client = HTTPClient(endpoint: endpoint, configuration: configuration, eventLoop: loop)
            return NIOLoopBound(client, eventLoop: loop)
        }.get()
    }

    /// Sends and waits for what comes of it; the time-out starts in the call that sends.
    ///
    /// - Parameter act: what happens before, while the client's loop hears nothing from its sockets.
    func send(
        _ method: HTTPMethod = .POST, _ path: String = "/", headers: [(name: String, value: String)] = [],
        body: String = "", timeout: TimeAmount = .minutes(5), after act: @escaping @Sendable () -> Void = {}
    ) async -> HTTPExchange {
        await withCheckedContinuation { continuation in
            loop.execute {
                act()
                let request = HTTPRequest(
                    method: method, path: path, fields: HTTPFields(headers), body: Array(body.utf8),
                    deadline: .now() + timeout)
                client.value.send(request) { continuation.resume(returning: $0) }
            }
        }
    }

    /// Sends, waits until the condition holds, cancels.
    func cancelled(after condition: @Sendable () async -> Void) async -> HTTPExchange {
        let ended = Condition<HTTPExchange?>(nil)
        let handle = try? await loop.submit {
            let request = HTTPRequest(method: .POST, path: "/", deadline: .now() + .minutes(5))
            let pending = client.value.send(request) { exchange in ended.update { $0 = exchange } }
            return NIOLoopBound(pending, eventLoop: loop)
        }.get()
        await condition()
        loop.execute { handle?.value.cancel() }
        await ended.wait { $0 != nil }
        return ended.state ?? HTTPExchange(result: .failure(TransportFailure(.cancelled, "none")), duration: -1)
    }

    /// Sends GET requests in one go, then acts, and returns the paths in the order of their answers.
    func order(of paths: [String], act: @escaping @Sendable () -> Void) async -> [String] {
        let answered = Condition<[String]>([])
        loop.execute {
            for path in paths {
                let request = HTTPRequest(method: .GET, path: path, deadline: .now() + .minutes(5))
                client.value.send(request) { _ in answered.update { $0.append(path) } }
            }
            act()
        }
        await answered.wait { $0.count == paths.count }
        return answered.state
    }

    /// What a client had in hand at one moment.
    struct Moment: Sendable {
        let openings: Int
        let connections: Int
        let requestCount: Int
    }

    /// Sends many requests in one go, and cancels all of them in the same turn of the loop.
    func sendingThenCancelled(
        _ count: Int
    ) async throws -> (sent: Moment, cancelled: Moment, failures: [TransportFailure]) {
        let ended = Condition<[TransportFailure]>([])
        let (sent, cancelled) = try await loop.submit {
            let client = client.value
            func moment() -> Moment {
                Moment(
                    openings: client.openings.count, connections: client.connections.count,
                    requestCount: client.requestCount)
            }
            let all = (0..<count).map { number in
                let request = HTTPRequest(method: .POST, path: "/\(number)", deadline: .now() + .minutes(5))
                return client.send(request) { exchange in
                    if let failure = exchange.failure { ended.update { $0.append(failure) } }
                }
            }
            let sent = moment()
            for pending in all { pending.cancel() }
            return (sent, moment())
        }.get()
        await ended.wait { $0.count == count }
        return (sent, cancelled, ended.state)
    }

    var requestCount: Int {
        get async { (try? await loop.submit { client.value.requestCount }.get()) ?? -1 }
    }

    func forgetProxyRefusal() {
        loop.execute { client.value.forgetProxyRefusal() }
    }

    func close() {
        loop.execute { client.value.close() }
    }

    /// Closes the client, and says how many of its sockets are open when the call returns.
    var channelsThatSurviveClosing: Int {
        get async {
            let count = try? await loop.submit {
                client.value.close()
                return client.value.openSockets
            }.get()
            return count ?? -1
        }
    }

    /// Returns when the client knows of no open connection.
    func waitUntilDisconnected() async {
        await wait { $0.openConnections == 0 }
    }

    /// Returns when so many requests wait for a connection.
    func waitUntilWaiting(_ count: Int) async {
        await wait { $0.waitingRequests == count }
    }

    private func wait(until isMet: @escaping @Sendable (HTTPClient) -> Bool) async {
        await withCheckedContinuation { check(isMet, $0) }
    }

    private func check(
        _ isMet: @escaping @Sendable (HTTPClient) -> Bool, _ continuation: CheckedContinuation<Void, Never>
    ) {
        loop.execute {
            if isMet(client.value) { return continuation.resume() }
            check(isMet, continuation)
        }
    }
}

extension HTTPExchange {
    var response: HTTPResponse? { try? result.get() }

    var failure: TransportFailure? {
        if case .failure(let failure) = result { failure } else { nil }
    }

    var text: String? { response.map { String(buffer: $0.body) } }
}
