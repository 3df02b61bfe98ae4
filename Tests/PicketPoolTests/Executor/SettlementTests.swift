import Foundation
import HTTPHarness
import NIOCore
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// What a resumed run does around a write in doubt that somebody has to settle.
@Suite struct SettlementTests {
    private static let fields: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": ""]

    // MARK: C16, C2

    /// A refused write ends the run before anything more is sent: deferred blocks do not remove what somebody else has set
    /// up, and the run can be resumed with `--settle`.
    @Test(arguments: [
        "show a\ndefer { remove a }\nupdate a port=8",
        "show a\ntry { update a port=8 } catch { print caught } finally { delete a }",
        "show a\ndefer { delete a }\ndefer { update a port=8 }",
        "for n in [a] parallel 2 { show $n\ndefer { remove $n }\nupdate $n port=8 }",
        "show a\ndefer { disable a }\ndefer { request POST /other x=1 }\nensure a host=h port=8 user=u password=pppp",
    ])
    func aRefusedWriteEndsTheRunBeforeADeferredWrite(script: String) async throws {
        let (run, platform) = try await JournalRun.cutOff(script, at: "PUT", before: Self.fields) { platform, _ in
            platform.put("a", Self.fields.changing("port", to: 77))
        }
        let count = platform.lines.count { !$0.hasPrefix("GET") }
        for _ in 1...2 {
            let resumed = try await run(script, on: platform, resumes: true)
            #expect(resumed.failure?.diagnostic.code == "unsettled-write", "\(resumed.failureText)")
            #expect(resumed.failureText.contains("`port` was 1 and is 77"), "\(resumed.failureText)")
            #expect(resumed.exitStatus == 1)
            #expect(resumed.printed == [])
            #expect(platform.lines.count { !$0.hasPrefix("GET") } == count, "\(platform.lines)")
        }
        #expect(platform.state.withLock { $0.connections["a"]?["port"] } == 77)
        let step = script.contains("parallel") ? "/1.0#2" : "#2"
        let settled = try await run(
            script, on: platform, resumes: true, resumption: { Resumption(settlements: [(step, .done)]) })
        #expect(settled.failure?.diagnostic.code != "unsettled-write", "\(settled.failureText)")
        #expect(platform.lines.count { !$0.hasPrefix("GET") } > count, "\(platform.lines)")
        await platform.server.stop()
    }

    // MARK: Several doubts

    /// Both strands of a loop have a doubt that nothing can read back. Each is named, one settlement alone sends nothing
    /// and stays valid, and two of them let the run continue.
    @Test func severalDoubtsOfALoopAreSettledOneByOne() async throws {
        let isFirst = Mutex(true)
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("PUT") && isFirst.withLock { $0 } ? [.hold] : nil
        }
        for name in ["a", "b"] { platform.put(name, Self.fields) }
        let run = try JournalRun()
        let script = """
            for n in [a, b] parallel 2 { request PUT /ds-api/pool/pg-instances/$n body={port: 8} }
            print done
            """
        _ = try await run(
            script, on: platform, resumes: false,
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 2 }
                interrupt()
                interrupt()
            })
        isFirst.withLock { $0 = false }
        func resume(_ settlements: [(step: String, as: Settlement)]) async throws -> ScriptRun {
            let steps = settlements
            return try await run(
                script, on: platform, resumes: true, continuesOnError: true,
                resumption: { Resumption(settlements: steps) })
        }
        func named(_ resumed: ScriptRun) -> String {
            ([resumed.failureText] + resumed.recorded.map(\.diagnostic.message) + run.remarks.state)
                .joined(separator: "\n")
        }
        let first = try await resume([])
        #expect(first.exitStatus == 1)
        #expect(first.failure?.diagnostic.code == "unsettled-write")
        #expect(named(first).contains("`/1.0#1`") && named(first).contains("`/1.1#1`"), "\(named(first))")
        let second = try await resume([("/1.0#1", .again)])
        #expect(second.exitStatus == 1)
        #expect(second.failure?.diagnostic.code == "unsettled-write", "\(second.failureText)")
        #expect(second.failureText.contains("`/1.1#1`"), "\(second.failureText)")
        #expect(second.failureText.contains("say whether the request took effect"), "\(second.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("PUT") } == 2)
        #expect(try run.lines.count { $0["event"] == "send" } == 2)
        let third = try await resume([("/1.1#1", .done)])
        #expect(third.printed == ["done"], "\(third.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("PUT") } == 3)
        #expect(platform.state.withLock { $0.connections["a"]?["port"] } == 8)
        #expect(platform.state.withLock { $0.connections["b"]?["port"] } == 1)
        await platform.server.stop()
    }

    // MARK: Later writes

    /// An `ensure` that took effect in the earlier run counts as a later write on a connection that had a doubt.
    @Test(arguments: [
        "remove a", "update a port=3", "ensure a host=h port=3 user=u password=pppp",
        "remove a\nadd a host=h port=4 user=u password=pppp",
    ])
    func aResumedEnsureCountsAsALaterWrite(before: String) async throws {
        let script = before + "\nensure a host=h port=6 user=u password=pppp\nprint done"
        let box = Mutex<FakePlatform?>(nil)
        let hasLost = Mutex(false)
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.contains(" /ds-api/pool"),
                !request.shortLine.hasPrefix("GET")
            else { return nil }
            if request.body.contains("6") {
                _ = platform.answer(request)
                return [.hold]
            }
            let isFirst = hasLost.withLock { hasLost in
                defer { hasLost = true }
                return !hasLost
            }
            guard isFirst else { return nil }
            _ = platform.answer(request)
            return [.close]
        }
        box.withLock { $0 = platform }
        platform.put("a", Self.fields)
        let run = try JournalRun()
        let fast: @Sendable (inout ExecutorConfiguration) -> Void = { $0.retryPolicy.resendAfter = .milliseconds(1) }
        _ = try await run(
            script, on: platform, resumes: false, configure: fast,
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 1 }
                interrupt()
                interrupt()
            })
        let count = platform.lines.count { !$0.hasPrefix("GET") }
        let resumed = try await run(script, on: platform, resumes: true, configure: fast)
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        #expect(resumed.exitStatus == 0, "\(resumed.failureText)")
        #expect(platform.lines.count { !$0.hasPrefix("GET") } == count)
        await platform.server.stop()
    }

    /// A resumed `ensure` calls only those requests repeated which the journal shows as sent.
    @Test func aResumedEnsureDoesNotCallAFirstRequestRepeated() async throws {
        let script = "ensure a host=h port=6 user=u password=pppp enabled=false\nprint $last.note"
        let (run, platform) = try await JournalRun.cutOff(script, at: "POST", before: nil) { platform, request in
            _ = platform.answer(request)
        }
        let resumed = try await run(
            script, on: platform, resumes: true, configure: { $0.retryPolicy.resendAfter = .milliseconds(1) })
        #expect(platform.lines.count { $0.hasPrefix("PATCH") } == 1)
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 1)
        let note = resumed.printed.first ?? ""
        #expect(note.contains("Only the rest was sent now"), "\(note) \(resumed.failureText)")
        #expect(!note.contains("sent again"))
        #expect(resumed.exitStatus == 0)
        await platform.server.stop()
    }

    // MARK: C13

    /// A write in doubt that the run does not come to is named whatever ends the run, and the status stays.
    @Test(arguments: [("exit 3", 3), ("fail \"no\"", 1), ("exit 0", 1)])
    func aWriteInDoubtIsNamedWhateverEndsTheRun(end: String, status: Int) async throws {
        let script = "if now() == \"noon\" { delete a } else { \(end) }"
        let platform = try await FakePlatform.start { $0.shortLine.hasPrefix("DELETE") ? [.hold] : nil }
        let run = try JournalRun()
        _ = try await run(
            script, on: platform, resumes: false, services: { HostServices(wallClock: { "noon" }) },
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 1 }
                interrupt()
                interrupt()
            })
        let resumed = try await run(
            script, on: platform, resumes: true, services: { HostServices(wallClock: { "midnight" }) })
        #expect(resumed.exitStatus == status)
        let text = ([resumed.failureText] + run.remarks.state).joined(separator: "\n")
        #expect(text.contains("1 write in doubt that this run did not reach"), "\(text)")
        #expect(text.contains("step `#1`: DELETE"), "\(text)")
        #expect(text.contains("--settle"), "\(text)")
        await platform.server.stop()
    }
}
