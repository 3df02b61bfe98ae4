import HTTPHarness
import NIOCore
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// What happens to commands in progress when a run stops starting.
@Suite struct StoppingTests {
    private static let path = "/ds-api/pool/pg-instances/"

    /// C10: one refusal in a parallel loop cuts off no write that is on its way.
    @Test func aFailureLetsTheWritesOnTheirWayEnd() async throws {
        let made = Mutex(0)
        let box = Mutex<FakePlatform?>(nil)
        // The refusal comes while the other writes are being made; they are answered after it.
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.hasPrefix("POST \(Self.path)x") else {
                return nil
            }
            made.withLock { $0 += 1 }
            return platform.answer(request)
        }
        box.withLock { $0 = platform }
        platform.put("x1", ["host": "another"])
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            "for i in 1..8 parallel 8 {\n add \"x$i\" host=h port=1 user=u password=pppp\n disable \"x$i\"\n}")
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("409"), "\(result.failureText)")
        #expect(session.notices.isEmpty, "\(session.notices)")
        // What was added is there, and what was to follow it was not begun.
        let connections = platform.state.withLock { $0.connections }
        #expect(made.withLock { $0 } == connections.count)
        session.close()
        await platform.server.stop()
    }

    /// C10: an interruption lets an `ensure` that is half done end with all its requests.
    @Test func anInterruptionLetsAHalfDoneEnsureEnd() async throws {
        let interruption = Mutex<RunInterruption?>(nil)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.hasPrefix("PUT \(Self.path)") else {
                return nil
            }
            interruption.withLock { $0?() }
            return platform.answer(request)
        }
        box.withLock { $0 = platform }
        platform.put("a", ["host": "old", "port": 1, "user": "u", "password": "pppp", "tags": ""])
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            """
            defer print tidy
            request GET /ds-api/pool/pg-instances/go
            expect status 404
            ensure a host=new port=1 user=u password=pppp enabled=false
            print never
            """,
            during: { handle in interruption.withLock { $0 = handle } })
        #expect(result.exitStatus == 130)
        #expect(result.printed == ["tidy"])
        let connection = platform.state.withLock { $0.connections["a"] }
        #expect(connection?["host"] == "new" && connection?["enabled"] == false)
        #expect(session.notices.isEmpty)
        session.close()
        await platform.server.stop()
    }

    /// C10, U7: a write that gets no answer ends an interrupted run with its time-out, and the next command is not begun.
    @Test func aWriteThatGetsNoAnswerEndsWithItsTimeOut() async throws {
        let interruption = Mutex<RunInterruption?>(nil)
        let platform = try await FakePlatform.start { request in
            switch request.shortLine {
            case "POST \(Self.path)a":
                interruption.withLock { $0?() }
                return [.hold]
            case let line where line.hasPrefix("GET \(Self.path)a"): return [.hold]
            default: return nil
            }
        }
        let session = try await TestSession(platform.profile) {
            $0.requestTimeout = .milliseconds(100)
            $0.settleTimeout = .milliseconds(100)
        }
        let result = await session.run(
            "defer print tidy\nrequest GET /ds-api/\nadd a host=h port=1 user=u password=pppp\ndisable a\nprint never",
            during: { handle in interruption.withLock { $0 = handle } })
        #expect(result.exitStatus == 130)
        #expect(result.printed == ["tidy"])
        #expect(platform.lines.allSatisfy { !$0.contains("disable") }, "\(platform.lines)")
        #expect(session.notices.map(\.outcome).contains(.isUnknown), "\(session.notices)")
        #expect(await session.tally()?.text == "1 cannot be told (a)")
        session.close()
        await platform.server.stop()
    }

    /// W6: what waits for a connection when the loop fails is neither sent nor told to be lost.
    @Test func whatHasNotLeftIsNotLost() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("POST \(Self.path)") ? FakePlatform.problem(409, "there is one") : nil
        }
        let session = try await TestSession(platform.profile) { $0.connectionLimit = 1 }
        let result = await session.run(
            "for i in 1..100 parallel 100 { add \"x$i\" host=h port=1 user=u password=pppp }")
        #expect(result.exitStatus == 1)
        #expect(session.notices.isEmpty, "\(session.notices.count)")
        #expect(platform.lines.count { $0.hasPrefix("POST \(Self.path)") } < 5)
        session.close()
        await platform.server.stop()
    }
}
