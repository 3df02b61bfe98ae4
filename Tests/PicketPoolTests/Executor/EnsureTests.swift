import HTTPHarness
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// `ensure` and `remove` in all their branches.
@Suite struct EnsureTests {
    private static let path = "/ds-api/pool/pg-instances/a"
    private static let fields: ValueMap = [
        "host": "h", "port": 9342, "user": "u", "password": "pass word", "tags": "b=2,a=1",
    ]
    private static let ensure = "ensure a host=h port=9342 user=u password=\"pass word\""
    private static let tell = "\nprint $last.status, $last.change, $last.fields"

    private func platform(_ fields: ValueMap? = fields) async throws -> FakePlatform {
        let platform = try await FakePlatform.start()
        if let fields { platform.put("a", fields) }
        return platform
    }

    @Test func whatIsAbsentIsCreated() async throws {
        let platform = try await platform(nil)
        let result = try await run(Self.ensure + " tags=\"a=1\"" + Self.tell, on: platform)
        #expect(result.printed == ["201 created [host, port, user, password, tags]"], "\(result.failureText)")
        #expect(platform.lines == ["GET \(Self.path)", "POST \(Self.path)"])
    }

    @Test func whatIsAsWrittenIsLeftAlone() async throws {
        let platform = try await platform()
        let result = try await run(Self.ensure + " tags=\"a=1,b=2\" enabled=true" + Self.tell, on: platform)
        #expect(result.printed == ["200 unchanged []"], "\(result.failureText)")
        #expect(platform.lines == ["GET \(Self.path)"])
    }

    @Test func fieldsThatAreNotWrittenAreNotCompared() async throws {
        let platform = try await platform()
        let result = try await run(Self.ensure + Self.tell, on: platform)
        #expect(result.printed == ["200 unchanged []"], "\(result.failureText)")
    }

    @Test func onlyWhatDiffersIsWritten() async throws {
        let platform = try await platform()
        let result = try await run(
            "ensure a host=other port=9342 user=u password=\"pass word\" tags=\"a=1\"" + Self.tell, on: platform)
        #expect(result.printed == ["200 updated [host, tags]"], "\(result.failureText)")
        #expect(platform.lines == ["GET \(Self.path)", "PUT \(Self.path)"])
        #expect(platform.requests.last?.body == #"{"host":"other","tags":"a=1"}"#)
    }

    @Test func enablingIsAChangeOfItsOwn() async throws {
        let platform = try await platform()
        let result = try await run(
            """
            \(Self.ensure) enabled=false
            print $last.change, $last.fields
            ensure a host=h port=1 user=u password="pass word" enabled=true
            print $last.change, $last.fields
            """, on: platform)
        #expect(result.printed == ["updated [enabled]", "updated [port, enabled]"], "\(result.failureText)")
        let path = Self.path
        #expect(
            platform.lines == [
                "GET \(path)", "PATCH \(path)/disable", "GET \(path)", "PUT \(path)", "PATCH \(path)/enable",
            ])
    }

    @Test func whatIsCreatedMayBeDisabledAtOnce() async throws {
        let platform = try await platform(nil)
        let result = try await run(Self.ensure + " enabled=false" + Self.tell, on: platform)
        #expect(result.printed == ["201 created [host, port, user, password, enabled]"], "\(result.failureText)")
        #expect(platform.lines.last == "PATCH \(Self.path)/disable")
    }

    @Test func tagsMayBeAMap() async throws {
        let platform = try await platform()
        let result = try await run(
            "let tags = {a: 1, b: 2}\n" + Self.ensure + " tags=$tags" + Self.tell, on: platform)
        #expect(result.printed == ["200 unchanged []"], "\(result.failureText)")
    }

    @Test func aKeyThatIsNotShownIsWritten() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("GET")
                ? FakePlatform.answer(200, ["host": "h", "port": "9342", "user": "u"]) : nil
        }
        platform.put("a", Self.fields)
        let result = try await run(Self.ensure + Self.tell, on: platform)
        #expect(result.printed == ["200 updated [password]"], "\(result.failureText)")
    }

    /// A platform on which another client acts right before the first so many requests of a method.
    private func contested(
        _ method: String, times: Int, act: @escaping @Sendable (FakePlatform) -> Void
    ) async throws -> FakePlatform {
        let left = Mutex(times)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix(method), request.shortLine.hasSuffix("/a") else { return nil }
            let isDue = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if isDue, let platform = box.withLock({ $0 }) { act(platform) }
            return nil
        }
        box.withLock { $0 = platform }
        return platform
    }

    @Test func whatAnotherCreatesMeanwhileIsReadAgain() async throws {
        let platform = try await contested("POST", times: 1) { $0.put("a", Self.fields) }
        let result = try await run(Self.ensure + Self.tell, on: platform)
        #expect(result.printed == ["200 unchanged []"], "\(result.failureText)")
        #expect(platform.lines.map { $0.prefix(4) } == ["GET ", "POST", "GET "])
    }

    @Test func whatAnotherDeletesMeanwhileIsReadAgain() async throws {
        let platform = try await contested("PUT", times: 1) { $0.state.withLock { $0.connections = [:] } }
        platform.put("a", ["host": "other"])
        let result = try await run(Self.ensure + Self.tell, on: platform)
        #expect(result.printed == ["201 created [host, port, user, password]"], "\(result.failureText)")
        #expect(platform.lines.map { $0.prefix(4) } == ["GET ", "PUT ", "GET ", "POST"])
    }

    @Test func aRaceIsLostAfterThreeReadings() async throws {
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasSuffix("/a") else { return nil }
            return request.shortLine.hasPrefix("GET")
                ? FakePlatform.problem(404, "absent") : FakePlatform.problem(409, "present")
        }
        let result = try await run(Self.ensure, on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("409"))
        #expect(platform.lines.map { $0.prefix(4) } == ["GET ", "POST", "GET ", "POST", "GET ", "POST"])
    }

    @Test func aFailedWriteIsTheAnswer() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("PUT") ? FakePlatform.problem(500, "broken") : nil
        }
        platform.put("a", ["host": "other"])
        let result = try await run(Self.ensure + "\nexpect status 500\nprint $last.change ?? none", on: platform)
        #expect(result.printed == ["none"], "\(result.failureText)")
    }

    @Test func aFleetEnsuredTwiceIsWrittenOnce() async throws {
        let platform = try await FakePlatform.start()
        let session = try await TestSession(platform.profile)
        let script = """
            for i in 1..300 parallel 32 {
                ensure "pg_$i" host="host-$i" port=9342 user=u password="pass word" tags={n: $i} enabled=true
            }
            """
        #expect(await session.run(script).exitStatus == 0)
        let count = platform.lines.count
        #expect(count == 600)
        #expect(await session.run(script).exitStatus == 0)
        #expect(platform.lines.dropFirst(count).count == 300)
        #expect(platform.lines.dropFirst(count).allSatisfy { $0.hasPrefix("GET ") })
        session.close()
        await platform.server.stop()
    }

    @Test func removeTakesAbsenceForDone() async throws {
        let platform = try await platform()
        let result = try await run(
            "remove a\nprint $last.status, $last.change\nremove a\nprint $last.status, $last.change", on: platform)
        #expect(result.printed == ["200 deleted", "404 unchanged"], "\(result.failureText)")
        #expect(platform.lines == ["DELETE \(Self.path)", "DELETE \(Self.path)"])
    }
}
