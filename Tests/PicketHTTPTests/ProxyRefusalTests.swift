import HTTPHarness
import NIOHTTP1
import Testing

@testable import PicketHTTP

/// A proxy's 407 is final, known to all that wait, and named as the proxy's (W11).
@Suite struct ProxyRefusalTests {
    private static let refusal = answer("", status: "407 Proxy Authentication Required")

    private func client(_ url: String, through proxy: TestServer) async throws -> TestClient {
        try await TestClient(url) {
            $0.proxy = HTTPProxy(host: "127.0.0.1", port: proxy.port, authorization: "Basic dTp3cm9uZw==")
        }
    }

    @Test(arguments: ["https://platform.example", "http://platform.example"])
    func itIsAskedOnceForAllThatWait(url: String) async throws {
        let proxy = try await TestServer.start { _ in [.send(Self.refusal)] }
        let client = try await client(url, through: proxy)
        let failures = await withTaskGroup(of: TransportFailure?.self) { group in
            for _ in 0..<100 { group.addTask { await client.send().failure } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.count == 100)
        for failure in failures {
            #expect(failure?.kind == .proxy && failure?.isFinal == true)
            #expect(failure?.requestMayHaveReachedServer == false)
            #expect(
                failure?.message
                    == "the proxy 127.0.0.1:\(proxy.port) refused its credentials (status 407): "
                    + "check the ones in its URL, in `--proxy` or the environment")
        }
        #expect(proxy.log.state.requests.count == 1)
        // What comes later need not ask, until somebody wants to know.
        #expect(await client.send().failure?.isFinal == true)
        #expect(proxy.log.state.requests.count == 1)
        client.forgetProxyRefusal()
        #expect(await client.send().failure?.isFinal == true)
        #expect(proxy.log.state.requests.count == 2)
        client.close()
        await proxy.stop()
    }

    @Test(arguments: [("403 Forbidden", true), ("503 Service Unavailable", false), ("429 Too Many Requests", false)])
    func aRefusedTunnelIsFinalUnlessTheProxyHasNoTime(status: String, isFinal: Bool) async throws {
        let proxy = try await TestServer.start { _ in [.send(answer("", status: status))] }
        let client = try await client("https://platform.example", through: proxy)
        let failure = await client.send().failure
        #expect(failure?.kind == .proxy && failure?.isFinal == isFinal)
        client.close()
        await proxy.stop()
    }

    /// Where no proxy stands between, 407 is an answer as any other.
    @Test func anEndpointMayAnswer407() async throws {
        let server = try await TestServer.start { _ in [.send(Self.refusal)] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        #expect(await client.send().response?.status == 407)
        client.close()
        await server.stop()
    }

    /// Once the proxy has let something through, others need not wait for its answer.
    @Test func aProxyThatLetsThroughIsUsedByAll() async throws {
        let proxy = try await TestServer.start { request in
            request.line.contains("/first") ? [.send(answer("fine"))] : [.hold]
        }
        let client = try await client("http://platform.example", through: proxy)
        #expect(await client.send(.GET, "/first").text == "fine")
        async let answers = client.order(of: (1...8).map { "/\($0)" }) {}
        await proxy.log.wait { $0.held.count == 8 }
        proxy.answerHeld(answer(""))
        #expect(await answers.count == 8)
        client.close()
        await proxy.stop()
    }
}
