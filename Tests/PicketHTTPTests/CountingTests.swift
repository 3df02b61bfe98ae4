import HTTPHarness
import NIOCore
import NIOHTTP1
import Testing

@testable import PicketHTTP

/// A request of which no byte left is neither lost nor counted (W6).
@Suite struct CountingTests {
    @Test func aRequestThatNoConnectionTookIsNotCounted() async throws {
        let server = try await TestServer.start()
        await server.stop()
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        #expect(await client.send().failure?.kind == .refused)
        #expect(await client.requestCount == 0)
        client.close()
    }

    @Test func aRequestThatWasSentIsCountedOnce() async throws {
        let server = try await TestServer.start { request in
            request.connection == 1 && request.ordinal == 2 ? [.close] : [.send(answer("fine"))]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        #expect(await client.send(.GET).text == "fine")
        // Its connection closes, and it is repeated on a fresh one.
        #expect(await client.send(.GET).text == "fine")
        #expect(server.log.state.requests.count == 3)
        #expect(await client.requestCount == 2)
        client.close()
        await server.stop()
    }

    /// The first answer may end all that wait: then few connections were opened in vain, and none goes on opening.
    @Test func fewConnectionsAreOpenedForAQueueThatIsCancelled() async throws {
        let server = try await TestServer.start { _ in [.hold] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        async let first = client.send(.POST, "/first")
        await server.log.wait { $0.held.count == 1 }
        let (sent, cancelled, failures) = try await client.sendingThenCancelled(300)
        #expect(sent.openings == 16 && sent.connections == 1)
        #expect(cancelled.openings == 0)
        #expect(failures.allSatisfy { $0.kind == .cancelled && !$0.requestMayHaveReachedServer })
        #expect(await client.requestCount == 1)
        server.answerHeld(answer("first"))
        #expect(await first.text == "first")
        #expect(server.log.state.requests.map(\.line) == ["POST /first HTTP/1.1"])
        #expect(server.log.state.connections <= 17)
        client.close()
        await server.stop()
    }

    /// Connections that are open let others be opened: a pool grows to its bound.
    @Test func thePoolGrowsToItsBound() async throws {
        let server = try await TestServer.start { _ in [.hold] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        async let answers = client.order(of: (1...100).map { "/\($0)" }) {}
        await server.log.wait { $0.held.count == 64 }
        #expect(server.log.state.connections == 64)
        server.answerHeld(answer(""))
        await server.log.wait { $0.held.count == 36 }
        server.answerHeld(answer(""))
        #expect(await answers.count == 100)
        client.close()
        await server.stop()
    }
}
