import HTTPHarness
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// Runs that read for real and only plan their writes.
@Suite struct PlanTests {
    private static let fields: ValueMap = [
        "host": "h", "port": 9342, "user": "u", "password": "pass word", "tags": "a=1",
    ]

    private func plan(_ script: String, on platform: FakePlatform) async throws -> (ScriptRun, Plan?) {
        let session = try await TestSession(platform.profile) { $0.onlyPlans = true }
        let result = await session.run(script)
        let plan = await session.plan()
        session.close()
        await platform.server.stop()
        return (result, plan)
    }

    /// Two spellings of one letter are two names, and a letter of one scalar is not one of two.
    @Test func namesAreComparedByTheirBytes() async throws {
        let platform = try await FakePlatform.start()
        let (result, plan) = try await plan(
            """
            add "caf\u{E9}" host=h port=1 user=u password=pppp
            add "cafe\u{301}" host=h port=2 user=u password=pppp
            """, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(plan?.count(.create) == 2, "\(String(describing: plan))")
    }

    @Test func writesAreNotSent() async throws {
        let platform = try await FakePlatform.start()
        platform.put("old", Self.fields)
        platform.put("same", Self.fields)
        platform.put("kept", Self.fields)
        platform.put("gone", Self.fields)
        let (result, plan) = try await plan(
            """
            add new host=h port=1 user=u password="another word" tags="x=y"
            ensure old host=h port=5432 user=u password="new word" tags="a=1"
            ensure same host=h port=9342 user=u password="pass word"
            disable same
            enable same
            ensure kept host=h port=9342 user=u password="pass word"
            delete gone
            remove never
            request POST /ds-api/users/x comment="my another word"
            """, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines.allSatisfy { $0.hasPrefix("GET ") })
        #expect(plan?.hasChanges == true)
        #expect(
            plan?.lines == [
                "+ new", "    host      h", "    port      1", "    user      u", "    password  •••",
                "    tags      x=y", "    enabled   true", "~ old", "    port      9342 → 5432",
                "    password  ••• → •••", "~ same  (2 writes, no net change)",
                "    enabled   true → false → true", "- gone", "! POST \(platform.url)/ds-api/users/x",
                #"    {"comment":"my •••"}"#,
                "1 to create, 1 to update (port, password), 1 to delete, 1 other write, 2 unchanged; "
                    + "2 writes, no net change",
            ])
    }

    @Test func laterReadsSeeThePlannedState() async throws {
        let platform = try await FakePlatform.start()
        platform.put("b", Self.fields)
        let (result, plan) = try await plan(
            """
            show a
            expect status 404
            add a host=h port=1 user=u password=pppp
            expect status 201
            expect body.status == "Connection created and connected!"
            show a
            expect body matches {name: a, host: h, port: 1, tags: "", enabled: true}
            add a host=h port=1 user=u password=pppp
            expect status 409
            update a port=2
            disable a
            show a
            expect body matches {port: 2, enabled: false, connected: false}
            ensure a host=h port=2 user=u password=pppp enabled=true
            print $last.change, $last.fields
            delete a
            show a
            expect status 404
            update a port=3
            expect status 404
            delete b
            ensure b host=h port=9342 user=u password="pass word" tags="a=1"
            print $last.change, $last.note
            for i in 1..20 parallel 20 {
                ensure "p_$(1 + $i % 2)" host=h port=1 user=u password=pppp
            }
            """, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed == ["updated [enabled]", "created planned: nothing was sent"])
        #expect(plan?.changes.map(\.action) == [.unchanged, .replace, .create, .create])
        #expect(plan?.summary == "2 to create, 1 to replace; 5 writes, no net change")
        #expect(platform.lines.allSatisfy { $0.hasPrefix("GET ") })
    }

    @Test func aPlanWithoutChangesSaysSo() async throws {
        let platform = try await FakePlatform.start()
        platform.put("a", Self.fields)
        let (_, plan) = try await plan(
            "show a\nensure a host=h port=9342 user=u password=\"pass word\"", on: platform)
        #expect(plan?.hasChanges == false)
        #expect(plan?.lines == ["1 unchanged"])
    }

    @Test func thePlanIsJSONToo() async throws {
        let platform = try await FakePlatform.start()
        platform.put("a", Self.fields)
        let (_, plan) = try await plan(
            "update a port=1 password=\"another word\" tags=\"k=another word\"", on: platform)
        let url = platform.url
        #expect(
            plan?.json == #"{"changes":[{"platform":"\#(url)","name":"a","action":"update","fields":{"#
                + #""port":{"before":9342,"after":1},"password":{"before":"•••","after":"•••"},"#
                + #""tags":{"before":"a=1","after":"k=•••"}}}],"other_writes":[],"#
                + #""summary":{"create":0,"update":1,"replace":0,"delete":0,"unchanged":0},"has_changes":true}"#)
    }

    @Test func aReadThatFailsFailsThePlan() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/pg-instances/") ? FakePlatform.problem(500, "broken") : nil
        }
        let (result, plan) = try await plan("delete a", on: platform)
        #expect(result.exitStatus == 1)
        #expect(plan?.changes.isEmpty == true)
    }

    /// A plan without it would say that nothing changes.
    @Test(arguments: ["ensure a host=h port=1 user=u password=pppp", "delete a", "update a port=2", "remove a"])
    func aPlanWithoutAConnectionThatCouldNotBeReadIsNotWhole(_ command: String) async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/pg-instances/") ? FakePlatform.problem(500, "broken") : nil
        }
        let (result, plan) = try await plan("try { \(command) } catch e { }", on: platform)
        #expect(result.exitStatus == 0 && plan?.isWhole == false, "\(result.failureText)")
        #expect(plan?.warnings == ["`a` could not be read: what a run would do with it is not known"])
    }
}
