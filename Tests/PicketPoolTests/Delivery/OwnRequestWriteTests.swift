import HTTPHarness
import NIOCore
import NIOHTTP1
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// A script's own `request` to the path of a connection counts as a write of that connection by the run itself.
@Suite struct OwnRequestWriteTests {
    private static let fields = "host=h port=1 user=u password=pppp"
    private static let object: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": ""]
    private static let path = "/ds-api/pool/pg-instances/a"

    /// A platform whose first reads after each write still show the state before it.
    private func laggingPlatform(reads lag: Int = 2, isThere: Bool = true) async throws -> FakePlatform {
        let box = Mutex<FakePlatform?>(nil)
        let old = Mutex<(shown: ValueMap?, reads: Int)>((nil, 0))
        let platform = try await FakePlatform.start { request in
            let line = request.shortLine
            guard line.contains(" /ds-api/pool"), let platform = box.withLock({ $0 }) else { return nil }
            let now = platform.state.withLock { $0.connections["a"] }
            guard line.hasPrefix("GET") else {
                old.withLock { $0 = (now, lag) }
                return nil
            }
            return old.withLock { old in
                guard old.reads > 0 else { return nil }
                old.reads -= 1
                return old.shown.map { FakePlatform.answer(200, $0) } ?? FakePlatform.problem(404, "none")
            }
        }
        box.withLock { $0 = platform }
        if isThere { platform.put("a", Self.object) }
        return platform
    }

    /// The platform's reads lag by two, and the run waits for as long as needed.
    private func lagging(_ script: String, isThere: Bool = true) async throws -> (ScriptRun, ValueMap?) {
        let platform = try await laggingPlatform(isThere: isThere)
        let result = try await run(script + "\nprint $last.change", on: platform) {
            $0.retryPolicy.resendAfter = .minutes(10)
        }
        return (result, platform.state.withLock { $0.connections["a"] })
    }

    /// Reads that show the state before the request made `ensure` say `unchanged`.
    @Test(arguments: [
        "request PUT \(path) port=2", "request PUT \(path) body={port: 2}",
        #"request PUT \#(path) body="{\"port\": 2}""#,
        "request PATCH \(path)/disable",
    ])
    func anEnsureSeesWhatTheRunsOwnRequestChanged(_ request: String) async throws {
        let (result, left) = try await lagging("\(request)\nensure a \(Self.fields) enabled=true")
        #expect(result.exitStatus == 0 && result.printed == ["updated"], "\(result.printed) \(result.failureText)")
        #expect(left?["port"] == 1 && left?["enabled"] == true)
    }

    @Test func anEnsureSeesWhatTheRunsOwnRequestMadeOrDeleted() async throws {
        let (made, _) = try await lagging(
            "request POST \(Self.path) host=h port=1 user=u password=pppp tags=\"\"\nensure a \(Self.fields)",
            isThere: false)
        #expect(made.exitStatus == 0 && made.printed == ["unchanged"], "\(made.printed) \(made.failureText)")
        let (deleted, left) = try await lagging("request DELETE \(Self.path)\nensure a \(Self.fields)")
        #expect(deleted.exitStatus == 0 && deleted.printed == ["created"], "\(deleted.printed) \(deleted.failureText)")
        #expect(left != nil)
    }

    /// The platform is one place, by whichever of its names a script uses it.
    @Test func anotherNameOfThePlatformIsTheSamePlatform() async throws {
        let platform = try await laggingPlatform()
        var other = platform.profile
        other.name = "other"
        let result = try await run(
            "update a port=2\nuse other\nensure a \(Self.fields)\nprint $last.change", on: platform
        ) { [other] in
            $0.retryPolicy.resendAfter = .minutes(10)
            $0.resolve = { _ in .success(other) }
        }
        #expect(result.exitStatus == 0 && result.printed == ["updated"], "\(result.printed) \(result.failureText)")
    }

    /// The iterations of a parallel loop write and read one platform.
    @Test func aRequestCountsInAParallelLoopToo() async throws {
        let platform = try await laggingPlatform()
        let result = try await run(
            "for p in [2] parallel 2 { request PUT \(Self.path) port=$p\nensure a \(Self.fields)\nprint $last.change }",
            on: platform
        ) { $0.retryPolicy.resendAfter = .minutes(10) }
        #expect(result.exitStatus == 0 && result.printed == ["updated"], "\(result.printed) \(result.failureText)")
        #expect(platform.state.withLock { $0.connections["a"]?["port"] } == 1)
    }

    /// The body is not one that can be read here, so no read proves anything until the window is over.
    @Test func aBodyThatCannotBeReadMayHaveChangedAnything() throws {
        let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        let seen = Judge.Sight.present(["name": "a", "host": "h", "port": 1])
        for (body, isOld) in [
            (Value.string("port=2"), true), (["port": "2"], true), (["port": 1], false), (["samples": true], false),
            (["port": 2], true),
        ] as [(Value, Bool)] {
            let command = Self.command(.PUT, Self.path, body)
            let writes = OwnWrites(RetryPolicy())
            writes.note(command, endedAt: now, now: now)
            #expect((writes.mayBeOld(seen, of: ConnectionName("a"), at: now + .seconds(9)) != nil) == isOld, "\(body)")
            #expect(writes.mayBeOld(seen, of: ConnectionName("a"), at: now + .seconds(11)) == nil)
        }
    }

    /// A later write that gives a field a known value makes a read of it a proof again.
    @Test func aLaterWriteTellsWhatABodyDidNot() throws {
        let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        let writes = OwnWrites(RetryPolicy())
        writes.note(Self.command(.PUT, Self.path, ["port": "2"]), endedAt: now, now: now)
        var fields = ConnectionFields()
        fields.port = 3
        writes.note(try PlatformCommand(.update, ConnectionName("a"), fields: fields), endedAt: now, now: now)
        #expect(writes.mayBeOld(.present(["host": "h", "port": 3]), of: ConnectionName("a"), at: now) == nil)
        #expect(writes.mayBeOld(.present(["host": "h", "port": 2]), of: ConnectionName("a"), at: now) != nil)
    }

    private static func command(_ method: HTTPMethod, _ path: String, _ body: Value? = nil) -> PlatformCommand {
        PlatformCommand(
            .request, method, RequestPath(path), body: body.map { RequestBody($0) }, authorization: .tokenIfAny,
            expectedStatus: nil)
    }

    // MARK: Which connection

    @Test(arguments: [
        (HTTPMethod.PUT, "/ds-api/pool/pg-instances/a", "a"), (.PUT, "/ds-api/pool/pg-instances/a/", "a"),
        (.DELETE, "/ds-api/pool/pg-instances/a?x=/b", "a"), (.POST, "/ds-api/pool/pg-instances/a%2Fb", "a/b"),
        (.PUT, "/%64s-api/%70ool/pg-instances/%C3%A4", "\u{E4}"),
        (.PUT, "/ds-api/pool/pg-instances/%61%CC%88", "a\u{308}"),
        (.PATCH, "/ds-api/pool/pg-instances/a/enable", "a"), (.PUT, "/x/%2e%2E/ds-api/pool/pg-instances/a", "a"),
        (.PUT, "/ds-api/pool/pg-instances/enable", "enable"),
    ])
    func thePathNamesTheConnection(_ method: HTTPMethod, _ path: String, _ name: String) throws {
        let found = Self.command(method, path).connectionWrite?.name.text
        #expect(found.map { Array($0.utf8) } == Array(name.utf8), "\(found ?? "none")")
    }

    @Test(arguments: [
        (HTTPMethod.GET, "/ds-api/pool/pg-instances/a"), (.PUT, "/ds-api/pool/pg-instances"),
        (.PUT, "/ds-api/pool/pg-instances/a/b"), (.PUT, "/ds-api/users/a"), (.PUT, "/ds-api/pool/pg-instances/%FF"),
        (.DELETE, "/ds-api/pool/PG-instances/a"), (.PUT, "/ds-api%2Fpool/pg-instances/a"),
        (.POST, "/ds-api/pool/pg-instances/a/enable"), (.PATCH, "/ds-api/pool/pg-instances/a/other"),
    ])
    func anyOtherPathIsNoConnections(_ method: HTTPMethod, _ path: String) {
        #expect(Self.command(method, path).connectionWrite == nil)
    }

    // MARK: Doubts

    private func losing(
        _ lost: String, takesEffect: Bool = true, failedReads: Int = 0, isThere: Bool = true
    ) async throws -> FakePlatform {
        try await .losing(
            lost, takesEffect: takesEffect, failedReads: failedReads, isThere ? Self.object : nil)
    }

    private func told(_ script: String, _ platform: FakePlatform) async throws -> (run: ScriptRun, text: String) {
        try await platform.told(script)
    }

    /// The end of the run said that the addition `is not there`.
    @Test func aCertainRequestOvertakesADoubt() async throws {
        for takesEffect in [true, false] {
            let platform = try await losing(
                "POST /ds-api/pool", takesEffect: takesEffect, failedReads: 1, isThere: false)
            let (run, text) = try await told(
                "try { add a \(Self.fields) } catch e { }\ntry { request DELETE \(Self.path) } catch e { }", platform)
            #expect(run.exitStatus == 0, "\(run.failureText)")
            #expect(text.hasSuffix("1 cannot be told, but what came after it is known (a)"), "\(text)")
        }
    }

    @Test func aLostRequestIsLookedAtWhenTheRunEnds() async throws {
        let script = "try { request PUT \(Self.path) port=2 } catch e { }"
        let (done, text) = try await told(script, try await losing("PUT"))
        #expect(done.exitStatus == 0 && text == "1 as meant, by whom is not known", "\(text) \(done.failureText)")
        let (undone, told) = try await told(script, try await losing("PUT", takesEffect: false))
        #expect(undone.exitStatus == 1 && told == "1 cannot be told (a)", "\(told)")
        #expect(undone.failureText.contains("its `port` is not as the request meant"), "\(undone.failureText)")
        let (opaque, _) = try await self.told(
            "try { request PUT \(Self.path) body=\"port=2\" } catch e { }", try await losing("PUT"))
        #expect(opaque.exitStatus == 1)
        #expect(opaque.failureText.contains("does not prove that the request took effect"), "\(opaque.failureText)")
    }

    @Test func aCommandOvertakesALostRequest() async throws {
        for (lost, request, later) in [
            ("PUT", "request PUT \(Self.path) port=2", "update a port=3"),
            ("PUT", "request PUT \(Self.path) body=\"port=2\"", "delete a"),
            ("DELETE", "request DELETE \(Self.path)", "remove a"),
            ("PATCH", "request PATCH \(Self.path)/disable", "request PATCH \(Self.path)/enable"),
        ] {
            let (run, text) = try await told("try { \(request) } catch e { }\n\(later)", try await losing(lost))
            #expect(run.exitStatus == 0, "\(request): \(run.failureText)")
            #expect(text.hasSuffix("1 cannot be told, but what came after it is known (a)"), "\(request): \(text)")
        }
    }

    /// A page of a gateway is a success of a request, and proves nothing about the connection.
    @Test func aPageDoesNotOvertakeADoubt() async throws {
        let page = [Step.send(answer("<h1>yes</h1>", status: "200 OK", fields: "Content-Type: text/html\r\n"))]
        let box = Mutex<FakePlatform?>(nil)
        let isFirst = Mutex((addition: true, read: true))
        let platform = try await FakePlatform.start { request in
            let line = request.shortLine
            if line.hasPrefix("DELETE") { return page }
            if line.hasPrefix("POST /ds-api/pool"), isFirst.withLock({ $0.addition }) {
                isFirst.withLock { $0.addition = false }
                _ = box.withLock { $0 }?.answer(request)
                return [.reset]
            }
            guard line.hasPrefix("GET /ds-api/pool"), isFirst.withLock({ $0.read }) else { return nil }
            isFirst.withLock { $0.read = false }
            return FakePlatform.problem(500, "broken")
        }
        box.withLock { $0 = platform }
        let (run, text) = try await told(
            "try { add a \(Self.fields) } catch e { }\nrequest DELETE \(Self.path)", platform)
        #expect(run.exitStatus == 1 && text.contains("2 cannot be told (a)"), "\(text) \(run.failureText)")
    }

    /// No read proves a value that no connection can have as it is, so an expected 500 leaves that doubt.
    @Test func anExpectedAnswerDoesNotEndADoubt() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("PUT") ? FakePlatform.problem(500, "no") : nil
        }
        platform.put("a", Self.object)
        let (run, _) = try await told("request PUT \(Self.path) port=\"x\"\nexpect status 500", platform)
        #expect(run.exitStatus == 1, "\(run.failureText)")
    }
}
