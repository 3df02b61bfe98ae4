import Foundation
import PicketPlatform
import Testing

@Suite("Starting, stopping, starting again")
struct StartTests {
    @Test func aRestartKeepsConnectionsAndTokens() async throws {
        try await withFolder { folder in
            let path = "\(instances)/a"
            let configure: (inout PlatformConfiguration) -> Void = { $0.store = .file(folder + "/deep/store") }
            let (token, shown) = try await withPlatform(configured(configure)) { _, client in
                let client = try await client.loggedIn()
                _ = try await client.request("POST", path, body: sales("tags", #""a=é,b='x'""#))
                _ = try await client.request("POST", "\(instances)/gone", body: sales)
                _ = try await client.request("DELETE", "\(instances)/gone")
                _ = try await client.request("PUT", path, body: #"{"host": "elsewhere"}"#)
                _ = try await client.request("PATCH", path + "/disable")
                return (client.token, try await client.request("GET", path).body)
            }
            try await withPlatform(configured(configure)) { _, client in
                var client = client
                client.token = token
                let kept = try await client.request("GET", path)
                #expect(kept.body == shown)
                #expect(shown.contains("elsewhere"))
                #expect(try await client.request("GET", "\(instances)/gone").status == 404)
            }
        }
    }

    @Test func anotherStoreMeansAnotherKey() async throws {
        let token = try await withPlatform { _, client in try await client.loggedIn().token }
        try await withPlatform { _, client in
            var client = client
            client.token = token
            let reply = try await client.request("GET", "\(instances)/a")
            #expect(reply.status == 401)
        }
    }

    @Test func aTakenPortIsAFailure() async throws {
        try await withPlatform { platform, _ in
            await #expect {
                try await withPlatform(configured { $0.port = platform.port }) { _, _ in }
            } throws: {
                "\($0)".contains("127.0.0.1:\(platform.port)") && "\($0)".contains("listens there already")
            }
        }
    }

    @Test func aStoreServesOnePlatformAtATime() async throws {
        try await withFolder { folder in
            let store = StoreLocation.file(folder + "/store")
            try await withPlatform(configured { $0.store = store }) { _, _ in
                await #expect {
                    try await withPlatform(configured { $0.store = store }) { _, _ in }
                } throws: {
                    "\($0)".contains("in use")
                }
            }
            try await withPlatform(configured { $0.store = store }) { _, client in
                let reply = try await client.request("GET", "/ds-api")
                #expect(reply.status == 200)
            }
        }
    }

    @Test func whatIsNoStoreIsAFailure() async throws {
        try await withFolder { folder in
            let file = folder + "/text"
            try Data(repeating: UInt8(ascii: "x"), count: 10_000).write(to: URL(fileURLWithPath: file))
            for path in [file, folder, file + "/below"] {
                await #expect(throws: PlatformFailure.self) {
                    try await withPlatform(configured { $0.store = .file(path) }) { _, _ in }
                }
            }
        }
    }

    @Test func stoppingLetsARequestEnd() async throws {
        try await withPlatform { platform, client in
            let client = try await client.loggedIn()
            platform.plan([Fault(.delay(milliseconds: 100), operation: .add)])
            async let reply = client.request("POST", "\(instances)/a", body: sales)
            while !platform.plannedFaults.isEmpty { await Task.yield() }
            await platform.stop()
            let status = try await reply.status
            #expect(status == 201)
            await #expect(throws: (any Error).self) { try await client.request("GET", "/ds-api") }
        }
    }
}
