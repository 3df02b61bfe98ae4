import HTTPHarness
import NIOCore
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// A wrong password is tried once: the platform counts the attempts, and may lock the account.
@Suite struct RefusedLoginTests {
    private func platform(_ status: Int = 401) async throws -> FakePlatform {
        let platform = try await FakePlatform.start { request in
            guard status != 401, request.shortLine == "POST /ds-api/user-token" else { return nil }
            return FakePlatform.problem(status, "no")
        }
        platform.state.withLock { $0.password = "another" }
        return platform
    }

    @Test(arguments: [
        "for i in 1..50 parallel 8 { show \"pg_$i\" }",
        "for i in 1..50 { try { show \"pg_$i\" } catch { } }",
        "within 5m every 1ms { show a }",
        "retry 5 every 1ms { show a }",
        "defer delete b\nshow a",
        "try { show a\nexpect status 401 } catch { }",
    ])
    func oneRefusedLoginEndsTheRun(script: String) async throws {
        let platform = try await platform()
        let session = try await TestSession(platform.profile)
        let result = await session.run(script + "\nprint never", continuesOnError: true)
        #expect(result.exitStatus == 3)
        #expect(result.failure?.diagnostic.code == "login-failed")
        #expect(result.printed == [])
        #expect(platform.requests.map(\.shortLine) == ["POST /ds-api/user-token"])
        session.close()
        await platform.server.stop()
    }

    @Test func anotherStatusThatRefusesEndsTheRunToo() async throws {
        let platform = try await platform(403)
        let result = try await run("try { show a } catch { }\nprint never", on: platform)
        #expect(result.exitStatus == 3)
        #expect(result.printed == [])
    }

    /// A platform that is starting says nothing of the password.
    @Test func aLoginThatFailsOtherwiseMayBeCaught() async throws {
        let platform = try await platform(500)
        let result = try await run("try { show a } catch problem { print $problem.code }", on: platform)
        #expect(result.printed == ["login-failed"], "\(result.failureText)")
    }

    /// W10: what is no refusal is not called one, and what came is said.
    @Test(
        arguments: [
            ("200 OK", "<html><form>", "no login: the platform answered 200 (12 bytes"),
            ("200 OK", #"{"user-token":"tok-123456"}"#, "and a login is answered 201"),
            ("204 No Content", "", "no login: the platform answered 204 (no body), and a login is answered 201"),
            ("503 -", "<html>", "no login: the platform answered 503 (6 bytes"),
            (
                "500 -", #"{"error":"the directory is down"}"#,
                "no login: the platform answered 500: the directory is down"
            ),
            ("404 -", "<html>", "no login: the platform answered 404: the answer is not the platform's own"),
            ("403 -", #"{"error":"locked"}"#, "the platform refused to log in `datasentinel` (status 403): locked"),
        ])
    func whatALoginWasAnsweredIsSaid(status: String, body: String, text: String) async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine == "POST /ds-api/user-token" ? [.send(answer(body, status: status))] : nil
        }
        let result = try await run("show a", on: platform) { $0.retryPolicy.retries = 0 }
        #expect(result.exitStatus == 3)
        #expect(result.failureText.contains(text), "\(result.failureText)")
        #expect(text.contains("refused") || !result.failureText.contains("refused to log in"))
    }

    /// The files of a test run are one run: the second one does not log in again.
    @Test func theNextFileDoesNotTryAgain() async throws {
        let platform = try await platform()
        let session = try await TestSession(platform.profile)
        for file in [try await session.sibling(), try await session.sibling()] {
            #expect(await file.run("show a").exitStatus == 3)
        }
        #expect(platform.state.withLock { $0.logins } == 1)
        session.close()
        await platform.server.stop()
    }

    /// A prompt's next line may: somebody may have unlocked the account.
    @Test func theNextRunTriesAgain() async throws {
        let platform = try await platform()
        let session = try await TestSession(platform.profile)
        #expect(await session.run("show a").exitStatus == 3)
        platform.state.withLock { $0.password = "night watch" }
        #expect(await session.run("show a\nexpect status 404").exitStatus == 0)
        session.close()
        await platform.server.stop()
    }

    @Test func anExplicitLoginMayBeCaught() async throws {
        let platform = try await platform()
        let script = """
            try { login bob password="wrong one" } catch problem { print $problem.code }
            login bob password="wrong one"
            expect status 401
            print done
            """
        let result = try await run(script, on: platform)
        #expect(result.printed == ["login-failed", "done"], "\(result.failureText)")
    }

    /// A write's answer is lost, and the reading back would need a login that is refused: that ends the run, too.
    @Test func aRefusedLoginOfAReadingBackEndsTheRun() async throws {
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix("DELETE") else { return nil }
            let platform = box.withLock { $0 }
            platform?.expireTokens()
            platform?.state.withLock { $0.password = "another" }
            return [.reset]
        }
        box.withLock { $0 = platform }
        let script = "show a\nexpect status 404\ntry { delete a } catch { }\nprint never"
        let result = try await run(script, on: platform)
        // The deletion cannot be told.
        #expect(result.exitStatus == 1)
        #expect(result.printed == [])
        #expect(result.failure?.diagnostic.code == "login-failed")
    }

    /// The password was changed while the run went on: the renewal is refused, and ends the run like the first login.
    @Test func aRefusedRenewalEndsTheRun() async throws {
        let platform = try await FakePlatform.start()
        let session = try await TestSession(platform.profile)
        #expect(await session.run("show a\nexpect status 404").exitStatus == 0)
        platform.expireTokens()
        platform.state.withLock { $0.password = "another" }
        let result = await session.run("for i in 1..9 { try { show \"pg_$i\" } catch { } }\nprint never")
        #expect(result.exitStatus == 3)
        #expect(result.printed == [])
        #expect(platform.state.withLock { $0.logins } == 2)
        session.close()
        await platform.server.stop()
    }
}
