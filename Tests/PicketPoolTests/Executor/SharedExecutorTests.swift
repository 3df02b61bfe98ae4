import HTTPHarness
import NIOCore
import Synchronization
import Testing

@testable import PicketPool

/// Executors that share connections, pace and token, as the files of a test run do.
@Suite struct SharedExecutorTests {
    /// A platform, and the session whose siblings share with it.
    private func share(
        requestsPerSecond: Double? = nil, _ body: (FakePlatform, TestSession) async throws -> Void
    ) async throws {
        let platform = try await FakePlatform.start()
        let parent = try await TestSession(platform.profile) { $0.requestsPerSecond = requestsPerSecond }
        try await body(platform, parent)
        parent.close()
        await platform.server.stop()
    }

    @Test func onePaceIsForAll() async throws {
        try await share(requestsPerSecond: 0.001) { platform, parent in
            let first = try await parent.sibling()
            #expect(await first.run("ping\nprint done").printed == ["done"])
            // The next turn is a quarter of an hour away: a file with a pace of its own would not wait for it.
            let second = try await parent.sibling()
            let result = await second.run("ping", deadline: .milliseconds(200))
            #expect(result.exitStatus == 4)
            #expect(platform.requests.count == 1)
        }
    }

    @Test func oneLoginAndOneConnectionAreForAll() async throws {
        try await share { platform, parent in
            for _ in 1...3 {
                let session = try await parent.sibling()
                #expect(await session.run("show a\nexpect status 404\nprint done").printed == ["done"])
                session.close()
            }
            #expect(platform.state.withLock { $0.logins } == 1)
            #expect(platform.server.log.state.connections == 1)
        }
    }

    @Test func aLoginIsItsSessionsOwn() async throws {
        try await share { platform, parent in
            let first = try await parent.sibling()
            let second = try await parent.sibling()
            let login = "login datasentinel password=\"night watch\"\nshow a\nexpect status 404\nprint done"
            #expect(await first.run(login).printed == ["done"])
            #expect(await second.run("show b\nexpect status 404\nprint done").printed == ["done"])
            #expect(platform.state.withLock { $0.logins } == 2)
            func token(_ name: String) -> String? {
                platform.requests.first { $0.shortLine.hasSuffix("/\(name)") }?.value(of: "user-token")
            }
            #expect(token("a") == "token-number-1" && token("b") == "token-number-2")
        }
    }

    @Test func whatOneFileUsesIsItsOwnAffair() async throws {
        try await share { _, parent in
            let first = try await parent.sibling()
            let second = try await parent.sibling()
            #expect(await first.run("use http://127.0.0.1:1\nprint done").printed == ["done"])
            #expect(await second.run("ping\nprint done").printed == ["done"])
        }
    }
}
