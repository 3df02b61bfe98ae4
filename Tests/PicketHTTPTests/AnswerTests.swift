import HTTPHarness
import NIOCore
import NIOHTTP1
import Testing

@testable import PicketHTTP

@Suite struct AnswerTests {
    private func exchange(
        _ script: @escaping TestServer.Script, method: HTTPMethod = .POST,
        configure: @Sendable (inout HTTPClientConfiguration) -> Void = { _ in }
    ) async throws -> HTTPExchange {
        let server = try await TestServer.start(script: script)
        let client = try await TestClient("http://127.0.0.1:\(server.port)", configure: configure)
        let exchange = await client.send(method)
        client.close()
        await server.stop()
        return exchange
    }

    @Test func chunksAreJoined() async throws {
        let text =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n"
            + "4\r\nPick\r\n2;a=b\r\net\r\n0\r\nX: y\r\n\r\n"
        let exchange = try await exchange { _ in [.send(text)] }
        #expect(exchange.text == "Picket")
    }

    @Test func fieldsKeepTheirOrder() async throws {
        let exchange = try await exchange { _ in [.send(answer("", fields: "B: 1\r\nA: 2\r\nB: 3\r\n"))] }
        #expect(
            exchange.response?.headers.map { "\($0.name)=\($0.value)" } == ["B=1", "A=2", "B=3", "Content-Length=0"])
        #expect((exchange.duration) > 0)
    }

    @Test func interimAnswersAreNotTheAnswer() async throws {
        let exchange = try await exchange { _ in
            [.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + answer("real"))]
        }
        #expect(exchange.text == "real")
    }

    @Test func switchingProtocolsIsRefused() async throws {
        let exchange = try await exchange { _ in [.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")] }
        #expect(exchange.failure?.kind == .protocolViolation)
    }

    @Test(arguments: ["204 No Content", "304 Not Modified"])
    func aStatusWithoutBodyEndsAtItsHead(status: String) async throws {
        let exchange = try await exchange { request in
            [.send("HTTP/1.1 \(status)\r\nContent-Length: 5\r\n\r\n")]
        }
        #expect(exchange.response?.status == Int(status.prefix(3)))
        #expect(exchange.text == "")
    }

    @Test func anAnswerToHEADHasNoBody() async throws {
        let exchange = try await exchange(
            { _ in [.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")] }, method: .HEAD)
        #expect(exchange.text == "")
    }

    @Test(arguments: ["HTTP/1.0 200 OK\r\n\r\nuntil the end", "HTTP/1.1 200 OK\r\n\r\nuntil the end"])
    func aBodyMayEndWithTheConnection(text: String) async throws {
        let exchange = try await exchange { _ in [.send(text), .close] }
        #expect(exchange.text == "until the end")
    }

    @Test func aBodyBeyondTheLimitIsRefused() async throws {
        let text = answer(String(repeating: "x", count: 65))
        let exchange = try await exchange({ _ in [.send(text)] }, configure: { $0.maximumBodyBytes = 64 })
        #expect(exchange.failure?.kind == .bodyTooLarge)
        #expect(exchange.failure?.requestMayHaveReachedServer == true)
    }

    @Test func aBodyAtTheLimitIsTaken() async throws {
        let text = answer(String(repeating: "x", count: 64))
        let exchange = try await exchange({ _ in [.send(text)] }, configure: { $0.maximumBodyBytes = 64 })
        #expect(exchange.text?.utf8.count == 64)
    }

    @Test(arguments: [(300, 1), (1, 70_000)])
    func aHeadBeyondTheLimitIsRefused(fields count: Int, length: Int) async throws {
        let fields = String(repeating: "A: \(String(repeating: "b", count: length))\r\n", count: count)
        let exchange = try await exchange { _ in [.send(answer("", fields: fields))] }
        #expect(exchange.failure?.kind == .headTooLarge)
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"])
    func nonsenseIsNamedAsSuch(text: String) async throws {
        let exchange = try await exchange { _ in [.send(text)] }
        #expect(exchange.failure?.kind == .protocolViolation)
        #expect(exchange.failure?.requestMayHaveReachedServer == true)
    }
}
