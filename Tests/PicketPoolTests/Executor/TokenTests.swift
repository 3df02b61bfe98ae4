import HTTPHarness
import NIOCore
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// Logging in, and what an expired token leads to.
@Suite struct TokenTests {
    @Test func theFirstCommandLogsIn() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run("show a\nexpect status 404\nshow b\nexpect status 404", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.state.withLock { $0.logins } == 1)
    }

    @Test func wrongCredentialsEndTheRun() async throws {
        let platform = try await FakePlatform.start()
        platform.state.withLock { $0.password = "another" }
        let result = try await run("show a\nexpect status 404", on: platform)
        #expect(result.exitStatus == 3)
        #expect(result.failure?.diagnostic.code != "no-response")
        #expect(platform.lines.isEmpty)
    }

    @Test func aRefusedLoginIsExitThree() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run("login bob password=\"wrong one\"", on: platform)
        #expect(result.exitStatus == 3)
        #expect(result.failure?.diagnostic.code == "login-failed")
        #expect(!result.failureText.contains("wrong one"))
    }

    @Test func aRefusedLoginMayBeExpected() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run("login bob password=\"wrong one\"\nexpect status 401", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
    }

    @Test func aLoginReplacesCredentials() async throws {
        let platform = try await FakePlatform.start()
        platform.state.withLock {
            $0.user = "bob"
            $0.password = "his word"
        }
        let result = try await run("login bob password=\"his word\"\nshow a\nexpect status 404\nlogin", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.state.withLock { $0.logins } == 2)
    }

    @Test(arguments: [("login", 3), ("login bob", 3), ("show a", 2)])
    func withoutCredentialsNothingIsSent(script: String, status: Int) async throws {
        let platform = try await FakePlatform.start()
        var profile = platform.profile
        profile.credentials = nil
        let session = try await TestSession(profile)
        let result = await session.run(script)
        session.close()
        #expect(result.exitStatus == status)
        #expect(platform.requests.isEmpty)
        await platform.server.stop()
    }

    @Test func anExpiredTokenIsRenewedOnce() async throws {
        let platform = try await FakePlatform.start()
        let session = try await TestSession(platform.profile)
        #expect(await session.run("show a\nexpect status 404").exitStatus == 0)
        platform.expireTokens()
        let result = await session.run("show a\nexpect status 404")
        #expect(result.exitStatus == 0, "\(result.failureText)")
        let path = "GET /ds-api/pool/pg-instances/a"
        #expect(
            platform.requests.map(\.shortLine) == [
                "POST /ds-api/user-token", path, path, "POST /ds-api/user-token", path,
            ])
        session.close()
        await platform.server.stop()
    }

    /// A login whose answer is lost is tried again, and whoever waits for it waits on.
    @Test func aLoginIsTriedAgainAfterSilence() async throws {
        let logins = Mutex(0)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine == "POST /ds-api/user-token" else { return nil }
            let count = logins.withLock { logins in
                logins += 1
                return logins
            }
            return count == 1 ? [.hold] : nil
        }
        let result = try await run("show a\nexpect status 404\nprint done", on: platform) {
            $0.requestTimeout = .seconds(2)
            $0.retryPolicy.retries = 40
        }
        #expect(result.printed == ["done"], "\(result.failureText)")
        #expect(logins.withLock { $0 } >= 2)
    }

    @Test func aTokenThatWasNeverAcceptedIsNotRenewed() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("GET") ? FakePlatform.problem(401, "no rights") : nil
        }
        let result = try await run("show a", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failure?.diagnostic.code == "unexpected-status")
        #expect(platform.requests.count == 2)
    }

    @Test func aSecondRefusalIsTheAnswer() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/b") ? FakePlatform.problem(401, "no rights") : nil
        }
        let result = try await run("show a\nexpect status 404\nshow b\nexpect status 401", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines.filter { $0.hasSuffix("/b") }.count == 2)
        #expect(platform.state.withLock { $0.logins } == 2)
    }

    @Test func fortyRefusalsAtOnceShareOneLogin() async throws {
        let platform = try await FakePlatform.start()
        let session = try await TestSession(platform.profile)
        #expect(await session.run("show a\nexpect status 404").exitStatus == 0)
        platform.expireTokens()
        let result = await session.run(
            "for i in 1..40 parallel 40 {\n add \"pg_$i\" host=h port=1 user=u password=pppp\n}\nprint done")
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed == ["done"])
        #expect(platform.state.withLock { $0.logins } == 2)
        #expect(platform.state.withLock { $0.connections.count } == 40)
        session.close()
        await platform.server.stop()
    }

    @Test func aTokenIsTakenFromTheConfiguration() async throws {
        let platform = try await FakePlatform.start()
        platform.state.withLock { _ = $0.validTokens.insert("from-outside") }
        var profile = platform.profile
        profile.credentials = nil
        profile.token = "from-outside"
        let session = try await TestSession(profile)
        let result = await session.run("show a\nexpect status 404\ntoken")
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.state.withLock { $0.logins } == 0)
        session.close()
        await platform.server.stop()
    }
}
