import HTTPHarness
import PicketHTTP
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// What the transport found out, as a script and its user see it.
@Suite struct TransportTests {
    /// The first failure ends the loop: only what a server can have got is in doubt (W6).
    @Test func whatNeverLeftIsNeitherLostNorCounted() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/c1") ? FakePlatform.problem(400, "no") : nil
        }
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            "for i in 1..300 parallel 300 { add \"c$i\" host=h port=1 user=u password=correct-horse }")
        #expect(result.exitStatus == 1)
        let counted = await session.requestCount()
        session.close()
        _ = await session.openConnections()
        await platform.server.stop()
        // A connection carries one request at a time, and there are 64: no more can be on their way.
        #expect(session.notices.count <= 64)
        #expect(counted <= platform.requests.count + 64 && counted < 300)
    }

    private func proxied(_ scheme: String, _ script: String) async throws -> (run: ScriptRun, asked: Int, port: Int) {
        let proxy = try await TestServer.start { _ in
            [.send(answer("", status: "407 Proxy Authentication Required"))]
        }
        var profile = PlatformProfile(
            endpoint: try HTTPEndpoint(parsing: "\(scheme)://platform.example"),
            credentials: Credentials(user: "u", password: "correct-horse"))
        profile.proxy = try HTTPProxy(parsing: "http://u:wrong-horse@127.0.0.1:\(proxy.port)")
        let session = try await TestSession(profile)
        let run = await session.run(script)
        session.close()
        await proxy.stop()
        return (run, proxy.log.state.requests.count, proxy.port)
    }

    /// It is final, known to all that wait, and the proxy's (W11).
    @Test(arguments: ["http", "https"])
    func aProxyThatRefusesTheCredentialsIsAskedOnce(scheme: String) async throws {
        let (run, asked, port) = try await proxied(
            scheme, "for i in 1..300 parallel 64 { try { ping } catch _e { } }\nping")
        #expect(asked == 1)
        #expect(run.exitStatus == 3)
        #expect(
            run.failureText.contains("the proxy 127.0.0.1:\(port) refused its credentials (status 407)"),
            "\(run.failureText)")
        #expect(!run.failureText.contains("wrong-horse"))
    }

    /// A body that was compressed unasked, and one with a byte order mark (W21, W22).
    @Test func bodiesAreReadOrNamed() async throws {
        let json = "Content-Type: application/json\r\n"
        let platform = try await FakePlatform.start { request in
            request.shortLine == "GET /ds-api/"
                ? [.send(answer("\u{1F}\u{B}\0\0", fields: json + "Content-Encoding: gzip\r\n"))]
                : request.shortLine.hasSuffix("/bom") ? [.send(answer("\u{FEFF}{\"a\":1}", fields: json))] : nil
        }
        let session = try await TestSession(platform.profile)
        let read = await session.run("request GET /bom\nprint $last.body.a")
        #expect(read.printed == ["1"] && read.exitStatus == 0)
        let named = await session.run("ping")
        session.close()
        await platform.server.stop()
        #expect(named.failure?.diagnostic.code == "bad-answer")
        #expect(
            named.failureText.contains(
                "the status is 200, but the body is encoded as `gzip`, which was not asked for (4 bytes, application/json)"
            ),
            "\(named.failureText)")
    }

    /// A gateway of TLS answers plain HTTP by a page (W40).
    @Test func aGatewaysPageForPlainHTTPIsExplained() async throws {
        let page = "<title>400 The plain HTTP request was sent to HTTPS port</title>"
        let platform = try await FakePlatform.start { _ in [.send(answer(page, status: "400 Bad Request"))] }
        let result = try await run("ping", on: platform)
        #expect(
            result.failureText.contains("if the platform speaks TLS, its address is `https://…`"),
            "\(result.failureText)")
    }

    /// Blanks behind a header's value belong to nobody (W20).
    @Test func aScriptGetsValuesWithoutBlanks() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine == "GET /x" ? [.send(answer("{}", fields: "X-Zone:  north \t\r\n"))] : nil
        }
        let result = try await run("request GET /x\nprint \"[$($last.headers[\"x-zone\"])]\"", on: platform)
        #expect(result.printed == ["[north]"], "\(result.printed) \(result.failureText)")
    }

    /// C1: a kept connection that closes without an answer does not send a GET again that a script says changes something.
    @Test(arguments: [(" read=false", 1, 1), ("", 2, 0)])
    func aGETThatChangesSomethingIsSentOnce(_ option: String, _ count: Int, _ status: Int) async throws {
        let first = Mutex(true)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasSuffix("/rotate") else { return nil }
            return first.withLock { isFirst in
                defer { isFirst = false }
                return isFirst ? [.close] : FakePlatform.answer(200, ["status": "done"])
            }
        }
        let result = try await run("request GET /rotate\(option)", on: platform)
        #expect(result.exitStatus == status, "\(result.failureText)")
        #expect(platform.lines.count { $0.hasSuffix("/rotate") } == count)
    }
}
