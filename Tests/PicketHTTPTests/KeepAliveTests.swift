import HTTPHarness
import NIOCore
import NIOHTTP1
import Testing

@testable import PicketHTTP

@Suite struct KeepAliveTests {
    @Test func requestsInARowShareAConnection() async throws {
        let server = try await TestServer.start { request in [.send(answer("\(request.ordinal)"))] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        for ordinal in 1...5 {
            let exchange = await client.send(.POST, body: "x")
            #expect(exchange.text == "\(ordinal)")
        }
        #expect(server.log.state.connections == 1)
        client.close()
        await server.stop()
    }

    @Test func theRequestIsWrittenAsHTTP() async throws {
        let server = try await TestServer.start()
        let client = try await TestClient("http://127.0.0.1:\(server.port)/ds-api/") {
            $0.constantHeaders = [("User-Agent", "picket")]
        }
        _ = await client.send(.PUT, "/pool/a%20b?x=1", headers: [("user-token", "t")], body: "{\"port\": 1}")
        _ = await client.send(.DELETE, "/pool/a")
        _ = await client.send(.POST, "/user-token")
        let requests = server.log.state.requests
        #expect(
            requests.map(\.line) == [
                "PUT /ds-api/pool/a%20b?x=1 HTTP/1.1", "DELETE /ds-api/pool/a HTTP/1.1",
                "POST /ds-api/user-token HTTP/1.1",
            ])
        #expect(requests[0].body == "{\"port\": 1}")
        #expect(requests[0].value(of: "user-token") == "t")
        #expect(requests[0].value(of: "User-Agent") == "picket")
        #expect(requests.map { $0.value(of: "Host") } == Array(repeating: "127.0.0.1:\(server.port)", count: 3))
        #expect(requests.map { $0.value(of: "Content-Length") } == ["11", nil, "0"])
        client.close()
        await server.stop()
    }

    @Test(arguments: ["Connection: close\r\n", "Connection: Keep-Alive, close\r\n"])
    func aServerThatAsksForItGetsAFreshConnection(field: String) async throws {
        let server = try await TestServer.start { _ in [.send(answer("", fields: field))] }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        #expect(await client.send().response?.status == 200)
        #expect(await client.send().response?.status == 200)
        #expect(server.log.state.requests.map(\.connection) == [1, 2])
        client.close()
        await server.stop()
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func thePoolStaysWithinItsBound(host: String) async throws {
        let server = try await TestServer.start()
        let client = try await TestClient("http://\(host):\(server.port)") { $0.connectionLimit = 4 }
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<100 { group.addTask { await client.send().response?.status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 100))
        #expect(server.log.state.mostOpen <= 4)
        #expect(server.log.state.requests.count == 100)
        client.close()
        await server.stop()
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func requestsAtOnceGetAConnectionEach(host: String) async throws {
        let server = try await TestServer.start { _ in [.hold] }
        let client = try await TestClient("http://\(host):\(server.port)")
        async let answers = client.order(of: (1...8).map { "/\($0)" }) {}
        await server.log.wait { $0.held.count == 8 }
        server.answerHeld(answer(""))
        #expect(await answers.count == 8)
        #expect(server.log.state.connections == 8)
        client.close()
        await server.stop()
    }

    @Test func waitingRequestsAreServedInOrder() async throws {
        let server = try await TestServer.start { request in
            request.line.contains("/first") ? [.hold] : [.send(answer(""))]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)") { $0.connectionLimit = 1 }
        async let first = client.send(.GET, "/first")
        await server.log.wait { $0.held.count == 1 }
        let order = await client.order(of: ["/a", "/b", "/c"]) { server.answerHeld(answer("")) }
        #expect(order == ["/a", "/b", "/c"])
        #expect(await first.response?.status == 200)
        #expect(server.log.state.connections == 1)
        client.close()
        await server.stop()
    }

    @Test func anIdleConnectionThatTheServerClosedIsForgotten() async throws {
        let server = try await TestServer.start { request in
            request.connection == 1 ? [.send(answer("")), .close] : [.send(answer("again"))]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        _ = await client.send(.POST)
        await client.waitUntilDisconnected()
        let exchange = await client.send(.POST)
        #expect(exchange.text == "again")
        client.close()
        await server.stop()
    }

    @Test func anIdleConnectionIsClosedInTime() async throws {
        let server = try await TestServer.start()
        let client = try await TestClient("http://127.0.0.1:\(server.port)") { $0.idleTimeout = .milliseconds(1) }
        #expect(await client.send().response?.status == 200)
        await client.waitUntilDisconnected()
        #expect(await client.send().response?.status == 200)
        client.close()
        await server.stop()
    }

    @Test func whatAServerSendsUnaskedIsNeverTakenForAnAnswer() async throws {
        let server = try await TestServer.start { request in
            request.connection == 1 ? [.send(answer("mine") + answer("forged"))] : [.send(answer("yours"))]
        }
        let client = try await TestClient("http://127.0.0.1:\(server.port)")
        #expect(await client.send().text == "mine")
        #expect(await client.send().text == "yours")
        #expect(server.log.state.connections == 2)
        client.close()
        await server.stop()
    }
}
