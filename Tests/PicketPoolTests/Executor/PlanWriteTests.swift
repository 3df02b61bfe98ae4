import HTTPHarness
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// A plan tells each write that a run would send, and claims nothing more.
@Suite struct PlanWriteTests {
    private static let fields: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": "a=1"]

    private func plan(
        _ script: String, _ names: String..., skipsUnshown: Bool = false,
        interfere: @escaping @Sendable (ServerRequest) -> [Step]? = { _ in nil }
    ) async throws -> (ScriptRun, Plan?, remarks: [String]) {
        let platform = try await FakePlatform.start(interfere: interfere)
        for name in names { platform.put(name, Self.fields) }
        let remarks = Condition<[String]>([])
        let session = try await TestSession(platform.profile) {
            $0.onlyPlans = true
            $0.skipsUnshown = skipsUnshown
            $0.onRemark = { remark in remarks.update { $0.append(remark.content) } }
        }
        let result = await session.run(script)
        let plan = await session.plan()
        session.close()
        #expect(platform.lines.allSatisfy { $0.hasPrefix("GET ") })
        await platform.server.stop()
        return (result, plan, remarks.state)
    }

    /// C18: a run that writes twice has changes, even if it leaves everything as it was.
    @Test func writesWithoutNetChangeAreShown() async throws {
        let (_, plan, _) = try await plan("disable a\nenable a", "a")
        #expect(plan?.hasChanges == true)
        #expect(
            plan?.lines == [
                "~ a  (2 writes, no net change)", "    enabled   true → false → true", "2 writes, no net change",
            ])
        #expect(plan?.json.contains(#""through":[false]"#) == true)
        #expect(plan?.json.contains(#""has_changes":true"#) == true)
    }

    /// A write of what is there already is sent all the same.
    @Test func aWriteOfWhatIsThereIsAWrite() async throws {
        let (_, plan, _) = try await plan("update a port=1", "a")
        #expect(plan?.lines == ["~ a  (1 write, no net change)", "1 write, no net change"])
        #expect(plan?.hasChanges == true)
    }

    @Test func whatIsMadeAndDeletedAgainIsShown() async throws {
        let (_, plan, _) = try await plan("add b host=h port=1 user=u password=pppp\ndelete b")
        #expect(plan?.hasChanges == true)
        #expect(plan?.lines.first == "~ b  (2 writes, no net change)")
        #expect(plan?.lines.contains("    port      1 → (none)") == true, "\(plan?.lines ?? [])")
    }

    @Test func eachValueOnTheWayIsShown() async throws {
        let (_, plan, _) = try await plan("update a port=2\nupdate a port=3\nupdate a port=3", "a")
        #expect(plan?.lines == ["~ a", "    port      1 → 2 → 3", "1 to update (port)"])
    }

    /// C19: the order is the script's, whichever iteration is faster.
    @Test func aPlanIsInTheOrderOfTheScript() async throws {
        let script = """
            request POST /first
            for i in 1..6 parallel 6 {
                for k in 1..2 parallel 2 { remove "c${i}_$k" }
                request POST /other/$i
            }
            remove last
            """
        // The first ones are answered last.
        let waiting = Mutex(0)
        let names = (1...6).flatMap { ["c\($0)_1", "c\($0)_2"] } + ["last"]
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.contains("/c1_") else { return nil }
            return waiting.withLock { count in
                count += 1
                return count <= 4 ? FakePlatform.problem(503, "later") : nil
            }
        }
        for name in names { platform.put(name, Self.fields) }
        let session = try await TestSession(platform.profile) { $0.onlyPlans = true }
        let result = await session.run(script)
        let plan = await session.plan()
        session.close()
        await platform.server.stop()
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(plan?.changes.map(\.name) == names)
        let paths = plan?.otherWrites.map { $0.split(separator: "/").suffix(2).joined(separator: "/") }
        #expect(paths?.map { String($0.suffix(1)) } == ["t", "1", "2", "3", "4", "5", "6"])
    }

    /// W15: an answer that is not known holds no expectation and breaks none; its body is shown.
    @Test func anAnswerThatIsNotKnownIsPassedOver() async throws {
        let script = """
            request POST /ds-api/things body={a: 1}
            expect status 201
            expect body.id == 5
            check $last.body.name == x
            print $last.note
            show a
            expect status 404
            """
        let (result, plan, _) = try await plan(script)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed == ["planned: nothing was sent, so the answer is not known"])
        #expect(plan?.lines.contains(#"    {"a":1}"#) == true)
        // What is known is still looked at.
        let (other, _, _) = try await self.plan("request POST /x\nshow a\nexpect status 200")
        #expect(other.exitStatus == 1)
    }

    /// W15: the same where a name holds the answer, or what was read of it, whatever stands around it.
    @Test(arguments: [
        "expect $r.status == 201", "check $r.status != 500", "expect $r.body.id == 5 and $r.body.name == x",
        "expect not $r.error", "expect $r.status in 200..299", "expect $r.body.items[0].id > 3",
        "let s = $r.status\nexpect $s == 201", "let s = $last\nexpect $s.body.id == 5",
        "let all = [$r]\nexpect $all[0].status == 201", "def f(a) { return $a.status }\nlet s = f($r)\nexpect $s < 300",
        "for i in 1..2 parallel 2 { expect $r.status == 201 }", "expect $r.headers.location contains x",
        "expect $r.duration < 1s", "expect not $r.status", "expect [$r.status] == [201]",
        "let s = not $r.error\nexpect not $r.error", "expect exists($r.body.id)",
        "expect $r.body.id == 5 or $r.status == 201",
    ])
    func aNamedAnswerThatIsNotKnownIsPassedOver(statements: String) async throws {
        let script = "request POST /ds-api/things body={a: 1} as r\n\(statements)\nprint done"
        let (result, _, _) = try await plan(script)
        #expect(result.printed == ["done"], "\(result.failureText)")
        // Nothing is said to hold.
        #expect(!result.events.contains { if case .held = $0 { true } else { false } })
    }

    /// What is known is looked at, also beside an answer that is not, and behind one that was read.
    @Test(arguments: [
        "expect $r.command == other", "if $r.status == 201 { print no }\nlet s = 1\nexpect $s == 2",
        "let q = {status: null}\nexpect $q.status == 201", "show a as s\nexpect $s.status == 404",
    ])
    func whatIsKnownIsLookedAt(statements: String) async throws {
        let script = "request POST /ds-api/things body={a: 1} as r\n\(statements)\nprint done"
        let (result, _, _) = try await plan(script, "a")
        #expect(result.failure?.diagnostic.code == "expectation-failed", "\(result.printed) \(result.failureText)")
    }

    /// A script's own GET of a connection shows the planned state. It went past the plan, and the branch was another one.
    @Test(arguments: [
        ("update a port=7", "expect body.port == 7"), ("update a port=7", "expect $last.body.host == h"),
        ("add new host=h port=3 user=u password=pppp", "expect $last.body.port == 3"),
        ("delete a", "expect status 404"), ("disable a", "expect not $last.body.enabled"),
    ])
    func anOwnReadSeesThePlannedState(write: String, expectation: String) async throws {
        for name in write.hasPrefix("add") ? ["new", "%6Eew/"] : ["a", "%61/"] {
            let (result, plan, _) = try await plan(
                "\(write)\nrequest GET /ds-api/pool/pg-instances/\(name)\n\(expectation)", "a")
            #expect(result.exitStatus == 0, "\(result.failureText)")
            #expect(plan?.isWhole == true)
        }
        let (other, _, _) = try await plan("update a port=7\nrequest GET /ds-api/pool/pg-instances/b", "a", "b")
        #expect(other.exitStatus == 0, "\(other.failureText)")
        let (wrong, _, _) = try await plan(
            "update a port=7\nrequest GET /ds-api/pool/pg-instances/a\nexpect body.port == 1", "a")
        #expect(wrong.exitStatus == 1)
    }

    /// What a script's own write leaves is not known to a plan, so neither is the answer to its own GET after that.
    @Test(arguments: ["GET", "HEAD"])
    func anOwnReadAfterAnOwnWriteIsNotKnown(method: String) async throws {
        let path = "/ds-api/pool/pg-instances/a"
        let (result, _, _) = try await plan(
            "request PUT \(path) body={port: 7}\nrequest \(method) \(path) as r\nexpect status 404\n"
                + "expect $r.body.port == 8\nprint $r.note", "a")
        #expect(result.printed == ["planned: nothing was sent, so the answer is not known"], "\(result.failureText)")
    }

    /// U10b: planned waits take no time, and attempts come to their end all the same.
    @Test func plannedWaitsTakeNoTime() async throws {
        let script = """
            sleep 10h
            for i in 1..3 parallel 3 { sleep 10h }
            try { within 5h every 1h { show a
            expect body.port == 7 } } catch problem { print "gave up" }
            within 5h every 1h { show a
            expect body.port == 1 }
            """
        let (result, _, _) = try await plan(script, "a")
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed == ["gave up"])
    }

    /// C25: two rows of one name with other values are told, in a plan and at the end of a run.
    @Test func aConnectionThatIsWantedInTwoWaysIsNamed() async throws {
        let script = """
            for port in [1, 2, 2] { ensure x1 host=h port=$port user=u password=pppp }
            for i in [1, 2] { ensure x2 host=h port=1 user=u password=pppp }
            """
        let (_, plan, _) = try await plan(script)
        #expect(plan?.warnings == ["x1 is written twice, with other values (port)"])
        #expect(plan?.lines.contains("warning: x1 is written twice, with other values (port)") == true)
        let platform = try await FakePlatform.start()
        let session = try await TestSession(platform.profile)
        _ = await session.run(script)
        #expect(await session.rewritten() == ["x1 is written twice, with other values (port)"])
        session.close()
        await platform.server.stop()
    }

    /// C24: a field that the platform does not show is told once, and can be left alone.
    @Test(arguments: [false, true])
    func aFieldThatThePlatformDoesNotShowIsTold(skips: Bool) async throws {
        let script = """
            for name in [a, b] { ensure $name host=H port=1 user=u password=pppp tags="A=1"
            print $last.change, $last.fields }
            """
        let (result, _, remarks) = try await plan(script, "a", "b", skipsUnshown: skips) { request in
            request.shortLine.hasPrefix("GET /ds-api/pool")
                ? FakePlatform.answer(
                    200,
                    [
                        "name": .string(String(request.shortLine.suffix(1))), "host": "h", "port": 1, "user": "u",
                        "password": "******", "tags": "a=1", "enabled": true,
                    ]) : nil
        }
        let change = skips ? "unchanged []" : "updated [password, tags]"
        #expect(result.printed == [change, change], "\(result.failureText)")
        #expect(remarks.count == 2)
        #expect(remarks.first?.contains("does not show `password`") == true)
        #expect(remarks.last?.contains("shows `tags` otherwise") == true)
    }

    /// C34: what the platform would add by itself is there, and said to be assumed.
    @Test func aPlannedConnectionHasTheDocumentedDefaults() async throws {
        let script = """
            add b host=h port=1 user=u password=pppp
            show b
            expect body["collection-rate"] == "low"
            expect body["query-monitoring-min-calls"] == 2
            print $last.note
            """
        let (result, plan, _) = try await plan(script)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed.first?.contains("assumed") == true)
        #expect(plan?.lines.contains { $0.contains("collection-rate") } == false)
    }
}
