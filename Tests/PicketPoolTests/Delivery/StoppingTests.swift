import HTTPHarness
import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// What happens to commands in progress when a run stops starting.
@Suite struct StoppingTests {
    private static let path = "/ds-api/pool/pg-instances/"

    /// C10: one refusal in a parallel loop cuts off no write that is on its way.
    @Test func aFailureLetsTheWritesOnTheirWayEnd() async throws {
        let made = Mutex(0)
        let box = Mutex<FakePlatform?>(nil)
        // The refusal comes while the other writes are being made; they are answered after it.
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.hasPrefix("POST \(Self.path)x") else {
                return nil
            }
            made.withLock { $0 += 1 }
            return platform.answer(request)
        }
        box.withLock { $0 = platform }
        platform.put("x1", ["host": "another"])
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            "for i in 1..8 parallel 8 {\n add \"x$i\" host=h port=1 user=u password=pppp\n disable \"x$i\"\n}")
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("409"), "\(result.failureText)")
        #expect(session.notices.isEmpty, "\(session.notices)")
        // What was added is there, and what was to follow it was not begun.
        let connections = platform.state.withLock { $0.connections }
        #expect(made.withLock { $0 } == connections.count)
        session.close()
        await platform.server.stop()
    }

    /// C10: an interruption lets an `ensure` that is half done end with all its requests.
    @Test func anInterruptionLetsAHalfDoneEnsureEnd() async throws {
        let interruption = Mutex<RunInterruption?>(nil)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.hasPrefix("PUT \(Self.path)") else {
                return nil
            }
            interruption.withLock { $0?() }
            return platform.answer(request)
        }
        box.withLock { $0 = platform }
        platform.put("a", ["host": "old", "port": 1, "user": "u", "password": "pppp", "tags": ""])
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            """
            defer print tidy
            request GET /ds-api/pool/pg-instances/go
            expect status 404
            ensure a host=new port=1 user=u password=pppp enabled=false
            print never
            """,
            during: { handle in interruption.withLock { $0 = handle } })
        #expect(result.exitStatus == 130)
        #expect(result.printed == ["tidy"])
        let connection = platform.state.withLock { $0.connections["a"] }
        #expect(connection?["host"] == "new" && connection?["enabled"] == false)
        #expect(session.notices.isEmpty)
        session.close()
        await platform.server.stop()
    }

    /// C10, U7: a write that gets no answer ends an interrupted run with its time-out, and the next command is not begun.
    @Test func aWriteThatGetsNoAnswerEndsWithItsTimeOut() async throws {
        let interruption = Mutex<RunInterruption?>(nil)
        let sent = Mutex<[String]>([])
        var profile = PlatformProfile(endpoint: HTTPEndpoint(scheme: .http, host: "127.0.0.1", port: 1))
        profile.token = "token"
        let session = try await TestSession(profile) {
            $0.requestTimeout = .seconds(7)
            $0.transport = { _, loop in
                SilentTransport(loop) { request in
                    sent.withLock { $0.append("\(request.method.rawValue) \(request.path)") }
                    // The interruption comes while the write is on its way. A second one would cut the run off.
                    interruption.withLock { handle in
                        handle?()
                        handle = nil
                    }
                }
            }
        }
        let result = await session.run(
            "defer print tidy\nadd a host=h port=1 user=u password=pppp\ndisable a\nprint never",
            before: { handle in interruption.withLock { $0 = handle } })
        #expect(result.exitStatus == 130)
        #expect(result.printed == ["tidy"])
        let lines = sent.withLock { $0 }
        #expect(lines.first == "POST \(Self.path)a" && lines.allSatisfy { !$0.contains("disable") }, "\(lines)")
        #expect(session.notices.map(\.outcome).contains(.isUnknown), "\(session.notices)")
        #expect(await session.tally()?.text == "1 cannot be told (a)")
        session.close()
    }

    /// W6: what waits for a connection when the loop fails is neither sent nor told to be lost.
    @Test func whatHasNotLeftIsNotLost() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("POST \(Self.path)") ? FakePlatform.problem(409, "there is one") : nil
        }
        let session = try await TestSession(platform.profile) { $0.connectionLimit = 1 }
        let result = await session.run(
            "for i in 1..100 parallel 100 { add \"x$i\" host=h port=1 user=u password=pppp }")
        #expect(result.exitStatus == 1)
        #expect(session.notices.isEmpty, "\(session.notices.count)")
        #expect(platform.lines.count { $0.hasPrefix("POST \(Self.path)") } < 5)
        session.close()
        await platform.server.stop()
    }
}

/// A network without answers. Each request ends with its time-out, which comes at once.
private final class SilentTransport: HTTPTransport {
    var isBusy: Bool { false }
    private(set) var requestCount = 0
    let openConnections = 1
    private let loop: any EventLoop
    private let onRequest: (HTTPRequest) -> Void

    init(_ loop: any EventLoop, onRequest: @escaping (HTTPRequest) -> Void) {
        (self.loop, self.onRequest) = (loop, onRequest)
    }

    private final class Handle: RequestOnItsWay {
        let mayHaveReachedServer = true
        var isCancelled = false

        func cancel() { isCancelled = true }
    }

    func begin(_ request: HTTPRequest, completion: @escaping (HTTPExchange) -> Void) -> any RequestOnItsWay {
        requestCount += 1
        let handle = Handle()
        onRequest(request)
        loop.assumeIsolated().execute {
            guard !handle.isCancelled else { return }
            let failure = TransportFailure(.requestTimeout, "no answer", requestMayHaveReachedServer: true)
            completion(HTTPExchange(result: .failure(failure), duration: 0))
        }
        return handle
    }

    func forgetProxyRefusal() {}
    func close() {}
}
