import NIOCore
import Synchronization
import Testing

@testable import PicketPool

/// Executors that share connections, pace and token, as the files of a test run do.
@Suite struct SharedExecutorTests {
    @Test func onePaceIsForAll() async throws {
        let platform = try await FakePlatform.start()
        let parent = try await TestSession(platform.profile) { $0.requestsPerSecond = 0.001 }
        let first = try await parent.sibling()
        #expect(await first.run("ping\nprint done").printed == ["done"])
        // The next turn is a quarter of an hour away: a file with a pace of its own would not wait for it.
        let second = try await parent.sibling()
        let result = await second.run("ping", deadline: .milliseconds(200))
        #expect(result.exitStatus == 4)
        #expect(platform.requests.count == 1)
        parent.close()
        await platform.server.stop()
    }

    @Test func oneLoginAndOneConnectionAreForAll() async throws {
        let platform = try await FakePlatform.start()
        let parent = try await TestSession(platform.profile)
        for _ in 1...3 {
            let session = try await parent.sibling()
            #expect(await session.run("show a\nexpect status 404\nprint done").printed == ["done"])
            session.close()
        }
        #expect(platform.state.withLock { $0.logins } == 1)
        #expect(platform.server.log.state.connections == 1)
        parent.close()
        await platform.server.stop()
    }

    @Test func aLoginIsItsSessionsOwn() async throws {
        let platform = try await FakePlatform.start()
        let parent = try await TestSession(platform.profile)
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
        parent.close()
        await platform.server.stop()
    }

    @Test func whatOneFileUsesIsItsOwnAffair() async throws {
        let platform = try await FakePlatform.start()
        let parent = try await TestSession(platform.profile)
        let first = try await parent.sibling()
        let second = try await parent.sibling()
        #expect(await first.run("use http://127.0.0.1:1\nprint done").printed == ["done"])
        #expect(await second.run("ping\nprint done").printed == ["done"])
        parent.close()
        await platform.server.stop()
    }
}
