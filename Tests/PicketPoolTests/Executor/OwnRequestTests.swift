import Foundation
import HTTPHarness
import NIOCore
import PicketHTTP
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// What a `request` of a script sends of its own: headers, credentials, a type, a time-out.
@Suite struct OwnRequestTests {
    /// A platform that answers everything beneath `/x`.
    static func platform(
        _ answer: @escaping @Sendable (ServerRequest) -> [Step] = { _ in [.send(HTTPHarness.answer("{}"))] }
    )
        async throws -> FakePlatform
    {
        try await FakePlatform.start { $0.shortLine.contains(" /x") ? answer($0) : nil }
    }

    private func requests(_ script: String) async throws -> [ServerRequest] {
        let platform = try await Self.platform()
        let result = try await run(script, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        return platform.requests.filter { $0.shortLine.contains(" /x") }
    }

    // MARK: Headers

    @Test func headersOfTheScriptAreSent() async throws {
        let sent = try await requests(
            "request POST /x headers={\"X-Text\": \"a b\", \"X-Number\": 5, \"X-Big\": 1.5, \"X-Yes\": true}\nexpect status 200"
        )
        #expect(
            ["X-Text", "X-Number", "X-Big", "X-Yes"].map { sent.first?.value(of: $0) } == ["a b", "5", "1.5", "true"])
        #expect(sent.first?.value(of: "user-token") == "token-number-1")
    }

    @Test func aHeaderTakesThePlaceOfTheProgramsOwn() async throws {
        let sent = try await requests(
            "request GET /x headers={accept: \"application/pdf\", \"user-agent\": me}\nrequest GET /x")
        #expect(sent.map { $0.value(of: "Accept") } == ["application/pdf", "application/json"])
        #expect(sent.map { $0.value(of: "User-Agent") } == ["me", "picket"])
        #expect(sent.first?.head.lowercased().components(separatedBy: "accept:").count == 2)
    }

    @Test(arguments: [
        ("{Host: a}", "`Host` is the program's own"), ("{\"content-LENGTH\": 5}", "is the program's own"),
        ("{\"Transfer-Encoding\": chunked}", "is the program's own"), ("{connection: close}", "is the program's own"),
        ("{upgrade: h2c}", "is the program's own"), ("{\"a b\": 1}", "`a b` cannot be the name of a header"),
        ("{\"\": 1}", "cannot be the name"), ("{\"a\\r\\nb\": 1}", "`a??b` cannot be the name"),
        ("{a: \"b\\r\\nX-Evil: 1\"}", "`a` holds a control character"), ("{a: \"b\\u{0}\"}", "control character"),
        ("{a: null}", "not a text, number or boolean"), ("{a: [1]}", "not a text, number or boolean"),
        ("{a: 5s}", "not a text, number or boolean"), ("{a: 1, A: 2}", "names `A` twice"), ("5", "`headers=` is a map"),
    ])
    func aHeaderThatCannotBeSentIsRefused(headers: String, message: String) async throws {
        let platform = try await Self.platform()
        let result = try await run("let h = \(headers)\nrequest GET /x headers=$h", on: platform)
        #expect(result.failure?.diagnostic.code == "command-failed")
        #expect(result.failureText.contains(message), "\(result.failureText)")
        #expect(platform.requests.isEmpty)
    }

    // MARK: Credentials

    @Test func authSaysWhatIsSentAsCredentials() async throws {
        let sent = try await requests(
            """
            request GET /x auth=token
            request GET /x auth=basic
            request GET /x auth=none
            request GET /x headers={Authorization: "Bearer abc"}
            request GET /x headers={Authorization: "Bearer abc"} auth=none
            """)
        let basic = BasicCredentials.headerValue(user: "datasentinel".utf8, password: "night watch".utf8)
        #expect(sent.map { $0.value(of: "user-token") } == ["token-number-1", nil, nil, nil, nil])
        #expect(sent.map { $0.value(of: "Authorization") } == [nil, basic, nil, "Bearer abc", "Bearer abc"])
    }

    @Test(arguments: [
        ("auth=bearer", "`auth=` is `token`, `basic` or `none`, not `bearer`"),
        ("auth=basic headers={authorization: x}", "are both credentials"),
        ("auth=token headers={\"User-Token\": x}", "are both credentials"),
        ("timeout=0s", "more than 0s"), ("save=\"\"", "names no file"), ("save=a", "the host of this script has none"),
    ])
    func whatIsNoSenseIsRefused(arguments: String, message: String) async throws {
        let platform = try await Self.platform()
        let result = try await run("request GET /x \(arguments)", on: platform)
        #expect(result.failureText.contains(message), "\(result.failureText)")
        #expect(platform.requests.isEmpty)
    }

    @Test func basicWithoutAUserIsRefused() async throws {
        let platform = try await Self.platform()
        let session = try await TestSession(PlatformProfile(endpoint: platform.profile.endpoint))
        let result = await session.run("request GET /x auth=basic")
        session.close()
        #expect(result.failureText.contains("`auth=basic` needs a user and a password"), "\(result.failureText)")
        #expect(platform.requests.isEmpty)
    }

    // MARK: Content type

    /// W42: the type says what the body is.
    @Test func theContentTypeFollowsFromTheBodyOrTheHeaders() async throws {
        let sent = try await requests(
            """
            request POST /x body={a: 1}
            request POST /x a=1
            request POST /x body="{\\"a\\": 1}"
            request POST /x body=$(to_json([1]))
            request POST /x body="a=1&b=2"
            request POST /x body="5"
            request POST /x body="a=1" headers={"content-type": "application/x-www-form-urlencoded"}
            request POST /x body={a: 1} headers={"X-A": 1}
            request POST /x
            """)
        let text = "text/plain; charset=utf-8"
        let json = "application/json"
        #expect(
            sent.map { $0.value(of: "Content-Type") } == [
                json, json, json, json, text, text, "application/x-www-form-urlencoded", json, nil,
            ])
    }

    // MARK: Reading by POST

    @Test func aReadByPostIsSentAgain() async throws {
        let count = Mutex(0)
        let platform = try await Self.platform { _ in
            count.withLock { $0 += 1 }
            return count.withLock { $0 } == 1 ? [.close] : [.send(answer(#"{"found":1}"#))]
        }
        let result = try await run(
            "request POST /x body={q: 1} read=true\nprint $last.body.found", on: platform)
        #expect(result.printed == ["1"], "\(result.failureText)")
        #expect(platform.lines == ["POST /x", "POST /x"])
    }

    @Test func aReadByPostIsNotPlannedAsAWrite() async throws {
        let platform = try await Self.platform()
        let session = try await TestSession(platform.profile) { $0.onlyPlans = true }
        let result = await session.run(
            "request POST /x read=true\nrequest POST /x/write\nrequest GET /x/get read=false")
        let plan = await session.plan()
        session.close()
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines == ["POST /x"])
        #expect(
            plan?.otherWrites == ["POST \(platform.url)/x/write", "GET \(platform.url)/x/get"],
            "\(plan?.otherWrites ?? [])")
    }

    @Test func aReadByPostLeavesNoWriteInTheJournal() async throws {
        let platform = try await Self.platform()
        let journal = try JournalRun()
        let result = try await journal("request POST /x read=true", on: platform, resumes: false)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(try journal.lines.compactMap { $0["event"]?.text } == ["begin", "answer", "end"])
    }

    @Test(arguments: ["PUT", "PATCH", "DELETE"])
    func aMethodThatChangesSomethingIsNoRead(method: String) async throws {
        let platform = try await Self.platform()
        let result = try await run("request \(method) /x read=true", on: platform)
        #expect(result.failureText.contains("a \(method) changes something"), "\(result.failureText)")
        #expect(platform.requests.isEmpty)
    }

    /// The path of a known write is one, whatever the script says.
    @Test(arguments: ["/ds-api/pool/pg-instances/a", "/ds-api/pool//pg-instances/%61?x=1"])
    func aWriteOfTheAPIIsNoRead(path: String) async throws {
        let platform = try await Self.platform()
        let result = try await run("request POST '\(path)' read=true host=h", on: platform)
        let problem = "`read=true` is for a request that changes nothing: this one is the `add` of a connection"
        #expect(result.failureText.contains(problem), "\(result.failureText)")
        #expect(platform.requests.isEmpty)
    }

    // MARK: Time-out

    @Test func theTimeoutOfARequestTakesThePlaceOfTheRuns() async throws {
        let platform = try await Self.platform { _ in [.hold] }
        let result = try await run("request GET /x timeout=50ms", on: platform) { $0.retryPolicy.retries = 0 }
        #expect(result.exitStatus == 3)
        #expect(result.failure?.diagnostic.code == "no-response")
        #expect(
            result.failureText.contains("within the time allowed (the request's `timeout=`)"), "\(result.failureText)")
    }

    /// What nobody can read back is not promised to be read.
    @Test func aWriteWithoutAConnectionIsNotReadAtTheEnd() async throws {
        let platform = try await Self.platform { _ in [.hold] }
        let result = try await run("request POST /x timeout=50ms", on: platform) { $0.retryPolicy.retries = 0 }
        #expect(result.failure?.diagnostic.code == "unknown-effect")
        #expect(result.failure?.diagnostic.help == "check the platform before you send it again")
    }

    /// W10: the address of the platform is not what a redirected request of the script's own needs.
    @Test func aRedirectionOfAnOwnRequestIsNotFollowed() async throws {
        let platform = try await Self.platform { _ in
            [.send(answer("", status: "302 Found", fields: "Location: /y\r\n"))]
        }
        let result = try await run("request GET /x\nexpect status 302\nprint $last.note", on: platform)
        #expect(
            result.printed == ["answered 302 and points to /y: redirections are not followed"], "\(result.failureText)")
    }

    @Test func aWaitIsMeasuredByTheRequestsOwnTimeout() async throws {
        let platform = try await Self.platform { _ in
            [.send(answer("{}", status: "429 -", fields: "Retry-After: 3000\r\n"))]
        }
        let result = try await run("request GET /x timeout=40s", on: platform)
        #expect(result.failure?.diagnostic.code == "gave-up")
        #expect(result.failureText.contains("longer than the request's `timeout=` (40s)"), "\(result.failureText)")
    }

    // MARK: Curl

    @Test func theCurlCommandDoesTheSame() async throws {
        let platform = try await Self.platform()
        let lines = Mutex<[String]>([])
        let result = try await run(
            """
            request POST /x/.. headers={"X-A": "it's", Authorization: "Bearer Hunter22"} body="text" timeout=1500500ms read=true
            request GET /x auth=basic
            """, on: platform
        ) { configuration in
            configuration.onCurlLine = { line in lines.withLock { $0.append(line.content) } }
        }
        #expect(result.exitStatus == 0, "\(result.failureText)")
        let text = lines.withLock { $0.joined(separator: "\n") }
        #expect(
            text.contains(
                #"curl -sS -X POST --path-as-is -H 'X-A: it'\''s' -H 'Authorization: '"$PICKET_SECRET_1" --max-time 1500.500"#
                    + #" -H 'Content-Type: text/plain; charset=utf-8' --data-binary 'text'"#), "\(text)")
        #expect(text.contains(#"curl -sS -u 'datasentinel:'"$PICKET_PASSWORD" "#), "\(text)")
        #expect(!text.contains("Hunter22"))
    }
}
