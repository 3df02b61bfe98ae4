import HTTPHarness
import NIOCore
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// What the executor does about an answer that did not come, and what it says of it. The last reading of each run is the one
/// at its end.
@Suite struct LostAnswerTests {
    @Test func anAddWhoseAnswerIsLostIsNotSentAgain() async throws {
        let platform = try await FakePlatform.startFaulty(.resetAfter, on: "POST")
        let result = try await run(
            "add a host=h port=1 user=u password=pppp\nprint $last.status, $last.body.status, $last.note", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines.map { $0.prefix(4) } == ["POST", "GET ", "GET "])
        #expect(result.printed.first?.hasPrefix("201 Connection created and connected!") == true)
        #expect(result.printed.first?.contains("is as the request meant") == true)
    }

    @Test func anAddThatDidNotArriveIsSentAgain() async throws {
        let platform = try await FakePlatform.startFaulty(.resetBefore, on: "POST")
        let result = try await run("add a host=h port=1 user=u password=pppp\nprint $last.note", on: platform)
        #expect(platform.lines.map { $0.prefix(4) } == ["POST", "GET ", "POST", "GET "])
        #expect(result.printed.first?.contains("sent again") == true)
    }

    @Test func anotherConnectionOfTheNameIsNotTakenForOurs() async throws {
        let platform = try await FakePlatform.startFaulty(.resetBefore, on: "POST")
        platform.put("a", ["host": "another", "port": 1, "user": "u", "password": "pppp", "tags": ""])
        let result = try await run("add a host=h port=1 user=u password=pppp\nexpect status 409", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.state.withLock { $0.connections["a"]?["host"] } == "another")
    }

    @Test func anEffectThatArrivesLateIsFound() async throws {
        // The reading back finds nothing yet; then the first sending takes effect, and the second meets it.
        let posts = Mutex(0)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
            let count = posts.withLock { count in
                count += 1
                return count
            }
            guard count > 1 else { return [.reset] }
            _ = box.withLock { $0 }?.answer(request)
            return nil
        }
        box.withLock { $0 = platform }
        let result = try await run(
            "add a host=h port=1 user=u password=pppp\nprint $last.status, $last.note", on: platform)
        #expect(platform.lines.map { $0.prefix(4) } == ["POST", "GET ", "POST", "GET ", "GET "])
        #expect(result.printed.first?.hasPrefix("201 the answer was lost") == true, "\(result.failureText)")
    }

    @Test func aDeletionThatDidNotArriveIsSentAgain() async throws {
        let platform = try await FakePlatform.startFaulty(.resetBefore, on: "DELETE")
        platform.put("a", ["host": "h"])
        let result = try await run("delete a\nprint $last.status", on: platform)
        #expect(result.printed == ["200"], "\(result.failureText)")
        #expect(platform.lines.map { $0.prefix(4) } == ["DELE", "GET ", "DELE", "GET "])
    }

    @Test func whatCanNotBeReadBackStaysUnknown() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/pg-instances/") ? [.reset] : nil
        }
        let result = try await run("delete a", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("not known"))
        #expect(platform.lines.count { $0.hasPrefix("DELETE") } == 1)
    }

    @Test func anAnswerOf500IsFinal() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/pg-instances/") ? FakePlatform.problem(500, "broken") : nil
        }
        let result = try await run(
            "add a host=h port=1 user=u password=pppp\nadd b host=h port=1 user=u password=pppp", on: platform)
        #expect(result.exitStatus == 1)
        // It is looked into once, and at the end for a while; it is not sent again.
        let methods = platform.lines.map { $0.prefix(4) }
        #expect(
            methods.prefix(3) == ["POST", "GET ", "GET "] && methods.dropFirst().allSatisfy { $0 == "GET " },
            "\(methods)")
    }

    @Test func aRequestOfUnknownEffectIsNotSentAgain() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/other") ? [.close] : nil
        }
        let result = try await run("request POST /other x=1", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("not known"))
        #expect(platform.lines.count == 1)
    }

    @Test func aPlatformThatWantsTooMuchTimeIsNotWaitedFor() async throws {
        let platform = try await FakePlatform.start { request in
            [.send(answer("{}", status: "503 -", fields: "Retry-After: 86400\r\n"))]
        }
        let result = try await run("ping\nexpect status 503", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.requests.count == 1)
    }

    @Test func withoutRetriesNothingIsSentTwice() async throws {
        let platform = try await FakePlatform.start { _ in [.send(answer("{}", status: "503 -"))] }
        let result = try await run("ping\nexpect status 503", on: platform) { $0.retryPolicy.retries = 0 }
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.requests.count == 1)
    }

    @Test func aRefusedConnectionIsTriedAgain() async throws {
        let first = try await FakePlatform.start()
        let port = try ReservedPort()
        let session = try await TestSession(FakePlatform.profile(port: port.port)) { $0.retryPolicy.retries = 1_000 }
        let again = Mutex<TestServer?>(nil)
        let result = await session.run(
            "add a host=h port=1 user=u password=pppp",
            during: { _ in
                port.release()
                let server = try? await TestServer.start(port: port.port) { first.answer($0) }
                again.withLock { $0 = server }
            })
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(first.state.withLock { $0.connections.count } == 1)
        session.close()
        await again.withLock { $0 }?.stop()
    }

    /// A gateway that got no answer says nothing of what the platform did.
    @Test(arguments: [502, 504])
    func aGatewaysErrorIsALostAnswer(status: Int) async throws {
        let box = Mutex<FakePlatform?>(nil)
        let hasFailed = Mutex<Set<String>>([])
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.contains("/pg-instances/"),
                hasFailed.withLock({ $0.insert(request.shortLine).inserted })
            else { return nil }
            _ = box.withLock { $0 }?.answer(request)
            return [.send(answer("<html>Bad gateway</html>", status: "\(status) -"))]
        }
        box.withLock { $0 = platform }
        let result = try await run(
            "add a host=h port=1 user=u password=pppp\nprint $last.status, $last.note", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed.first?.hasPrefix("201 the answer was lost") == true)
        #expect(platform.lines.map { $0.prefix(4) } == ["POST", "GET ", "GET ", "GET "])
    }

    /// What the platform does not show proves nothing: an update may be repeated, and is.
    @Test func anUpdateOfWhatIsNotShownIsSentAgain() async throws {
        let isFirst = Mutex(true)
        let platform = try await FakePlatform.start { request in
            if request.shortLine.hasPrefix("GET ") {
                return FakePlatform.answer(200, ["name": "a", "host": "h", "port": 1, "user": "u", "tags": ""])
            }
            guard request.shortLine.hasPrefix("PUT ") else { return nil }
            return isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst ? [.reset] : nil
            }
        }
        platform.put("a", ["host": "h", "port": 1, "user": "u", "password": "old!", "tags": ""])
        let result = try await run("update a password=pppp", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines.map { $0.prefix(4) } == ["PUT ", "GET ", "PUT ", "GET "])
        #expect(platform.state.withLock { $0.connections["a"]?["password"] } == "pppp")
    }

    @Test func delaysGrowAndAreBounded() {
        var policy = RetryPolicy()
        policy.firstDelay = .milliseconds(100)
        policy.longestDelay = .seconds(1)
        for (repetition, full) in [(1, 100), (2, 200), (3, 400), (4, 800), (5, 1_000), (60, 1_000)] {
            for _ in 0..<20 {
                let delay = policy.delay(before: repetition).nanoseconds / 1_000
                #expect((Int64(full) * 500...Int64(full) * 1_000).contains(delay))
            }
        }
        #expect(RetryPolicy.requestedDelay("3") == .seconds(3))
        #expect(RetryPolicy.requestedDelay("-1") == nil)
        let date = "Wed, 21 Oct 2015 07:28:00 GMT"
        #expect(RetryPolicy.requestedDelay(date, now: 1_445_412_480 - 90) == .seconds(90))
        #expect(RetryPolicy.requestedDelay(date, now: 1_445_412_480 + 90) == .seconds(0))
        for text in ["soon", date + " or so", "Wed, 21 Oct"] { #expect(RetryPolicy.requestedDelay(text) == nil) }
    }
}
