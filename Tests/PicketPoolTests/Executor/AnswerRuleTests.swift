import HTTPHarness
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketPool

/// When an answer is a success, and what becomes of one that is not.
@Suite struct AnswerRuleTests {
    private func platform(_ status: Int, _ body: String) async throws -> FakePlatform {
        try await FakePlatform.start { request in
            request.shortLine.contains("user-token") ? nil : [.send(answer(body, status: "\(status) -"))]
        }
    }

    private static let add = "add a host=h port=1 user=u password=pppp"

    @Test(arguments: [
        (add, 200, #"{"status":"ok"}"#, "unexpected-status"),
        (add, 500, #"{"error":"no"}"#, "unexpected-status"),
        (add, 500, "<html>", "unexpected-status"),
        ("show a", 201, #"{"name":"a"}"#, "unexpected-status"),
        (add, 201, #"{"error":"no"}"#, "bad-answer"),
        (add, 201, "<html>", "bad-answer"),
        (add, 201, "{\"status\": \"ok\",}", "bad-answer"),
        ("delete a", 200, "{\"status\": ", "bad-answer"),
        ("show a", 200, "", "bad-answer"),
        ("ping", 200, "welcome", "bad-answer"),
        ("request GET /x", 200, #"{"error":1}"#, "bad-answer"),
        ("remove a", 500, "{}", "unexpected-status"),
        ("ensure a host=h port=1 user=u password=pppp", 500, "{}", "unexpected-status"),
        ("ensure a host=h port=1 user=u password=pppp", 201, "{}", "bad-answer"),
        ("ensure a host=h port=1 user=u password=pppp", 200, "[]", "bad-answer"),
    ])
    func whatIsNoSuccessFailsTheRun(script: String, status: Int, body: String, code: String) async throws {
        let result = try await run(script, on: try await platform(status, body))
        #expect(result.exitStatus == 1)
        #expect(result.failure?.diagnostic.code.rawValue == code)
    }

    @Test(arguments: [
        (add, 201, ""), ("delete a", 200, " \n"), ("show a", 200, #"{"name":"a","new-key":[{}]}"#),
        ("show a", 200, "{}"),
        ("request GET /x", 204, ""), ("request GET /x", 200, "plain"), ("disable a", 200, #"{"x":{"error":1}}"#),
    ])
    func missingAndExtraKeysAreNormal(script: String, status: Int, body: String) async throws {
        let result = try await run(script, on: try await platform(status, body))
        #expect(result.exitStatus == 0, "\(result.failureText)")
    }

    /// Nobody knows what stands in it: a password, perhaps.
    @Test func theTextOfABadBodyIsNotShown() async throws {
        let result = try await run("show a", on: try await platform(200, "<h1>Bad gateway</h1>"))
        #expect(result.failureText.contains("the status is 200, but the body is no JSON from byte 0 on"))
        #expect(result.failureText.contains("response: 200 <20 bytes>"))
        #expect(!result.failureText.contains("Bad gateway"))
        #expect(result.failureText.contains("request:  GET http://127.0.0.1:"))
    }

    @Test func anExpectedStatusIsNoFailure() async throws {
        let result = try await run(
            "show a\nexpect status 500\nexpect body.error == no\nshow a\nexpect status in [200, 500]",
            on: try await platform(500, #"{"error":"no"}"#))
        #expect(result.exitStatus == 0, "\(result.failureText)")
    }

    @Test func aBadAnswerMayBeExpected() async throws {
        let result = try await run(
            "show a\nexpect error contains \"no JSON\"", on: try await platform(200, "welcome"))
        #expect(result.exitStatus == 0, "\(result.failureText)")
    }

    @Test(arguments: [(Step.close, "closed"), (.reset, "closed"), (.send("SSH-2.0\r\n\r\n"), "HTTP/1")])
    func noResponseIsExitThree(step: Step, text: String) async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("GET /ds-api/pool") ? [step] : nil
        }
        let result = try await run("show a", on: platform)
        #expect(result.exitStatus == 3)
        #expect(result.failure?.diagnostic.code == "no-response")
        #expect(result.failureText.contains(text))
    }

    /// What cannot be told is exit 1, whatever was lost.
    @Test(arguments: [(Step.close, "closed"), (.reset, "closed"), (.send("SSH-2.0\r\n\r\n"), "HTTP/1")])
    func aWriteThatCannotBeToldIsExitOne(step: Step, text: String) async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("PATCH") ? [step] : nil
        }
        let result = try await run("disable a", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failure?.diagnostic.code == "no-response")
        #expect(result.failureText.contains(text))
    }

    @Test func anUnreachablePlatformIsExitThree() async throws {
        let port = try ReservedPort()
        let session = try await TestSession(FakePlatform.profile(port: port.port))
        let result = await session.run("ping")
        let second = await session.run("show a")
        session.close()
        port.release()
        #expect(result.exitStatus == 3)
        #expect(second.exitStatus == 3)
        #expect(second.failureText.contains("no login"))
    }

    @Test func anErrorMayBeExpectedInPlaceOfAResponse() async throws {
        let platform = try await FakePlatform.start { _ in [.close] }
        let result = try await run("ping\nexpect error != null\nprint $last.status", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed == ["null"])
    }

    @Test(arguments: ["ping", "show a\nexpect status 404", "try { show a } catch p { print $p.code }\nshow a"])
    func withoutAPlatformNothingIsDone(script: String) async throws {
        let session = try await TestSession(nil)
        let result = await session.run(script)
        session.close()
        #expect(result.exitStatus == 2)
        #expect(result.failure?.diagnostic.code == "no-platform")
    }
}
