import HTTPHarness
import Picket
import Testing

@testable import PicketPool

/// How a run over a pool ends from outside, and what it tells of writes without an answer.
@Suite struct PoolStoppingTests {
    /// A cancelled task stops its run like Ctrl-C: nothing new begins, a write on its way is waited for, deferred blocks run.
    @Test func cancellationWaitsForTheWriteOnItsWay() async throws {
        let held = Condition<[String]>([])
        let test = try await TestPool { platform, request in
            guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
            held.update { $0.append(text(of: platform.answer(request))) }
            return [.hold]
        }
        let program = try test.library.compile(
            """
            defer { show a; print "tidy", $last.status }
            add a \(TestPool.fields)
            print never
            add b \(TestPool.fields)
            """)
        let task = Task { await test.pool.run(program) }
        await held.wait { !$0.isEmpty }
        await test.platform.server.log.wait { !$0.held.isEmpty }
        task.cancel()
        test.platform.server.answerHeld(held.state[0])
        let result = await task.value
        #expect(result.exitStatus == 130 && result.output == ["tidy 200"], "\(result.rendered())")
        #expect(result.tally.summary == "1 created" && test.names == ["a"])
        #expect(result.notices.isEmpty)
        await test.close()
    }

    /// The task was cancelled before the run began.
    @Test func aCancelledTaskRunsNothing() async throws {
        let test = try await TestPool()
        let program = try test.library.compile("print never\nping")
        let gate = Condition(false)
        let task = Task {
            await gate.wait { $0 }
            return await test.pool.run(program)
        }
        task.cancel()
        gate.update { $0 = true }
        let result = await task.value
        #expect(result.exitStatus == 130 && result.output == [], "\(result.rendered())")
        #expect(test.platform.requests.isEmpty)
        await test.close()
    }

    @Test func aComputingScriptEndsAtItsDeadline() async throws {
        let test = try await TestPool()
        var options = RunOptions()
        options.deadline = .milliseconds(20)
        options.limits.steps = .max
        let result = try await test.run("defer { ping; print tidy }\nwhile true { }", options)
        #expect(result.exitStatus == 4 && result.output == ["tidy"], "\(result.rendered())")
        #expect(!result.rendered().contains("`--deadline`"))
        await test.close()
    }

    /// Other runs go on beside a script that computes.
    @Test func aComputingScriptHoldsNobodyUp() async throws {
        let test = try await TestPool()
        let interruption = Interruption()
        var options = RunOptions()
        options.limits.steps = .max
        options.interruption = interruption
        let endless = try test.library.compile("ping\nwhile true { }")
        async let computing = test.pool.run(endless, options)
        for _ in 0..<3 { #expect(try await test.run("show a\nexpect status 404").isSuccess) }
        interruption.interrupt()
        #expect(await computing.exitStatus == 130)
        await test.close()
    }

    /// The answer is lost, and no read tells what the write did: the result says so as data.
    @Test func whatCannotBeToldIsTold() async throws {
        let test = try await TestPool { platform, request in
            if request.shortLine.hasPrefix("POST /ds-api/pool") { return [.reset] }
            return request.shortLine.hasPrefix("GET /ds-api/pool") ? FakePlatform.problem(500, "broken") : nil
        }
        let result = try await test.run("step move {\n  try { add a \(TestPool.fields) } catch { }\n}\nprint on")
        #expect(result.output == ["on"])
        #expect(result.exitStatus == 1, "\(result.rendered())")
        #expect(result.tally.untold == [.init(name: "a", kind: .untold, fields: [], step: "move")])
        #expect(result.tally.hasWritten)
        #expect(result.notices.map(\.outcome).contains(.unknown))
        #expect(result.notices.first?.request.hasSuffix("/ds-api/pool/pg-instances/a") == true)
        await test.close()
    }
}
