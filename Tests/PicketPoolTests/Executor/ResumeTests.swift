import Foundation
import HTTPHarness
import NIOCore
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// What a resumed run sends, reads anew, leaves alone, and says.
@Suite struct ResumeTests {
    private static let fields: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": ""]

    private func settle(_ step: String, _ how: Settlement) -> @Sendable () -> Resumption {
        { Resumption(settlements: [(step, how)]) }
    }

    // MARK: C16

    /// What somebody set up anew since is not deleted by a resumed run, until somebody says so.
    @Test(arguments: ["delete a", "remove a", "show a\ndelete a"])
    func aDeletionIsNotRepeatedOverWhatSomebodySetUpAnew(script: String) async throws {
        let (run, platform) = try await JournalRun.cutOff(script + "\nprint done", at: "DELETE", before: Self.fields) {
            platform, request in
            _ = platform.answer(request)
            platform.put("a", ["host": "another", "port": 7])
        }
        let step = script.hasPrefix("show") ? "#2" : "#1"
        for _ in 1...2 {
            let resumed = try await run(script + "\nprint done", on: platform, resumes: true)
            #expect(resumed.failure?.diagnostic.code == "unsettled-write", "\(resumed.failureText)")
            #expect(resumed.failureText.contains("step `\(step)` of the journal"))
            #expect(resumed.failureText.contains("another"))
            #expect(resumed.failureText.contains("say whether the request took effect"))
            #expect(resumed.exitStatus == 1)
        }
        #expect(platform.lines.count { $0.hasPrefix("DELETE") } == 1)
        let done = try await run(
            script + "\nprint done", on: platform, resumes: true, resumption: settle(step, .done))
        #expect(done.printed == ["done"], "\(done.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("DELETE") } == 1)
        // The journal keeps what was said.
        #expect(try await run(script + "\nprint done", on: platform, resumes: true).printed == ["done"])
        #expect(platform.state.withLock { $0.connections["a"] } != nil)
        await platform.server.stop()
    }

    @Test func aSettledWriteIsSentAgainIfSomebodySaysSo() async throws {
        let (run, platform) = try await JournalRun.cutOff("delete a\nprint done", at: "DELETE", before: Self.fields) {
            platform, request in
            platform.put("a", ["host": "another", "port": 7])
        }
        let again = try await run("delete a\nprint done", on: platform, resumes: true, resumption: settle("#1", .again))
        #expect(again.printed == ["done"], "\(again.failureText)")
        #expect(platform.state.withLock { $0.connections["a"] } == nil)
        await platform.server.stop()
    }

    /// A connection that is as it was before the write shows that the write did nothing.
    @Test(arguments: ["show a\ndelete a", "show a\nupdate a port=5", "ensure a host=h port=5 user=u password=pppp"])
    func aWriteWithoutEffectIsSentAgain(script: String) async throws {
        let method = script.contains("delete") ? "DELETE" : "PUT"
        let (run, platform) = try await JournalRun.cutOff(script + "\nprint done", at: method, before: Self.fields) {
            _, _ in
        }
        let resumed = try await run(script + "\nprint done", on: platform, resumes: true)
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        #expect(platform.lines.count { $0.hasPrefix(method) } == 2)
        await platform.server.stop()
    }

    /// An update does not overwrite what somebody else wrote since.
    @Test(arguments: ["show a\nupdate a port=5", "ensure a host=h port=5 user=u password=pppp"])
    func anUpdateIsNotRepeatedOverWhatSomebodyChanged(script: String) async throws {
        let (run, platform) = try await JournalRun.cutOff(script, at: "PUT", before: Self.fields) { platform, _ in
            platform.put("a", Self.fields.changing("port", to: 7))
        }
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.failureText.contains("`port` was 1 and is 7"), "\(resumed.failureText)")
        #expect(platform.state.withLock { $0.connections["a"]?["port"] } == 7)
        let again = try await run(
            script, on: platform, resumes: true,
            resumption: settle(script.hasPrefix("show") ? "#2" : "#1", .again))
        #expect(again.exitStatus == 0, "\(again.failureText)")
        #expect(platform.state.withLock { $0.connections["a"]?["port"] } == 5)
        await platform.server.stop()
    }

    /// A step that is no write in doubt cannot be settled, and what is in doubt is named.
    @Test func onlyAWriteInDoubtIsSettled() async throws {
        let (run, platform) = try await JournalRun.cutOff("show a\ndelete a", at: "DELETE", before: Self.fields) {
            _, _ in
        }
        for step in ["#1", "#3", "nonsense"] {
            let error = await #expect(throws: JournalProblem.self) {
                try await run("show a\ndelete a", on: platform, resumes: true, resumption: settle(step, .done))
            }
            #expect(error?.message.contains("no write in doubt at the step `\(step)`") == true)
            #expect(error?.message.contains("`#2`") == true)
        }
        await platform.server.stop()
    }

    /// A request that nothing can read back is settled by hand, and goes on.
    @Test(arguments: [Settlement.done, .again])
    func aRequestOfUnknownEffectIsSettledByHand(how: Settlement) async throws {
        let count = Mutex(0)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasSuffix("/other") else { return nil }
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number == 1 ? [.send(answer("", status: "504 -"))] : FakePlatform.answer(201, ["id": 1])
        }
        let run = try JournalRun()
        let script = "request POST /other x=1\nexpect status 201\nprint done"
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 1)
        let resumed = try await run(script, on: platform, resumes: true, resumption: settle("#1", how))
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        #expect(count.withLock { $0 } == (how == .done ? 1 : 2))
        await platform.server.stop()
    }

    // MARK: C13

    /// A write in doubt that the resumed script does not come to is named, and the status is 1.
    @Test func aWriteInDoubtThatTheRunDoesNotComeToIsNamed() async throws {
        let script = "if now() == \"noon\" { delete a }\nprint done"
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { $0.shortLine.hasPrefix("DELETE") ? [.hold] : nil }
        box.withLock { $0 = platform }
        let run = try JournalRun()
        _ = try await run(
            script, on: platform, resumes: false, services: { HostServices(wallClock: { "noon" }) },
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 1 }
                interrupt()
                interrupt()
            })
        for _ in 1...2 {
            let resumed = try await run(
                script, on: platform, resumes: true, services: { HostServices(wallClock: { "midnight" }) })
            #expect(resumed.printed == ["done"])
            #expect(resumed.exitStatus == 1)
            #expect(
                resumed.failureText.contains("the journal has 1 write in doubt that this run did not reach"),
                "\(resumed.failureText)")
            #expect(resumed.failureText.contains("step `#1`: DELETE"))
        }
        let settled = try await run(
            script, on: platform, resumes: true, services: { HostServices(wallClock: { "midnight" }) },
            resumption: settle("#1", .done))
        #expect(settled.exitStatus == 0, "\(settled.failureText)")
        await platform.server.stop()
    }

    // MARK: C15

    /// A read behind a write that nobody knew the end of is made anew: what it showed may have come before the write.
    @Test func aReadBehindAWriteInDoubtIsMadeAnew() async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("PUT") && isBroken.withLock { $0 } ? FakePlatform.problem(500, "broken") : nil
        }
        platform.put("a", Self.fields)
        platform.put("b", Self.fields)
        let run = try JournalRun()
        let script = "try { update a port=5 } catch { }\nshow b\nprint $last.body.port\nfail \"the end\""
        #expect(try await run(script, on: platform, resumes: false).printed == ["1"])
        platform.put("b", Self.fields.changing("port", to: 8))
        #expect(try await run(script, on: platform, resumes: true).printed == ["8"])
        await platform.server.stop()
    }

    /// Reads that the first new write may go by are named with their age.
    @Test func readsBeforeTheFirstNewWriteAreNamedWithTheirAge() async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("PUT") && isBroken.withLock { $0 } ? FakePlatform.problem(400, "no") : nil
        }
        platform.put("a", Self.fields)
        let run = try JournalRun()
        let script = "show a\nlet port = $last.body.port + 1\nupdate a port=$port\nupdate a tags=\"x=1\""
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 1)
        #expect(run.remarks.state == [])
        isBroken.withLock { $0 = false }
        #expect(try await run(script, on: platform, resumes: true).exitStatus == 0)
        #expect(run.remarks.state.count == 1)
        let remark = run.remarks.state.first ?? ""
        #expect(remark.contains("the first new write (step `#2`)"), "\(remark)")
        #expect(remark.contains("1 read from the journal: `#1` GET"), "\(remark)")
        #expect(remark.hasSuffix(" old"), "\(remark)")
        await platform.server.stop()
    }

    // MARK: C20

    /// An iteration that failed and tidied up begins again; the others go on from the journal.
    @Test(arguments: [1, 64])
    func anIterationThatTidiedUpBeginsAgain(width: Int) async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/c2/disable") && isBroken.withLock { $0 }
                ? FakePlatform.problem(400, "no") : nil
        }
        let script = """
            for i in 1..3 parallel \(width) {
                add "c$i" host=h port=1 user=u password=pppp
                step work { defer delete "c$i"
                disable "c$i" }
                add "kept$i" host=h port=1 user=u password=pppp
            }
            print done
            """
        let run = try JournalRun()
        let first = try await run(script, on: platform, resumes: false, continuesOnError: true)
        #expect(first.exitStatus == 1, "\(first.failureText)")
        isBroken.withLock { $0 = false }
        let resumed = try await run(script, on: platform, resumes: true, continuesOnError: true)
        #expect(resumed.printed == ["done"], "\(resumed.failureText) \(resumed.recorded)")
        #expect(resumed.exitStatus == 0)
        let names = platform.state.withLock { $0.connections.keys.sorted() }
        #expect(names == ["kept1", "kept2", "kept3"])
        #expect(platform.lines.count { $0.hasPrefix("POST") && $0.hasSuffix("/c2") } == 2)
        #expect(platform.lines.count { $0.hasPrefix("POST") && $0.hasSuffix("/c1") } == 1)
        await platform.server.stop()
    }
}

extension ValueMap {
    /// The same with another value of a field.
    func changing(_ field: String, to value: Value) -> ValueMap {
        var map = self
        map[field] = value
        return map
    }
}
