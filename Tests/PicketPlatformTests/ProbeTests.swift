import Foundation
import HTTPHarness
import NIOCore
import NIOPosix
import Testing

@testable import PicketPlatform

@Suite("Asking PostgreSQL")
struct ProbeTests {
    private static let quick = PlatformConfiguration.ProbeChoice.postgres(
        timeLimit: .seconds(10), interval: .milliseconds(50))

    private func body(port: Int, user: String = "monitor", password: String = "secret") throws -> String {
        let body: [String: any Encodable & Sendable] = ["user": user, "password": password]
        let strings = try body.map { key, value in
            "\"\(key)\": " + String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        }
        return #"{"host": "127.0.0.1", "port": \#(port), "tags": "", "# + strings.joined(separator: ", ") + "}"
    }

    @Test func whereNobodyListensTheConnectionIsNotStored() async throws {
        try await withPlatform(configured { $0.probe = Self.quick }) { platform, client in
            let client = try await client.loggedIn()
            let port = try ReservedPort()
            let reply = try await client.request("POST", "\(instances)/a", body: try body(port: port.port))
            port.release()
            #expect(reply.status == 500)
            #expect(reply.error?.contains("refused") == true, "\(reply.body)")
            #expect(reply.error?.contains("secret") == false)
            #expect(try await client.request("GET", "\(instances)/a").status == 404)
            #expect(platform.connectionsJSON == "[]")
        }
    }

    @Test(.timeLimit(.minutes(1))) func aHostThatKeepsSilentIsGivenUp() async throws {
        let silent = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let probe = PlatformConfiguration.ProbeChoice.postgres(timeLimit: .milliseconds(200), interval: .seconds(60))
        try await withPlatform(configured { $0.probe = probe }) { _, client in
            let client = try await client.loggedIn()
            let port = silent.localAddress?.port ?? 0
            let reply = try await client.request("POST", "\(instances)/a", body: try body(port: port))
            #expect(reply.status == 500)
            #expect(reply.error?.contains("in time") == true, "\(reply.body)")
            // A name that is taken is not probed at all, and a body that is wrong neither.
            #expect(try await client.request("POST", "\(instances)/a", body: "{}").status == 400)
        }
        try await silent.close()
    }

    @Test(.enabled(if: PostgreSQLCluster.isInstalled), .timeLimit(.minutes(2)))
    func connectedFollowsTheTruth() async throws {
        try await PostgreSQLCluster.with { cluster in
            try await withPlatform(configured { $0.probe = Self.quick }) { _, client in
                let client = try await client.loggedIn()
                let good = try body(port: cluster.port, password: PostgreSQLCluster.password)
                let added = try await client.request("POST", "\(instances)/a", body: good)
                #expect(added.status == 201, "\(added.body)")
                #expect(try await client.request("GET", "\(instances)/a").object?["connected"] as? Bool == true)
                #expect(try await client.request("POST", "\(instances)/a", body: good).status == 409)
                let bad = try body(port: cluster.port, password: "wrong horse")
                let refused = try await client.request("POST", "\(instances)/b", body: bad)
                #expect(refused.status == 500)
                #expect(refused.error?.contains("horse") == false)
                #expect(try await client.request("GET", "\(instances)/b").status == 404)

                try cluster.stop()
                try await until(connected: false, client)
                try cluster.start()
                try await until(connected: true, client)
                _ = try await client.request("PATCH", "\(instances)/a/disable")
                #expect(try await client.request("GET", "\(instances)/a").object?["connected"] as? Bool == false)
                _ = try await client.request("PATCH", "\(instances)/a/enable")
                try await until(connected: true, client)
                _ = try await client.request("PUT", "\(instances)/a", body: #"{"password": "wrong horse"}"#)
                try await until(connected: false, client)
                _ = try await client.request("PUT", "\(instances)/a", body: good)
                try await until(connected: true, client)
            }
        }
    }

    /// Asks until the answer comes; the test's time limit ends a wait in vain.
    private func until(connected: Bool, _ client: Client) async throws {
        while try await client.request("GET", "\(instances)/a").object?["connected"] as? Bool != connected {
            try Task.checkCancellation()
        }
    }

    @Test func aPasswordIsNeverPartOfTheReason() async throws {
        try await withPlatform(configured { $0.probe = Self.quick }) { _, client in
            let client = try await client.loggedIn()
            let port = try ReservedPort()
            // libpq's message names the host and the port, either of which may be somebody's password.
            for password in ["127.0.0.1", String(port.port), "refused"] {
                let body = try body(port: port.port, password: password)
                let reply = try await client.request("POST", "\(instances)/a", body: body)
                #expect(reply.status == 500)
                #expect(reply.error?.contains("Connection refused") == false)
            }
            port.release()
        }
    }

    @Test func theValuesOfAConnectionCannotAddParameters() {
        let connection = Connection(
            name: ConnectionName(stored: "a"), host: "h' dbname='x", port: 1, user: "u\\", password: "p'q", tags: "")
        let conninfo = PostgreSQLAttempt.conninfo(for: connection)
        #expect(conninfo.hasPrefix(#"host='h\' dbname=\'x' port='1' user='u\\' password='p\'q' dbname='postgres'"#))
    }
}
