import HTTPHarness
import NIOCore
import NIOHTTP1
import Testing

@testable import PicketHTTP

@Suite struct AnswerHeadTests {
    private func exchanges(_ texts: [String]) async throws -> (exchanges: [HTTPExchange], connections: [Int]) {
        let server = try await TestServer.start { _ in texts.map { .send($0) } }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        let exchanges = [await client.send(), await client.send()]
        client.close()
        await server.stop()
        return (exchanges, server.log.state.requests.map(\.connection))
    }

    /// Blanks around a value are no part of it (RFC 9110, section 5.5; W20).
    @Test func blanksAroundValuesAreDropped() async throws {
        let fields = "A:  padded \t \r\nRetry-After: 1 \r\nB:\r\nC: \t\r\nD: a b\r\n"
        let exchange = try await exchanges([answer("", fields: fields)]).exchanges[0]
        #expect(
            exchange.response?.headers.map { "\($0.name)=\($0.value)" }
                == ["A=padded", "Retry-After=1", "B=", "C=", "D=a b", "Content-Length=0"])
    }

    /// The chunks count, whatever the length says (RFC 9112, section 6.3; W41). The connection is used no more.
    @Test(arguments: [
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "transfer-encoding:chunked\r\nCONTENT-LENGTH:3 \r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\nContent-Length: 400\r\n",
    ])
    func aLengthBesideChunksDoesNotCount(fields: String) async throws {
        let text = "HTTP/1.1 200 OK\r\n\(fields)X: y\r\n\r\n6\r\nPicket\r\n0\r\n\r\n"
        let (exchanges, connections) = try await exchanges([text])
        #expect(exchanges.map(\.text) == ["Picket", "Picket"])
        #expect(exchanges[0].response?.headers.contains(name: "Content-Length") == false)
        #expect(connections == [1, 2])
    }

    @Test func twoLengthsWithoutChunksAreRefused() async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"
        #expect(try await exchanges([text]).exchanges[0].failure?.kind == .protocolViolation)
    }

    /// However a head is cut into reads, the decoder gets the same bytes.
    @Test(arguments: [
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\nContent-Length: 3\n\n0",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n0"
        ),
        ("HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Le"), ("HTT", "HTT"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2\r\n"), ("\n\n\n", "\n\n\n"),
    ])
    func theHeadMayComeInPieces(text: String, expected: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var filter = AnswerHeadFilter(maximumBytes: 1_000)
            var passed: [UInt8] = []
            for piece in [bytes[..<cut], bytes[cut...]] where !piece.isEmpty {
                if let bytes = filter.filter(ByteBuffer(bytes: piece)) { passed += Array(bytes.readableBytesView) }
            }
            if let rest = filter.end() { passed += Array(rest.readableBytesView) }
            #expect(String(decoding: passed, as: UTF8.self) == expected, "cut at \(cut)")
        }
    }

    /// What is held back is bounded: the decoder says that a head is too large.
    @Test func aHeadBeyondTheLimitIsNotHeldBack() {
        var filter = AnswerHeadFilter(maximumBytes: 20)
        #expect(filter.filter(ByteBuffer(string: "HTTP/1.1 200 OK\r\n")) == nil)
        #expect(filter.filter(ByteBuffer(string: "A: b\r\n"))?.readableBytes == 23)
        #expect(filter.hasPassed)
    }
}
