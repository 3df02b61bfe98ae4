import HTTPHarness
import Testing

@testable import PicketHTTP

/// Whoever closes a client may wait for the server next, on the very loop that the client lives on (R16).
@Suite(.timeLimit(.minutes(2))) struct ClosingTests {
    /// A server that waits for its clients does not answer TLS's goodbye.
    @Test(arguments: ["http", "https"])
    func everySocketIsClosedBeforeTheLoopRunsAgain(_ scheme: String) async throws {
        let tls = scheme == "https" ? try TestAuthority().server() : nil
        let server = try await TestServer.start(tls: tls)
        let client = try await TestClient("\(scheme)://127.0.0.1:\(server.port)") { $0.tls.trust = .anyone }
        #expect(await client.send().text == "fine")
        #expect(await client.channelsThatSurviveClosing == 0)
        await server.stop()
    }

    @Test func aConnectionThatIsBeingMadeIsClosedToo() async throws {
        let server = try await TestServer.start(tls: nil, onConnect: [.hold])
        let client = try await TestClient("https://127.0.0.1:\(server.port)") { $0.tls.trust = .anyone }
        // The server never says anything: TLS stays half made.
        async let exchange = client.send()
        await server.log.wait { $0.connections == 1 }
        #expect(await client.channelsThatSurviveClosing == 0)
        #expect(await exchange.failure?.kind == .clientClosed)
        await server.stop()
    }
}
