import Foundation
import HTTPHarness
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import PicketHTTP

@Suite struct ProxyTests {
    /// A proxy that answers CONNECT and then is the endpoint itself.
    private func proxy(wanting authorization: String? = nil) async throws -> TestServer {
        let tls = try TestAuthority().server()
        return try await TestServer.start { request in
            guard request.line.hasPrefix("CONNECT ") else { return [.send(answer("tunnelled"))] }
            guard request.value(of: "Proxy-Authorization") == authorization else {
                return [.send(answer("", status: "407 Proxy Authentication Required"))]
            }
            return [.send("HTTP/1.1 200 Connection established\r\n\r\n"), .startTLS(tls)]
        }
    }

    private func client(_ url: String, through proxy: String) async throws -> TestClient {
        let proxy = try HTTPProxy(parsing: proxy)
        return try await TestClient(url) {
            $0.proxy = proxy
            $0.tls.trust = .anyone
        }
    }

    @Test func httpsGoesThroughATunnel() async throws {
        let proxy = try await proxy()
        let client = try await client("https://platform.example/ds-api", through: "http://127.0.0.1:\(proxy.port)")
        #expect(await client.send(.POST, "/a").text == "tunnelled")
        #expect(await client.send(.POST, "/b").text == "tunnelled")
        let requests = proxy.log.state.requests
        #expect(
            requests.map(\.line) == [
                "CONNECT platform.example:443 HTTP/1.1", "POST /ds-api/a HTTP/1.1", "POST /ds-api/b HTTP/1.1",
            ])
        #expect(requests.first?.value(of: "Host") == "platform.example:443")
        #expect(requests.last?.value(of: "Host") == "platform.example")
        client.close()
        await proxy.stop()
    }

    @Test func theTunnelTakesCredentials() async throws {
        let proxy = try await proxy(wanting: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        let url = "http://Aladdin:open%20sesame@127.0.0.1:\(proxy.port)"
        let client = try await client("https://[2001:db8::1]:8443", through: url)
        #expect(await client.send().text == "tunnelled")
        let requests = proxy.log.state.requests
        #expect(requests.first?.line == "CONNECT [2001:db8::1]:8443 HTTP/1.1")
        #expect(requests.last?.value(of: "Proxy-Authorization") == nil, "the endpoint must not see them")
        client.close()
        await proxy.stop()
    }

    @Test(arguments: [("", "requires credentials"), ("user:wrong@", "refused its credentials")])
    func aProxyMayRefuse(credentials: String, message: String) async throws {
        let proxy = try await proxy(wanting: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        let client = try await client(
            "https://platform.example", through: "http://\(credentials)127.0.0.1:\(proxy.port)")
        let failure = await client.send().failure
        #expect(failure?.kind == .proxy)
        #expect(failure?.message.contains(message) == true)
        #expect(failure?.message.contains("wrong") == false)
        #expect(failure?.requestMayHaveReachedServer == false)
        client.close()
        await proxy.stop()
    }

    @Test func aProxyMayAnswerWithAnotherStatus() async throws {
        let proxy = try await TestServer.start { _ in [.send(answer("no", status: "403 Forbidden"))] }
        let client = try await client("https://platform.example", through: "http://127.0.0.1:\(proxy.port)")
        let failure = await client.send().failure
        #expect(failure?.kind == .proxy)
        #expect(failure?.message.contains("status 403") == true)
        client.close()
        await proxy.stop()
    }

    @Test func aProxyMayHangUp() async throws {
        let proxy = try await TestServer.start { _ in [.close] }
        let client = try await client("https://platform.example", through: "http://127.0.0.1:\(proxy.port)")
        #expect(await client.send().failure?.kind == .proxy)
        client.close()
        await proxy.stop()
    }

    @Test func httpIsForwardedInAbsoluteForm() async throws {
        let proxy = try await TestServer.start()
        let url = "http://u:p@127.0.0.1:\(proxy.port)"
        let client = try await client("http://platform.example:8080/ds-api", through: url)
        #expect(await client.send(.GET, "/a").text == "fine")
        let request = try #require(proxy.log.state.requests.first)
        #expect(request.line == "GET http://platform.example:8080/ds-api/a HTTP/1.1")
        #expect(request.value(of: "Host") == "platform.example:8080")
        #expect(request.value(of: "Proxy-Authorization") == "Basic dTpw")
        client.close()
        await proxy.stop()
    }
}

extension HTTPProxy {
    /// As the pool reads it from the environment: `http://[USER:PASSWORD@]HOST:PORT`.
    fileprivate init(parsing text: String) throws {
        let url = try URLText(text)
        let credentials = url.userInfo?.removingPercentEncoding.map { "Basic " + Data($0.utf8).base64EncodedString() }
        self.init(host: url.host, port: try #require(url.port), authorization: credentials)
    }
}
