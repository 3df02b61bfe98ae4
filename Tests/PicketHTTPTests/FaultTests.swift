import HTTPHarness
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import PicketHTTP

/// Whether a write may have happened is what an executor decides by after each of these.
@Suite struct FaultTests {
    @Test func aRefusedConnectionSendsNothing() async throws {
        let server = try await TestServer.start()
        await server.stop()
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        let failure = await client.send().failure
        #expect(failure?.kind == .refused)
        #expect(failure?.requestMayHaveReachedServer == false)
        #expect(failure?.message == "127.0.0.1:\(server.port) refused the connection: nothing listens there")
        client.close()
    }

    @Test func everyWaitingRequestFailsWhenNothingListens() async throws {
        let server = try await TestServer.start()
        await server.stop()
        let client = try await TestClient("http://127.0.0.1:\(server.port)") { $0.connectionLimit = 2 }
        let kinds = await withTaskGroup(of: TransportFailure.Kind?.self) { group in
            for _ in 0..<20 { group.addTask { await client.send().failure?.kind } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds == Array(repeating: .refused, count: 20))
        client.close()
    }

    @Test func aNameWithoutAddressIsNamed() async throws {
        let client = try await TestClient("http://no-such-host.invalid")
        let failure = await client.send().failure
        #expect(failure?.kind == .nameResolution)
        #expect(failure?.message == "the name `no-such-host.invalid` has no address")
        client.close()
    }

    @Test(arguments: [HTTPMethod.GET, .POST])
    func aFreshConnectionThatIsResetIsNotTriedAgain(method: HTTPMethod) async throws {
        let server = try await TestServer.start { _ in [.reset] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        let failure = await client.send(method).failure
        #expect(failure?.kind == .closed)
        #expect(failure?.requestMayHaveReachedServer == true)
        #expect(server.log.state.requests.count == 1)
        client.close()
        await server.stop()
    }

    @Test(arguments: [false, true])
    func aReadOnAKeptConnectionThatCloses(isReset: Bool) async throws {
        let server = try await TestServer.start { request in
            guard request.connection == 1, request.ordinal == 2 else { return [.send(answer("fine"))] }
            return [isReset ? .reset : .close]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send(.GET, "/1")
        let exchange = await client.send(.GET, "/2")
        #expect(exchange.text == "fine")
        #expect(server.log.state.requests.map(\.connection) == [1, 1, 2])
        client.close()
        await server.stop()
    }

    @Test(arguments: [false, true])
    func aWriteOnAKeptConnectionThatClosesIsInDoubt(isReset: Bool) async throws {
        let server = try await TestServer.start { request in
            request.ordinal == 2 ? [isReset ? .reset : .close] : [.send(answer("fine"))]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send(.POST, "/1", body: "one")
        let failure = await client.send(.POST, "/2", body: "two").failure
        #expect(failure?.kind == .closed)
        #expect(failure?.requestMayHaveReachedServer == true)
        #expect(server.log.state.requests.map(\.body) == ["one", "two"])
        client.close()
        await server.stop()
    }

    /// The system refuses the write: nothing left, and so even a write goes out again on a fresh connection.
    @Test func aWriteThatTheSocketRefusesIsSentElsewhere() async throws {
        let server = try await TestServer.start { request in
            request.connection == 1 ? [.send(answer("")), .hold] : [.send(answer("fresh"))]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send(.POST, "/1")
        await server.log.wait { $0.held.count == 1 }
        let exchange = await client.send(.POST, "/2") {
            server.resetHeld()
            while server.log.state.open > 0 {}
        }
        #expect(exchange.text == "fresh")
        #expect(server.log.state.requests.map(\.line) == ["POST /1 HTTP/1.1", "POST /2 HTTP/1.1"])
        client.close()
        await server.stop()
    }

    @Test func aWriteThatNoConnectionTookIsNotInDoubt() async throws {
        let server = try await TestServer.start { _ in [.send(answer("")), .hold] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send(.POST, "/1")
        await server.log.wait { $0.held.count == 1 }
        await server.stop()
        let exchange = await client.send(.POST, "/2") {
            server.resetHeld()
            while server.log.state.open > 0 {}
        }
        #expect(exchange.failure?.kind == .refused)
        #expect(exchange.failure?.requestMayHaveReachedServer == false)
        client.close()
    }

    @Test func aReadIsRepeatedOnlyOnce() async throws {
        let server = try await TestServer.start { request in
            request.line.contains("/good") ? [.send(answer(""))] : [.close]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send(.GET, "/good")
        let failure = await client.send(.GET, "/bad").failure
        #expect(failure?.kind == .closed)
        #expect(server.log.state.requests.map(\.connection) == [1, 1, 2])
        client.close()
        await server.stop()
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
    ])
    func halfAnAnswerIsNoAnswer(text: String) async throws {
        let server = try await TestServer.start { request in
            request.ordinal == 1 ? [.send(answer(""))] : [.send(text), .close]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send(.GET, "/whole")
        let failure = await client.send(.GET, "/half").failure
        #expect(failure?.kind == .closed)
        #expect(failure?.requestMayHaveReachedServer == true)
        #expect(server.log.state.requests.count == 2, "an answer that had begun is not asked for again")
        client.close()
        await server.stop()
    }

    @Test(arguments: [
        "/a b", "/a\r\nX: y", "no-slash", "", "/\u{E4}", "/a\u{7F}",
    ])
    func aPathThatCouldEndItsLineIsRefused(path: String) async throws {
        let client = try await TestClient("http://127.0.0.1:9")
        let failure = await client.send(.GET, path).failure
        #expect(failure?.kind == .invalidRequest)
        client.close()
    }

    @Test(arguments: [
        ("X", "a\r\nY: b"), ("X", "a\nb"), ("X", "a\0b"), ("X\r\nY", "b"), ("X Y", "b"), ("", "b"), ("X:", "b"),
        ("Host", "other"), ("content-LENGTH", "3"), ("Transfer-Encoding", "chunked"), ("Connection", "close"),
    ])
    func aFieldThatCouldAddAnotherIsRefused(name: String, value: String) async throws {
        let client = try await TestClient("http://127.0.0.1:9")
        let failure = await client.send(headers: [(name, value)]).failure
        #expect(failure?.kind == .invalidRequest)
        #expect(failure?.requestMayHaveReachedServer == false)
        #expect(failure?.message.contains("\r") == false)
        client.close()
    }

    @Test func aMethodThatCouldEndItsLineIsRefused() async throws {
        let client = try await TestClient("http://127.0.0.1:9")
        #expect(await client.send(.RAW(value: "GET / HTTP/1.1\r\nX:")).failure?.kind == .invalidRequest)
        client.close()
    }

    @Test func closingTheClientFailsWhatItHolds() async throws {
        let server = try await TestServer.start { _ in [.hold] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)") { $0.connectionLimit = 1 }
        async let sent = client.send()
        await server.log.wait { $0.held.count == 1 }
        async let queued = client.send(.POST, "/queued")
        await client.waitUntilWaiting(1)
        client.close()
        #expect(
            await sent.failure
                == TransportFailure(
                    .clientClosed, "the client was closed", requestMayHaveReachedServer: true))
        #expect(await queued.failure == TransportFailure(.clientClosed, "the client was closed"))
        #expect(await client.send().failure?.kind == .clientClosed)
        await server.stop()
    }
}
