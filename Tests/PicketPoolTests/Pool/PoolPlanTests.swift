import HTTPHarness
import Picket
import Synchronization
import Testing

@testable import PicketPool

/// The plan of a host's program.
@Suite struct PoolPlanTests {
    private static let script = """
        secret key = "swordfish-swordfish"
        ensure new \(TestPool.fields)
        ensure old host=h2 port=1 user=u password=pppp
        ensure same \(TestPool.fields)
        remove gone
        request POST /ds-api/other body={say: "$key"}
        announce "$key" as told
        print $told.note
        owner x as owner
        expect $told.body.ok == true
        print $owner.body.team
        """

    private func planned() async throws -> (TestPool, PoolPlan, executed: [String]) {
        var test = try await TestPool()
        let executed = Mutex<[String]>([])
        try test.library.add(
            Command("announce", parameters: [.word("text")], isWrite: true),
            { _ -> Value in
                executed.withLock { $0.append("announce") }
                return ["ok": true]
            })
        try test.library.add(
            Command("owner", parameters: [.word("name")]),
            { _ -> Value in
                executed.withLock { $0.append("owner") }
                return ["team": "ops"]
            })
        let fields: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": ""]
        for name in ["old", "same", "gone"] { test.platform.put(name, fields) }
        let plan = await test.pool.plan(try test.library.compile(Self.script))
        return (test, plan, executed.withLock { $0 })
    }

    @Test func aPlanHasItsRowsAsValues() async throws {
        let (test, plan, executed) = try await planned()
        #expect(plan.run.isSuccess, "\(plan.run.rendered())")
        #expect(plan.changes.map(\.name) == ["new", "old", "same", "gone"])
        #expect(plan.changes.map(\.action) == [.create, .update, .unchanged, .delete])
        #expect(plan.changes[1].fields == [.init(field: "host", before: "h", after: "h2", through: [])])
        #expect(plan.changes[0].platform == test.pool.address)
        #expect(plan.otherWrites.map(\.request) == ["POST \(test.pool.address)/ds-api/other", "announce"])
        #expect(plan.summary == "1 to create, 1 to update (host), 1 to delete, 2 other writes, 1 unchanged")
        #expect(plan.hasChanges && plan.isComplete)
        #expect(plan.skippedExpectations == 1 && plan.usesOfUnknownAnswers == 0)
        #expect(plan.run.output.first == "planned: the command was not executed, so the answer is not known")
        // What a run would write is not written, and what only reads is executed.
        #expect(executed == ["owner"] && plan.run.output.last == "ops")
        #expect(test.names == ["gone", "old", "same"])
        #expect(!test.platform.lines.contains { !$0.hasPrefix("GET ") })
        await test.close()
    }

    @Test func aPlanIsRenderedAsTheProgramPrintsIt() async throws {
        let (test, plan, _) = try await planned()
        let text = plan.rendered(as: .text)
        #expect(text.hasPrefix("+ new\n"), "\(text)")
        #expect(text.contains("~ old\n    host      h → h2\n") && text.contains("! announce\n"))
        #expect(text.contains("1 expectation was skipped"))
        let markdown = plan.rendered(as: .markdown)
        #expect(markdown.contains("| ~ | `old` | host | `h` | `h2` |"), "\(markdown)")
        let json = plan.rendered(as: .json)
        #expect(json.contains(#""complete":true"#) && json.contains(#","ops"]"#), "\(json)")
        for format in PoolPlan.Format.allCases {
            #expect(!plan.rendered(as: format).contains("swordfish"))
            #expect(!plan.rendered(as: format).contains("pppp"))
        }
        #expect(!"\(plan.changes) \(plan.otherWrites)".contains("swordfish"))
        await test.close()
    }

    @Test func aPlanOfAScriptThatEndsEarlyIsNotComplete() async throws {
        let test = try await TestPool()
        let plan = await test.pool.plan(try test.library.compile("ensure a \(TestPool.fields)\nfail \"no\""))
        #expect(!plan.isComplete && plan.hasChanges)
        #expect(plan.rendered(as: .text).contains("the plan is not complete"))
        await test.pool.close()
        let closed = await test.pool.plan(try test.library.compile("ping"))
        #expect(!closed.isComplete && closed.run.exitStatus == 2 && closed.changes.isEmpty)
        await test.close()
    }
}
