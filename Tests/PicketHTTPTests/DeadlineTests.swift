import HTTPHarness
import NIOCore
import NIOHTTP1
import Testing

@testable import PicketHTTP

/// Each of these must run into its time-out whatever the clock's speed: nothing ever answers.
@Suite struct DeadlineTests {
    @Test func silenceEndsAtTheDeadline() async throws {
        let server = try await TestServer.start { request in request.ordinal == 1 ? [.send(answer(""))] : [.hold] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send()
        // On an idle connection the request is written in the call that starts its time.
        let failure = await client.send(timeout: .milliseconds(20)).failure
        #expect(failure?.kind == .requestTimeout)
        #expect(failure?.requestMayHaveReachedServer == true)
        await client.waitUntilDisconnected()
        client.close()
        await server.stop()
    }

    @Test func aRequestMayEndInTheQueue() async throws {
        let server = try await TestServer.start { request in
            request.line.contains("/held") ? [.hold] : [.send(answer("next"))]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)") { $0.connectionLimit = 1 }
        async let held = client.send(.POST, "/held")
        await server.log.wait { $0.held.count == 1 }
        let failure = await client.send(.POST, "/queued", timeout: .milliseconds(20)).failure
        #expect(failure?.kind == .requestTimeout)
        #expect(failure?.requestMayHaveReachedServer == false)
        server.answerHeld(answer("held"))
        #expect(await held.text == "held")
        #expect(await client.send(.POST, "/next").text == "next")
        #expect(server.log.state.requests.map(\.line) == ["POST /held HTTP/1.1", "POST /next HTTP/1.1"])
        client.close()
        await server.stop()
    }

    @Test func aDeadlineInThePastIsNotTried() async throws {
        let server = try await TestServer.start()
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        let failure = await client.send(timeout: .seconds(-1)).failure
        #expect(failure?.kind == .requestTimeout)
        #expect(failure?.requestMayHaveReachedServer == false)
        #expect(server.log.state.connections == 0)
        client.close()
        await server.stop()
    }

    @Test func aServerThatNeverShakesHandsEndsTheConnecting() async throws {
        let server = try await TestServer.start { _ in [.hold] }
        let client = try await TestClient("https://127.0.0.1:\(server.port)") { $0.connectTimeout = .milliseconds(20) }
        let failure = await client.send().failure
        #expect(failure?.kind == .connectTimeout)
        #expect(failure?.requestMayHaveReachedServer == false)
        client.close()
        await server.stop()
    }

    @Test func cancellingASentRequestClosesItsConnection() async throws {
        let server = try await TestServer.start { request in request.connection == 1 ? [.hold] : [.send(answer(""))] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        let failure = await client.cancelled { await server.log.wait { $0.held.count == 1 } }.failure
        #expect(failure?.kind == .cancelled)
        #expect(failure?.requestMayHaveReachedServer == true)
        #expect(await client.send().response?.status == 200)
        #expect(server.log.state.connections == 2)
        client.close()
        await server.stop()
    }

    @Test func cancellingAQueuedRequestSendsNothing() async throws {
        let server = try await TestServer.start { _ in [.hold] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)") { $0.connectionLimit = 1 }
        async let held = client.send(.GET, "/held")
        await server.log.wait { $0.held.count == 1 }
        let failure = await client.cancelled { await client.waitUntilWaiting(1) }.failure
        #expect(failure?.kind == .cancelled)
        #expect(failure?.requestMayHaveReachedServer == false)
        server.answerHeld(answer("held"))
        #expect(await held.text == "held")
        #expect(server.log.state.requests.count == 1)
        client.close()
        await server.stop()
    }
}
