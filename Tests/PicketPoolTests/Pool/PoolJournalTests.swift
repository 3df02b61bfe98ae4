import Foundation
import HTTPHarness
import Picket
import Synchronization
import Testing

@testable import PicketPool

/// The journal of a host's run: an interrupted run is continued, and no write is lost or done twice.
@Suite struct PoolJournalTests {
    private static let script = """
        param count = 4
        secret password = env("PG")
        for i in 1..$count {
            approve "c$i" as approval
            add "c$i" host=h port=1 user=u password=$password
            print $approval.body.by, $i
        }
        """

    private func library(_ test: TestPool) throws -> Library {
        var library = test.library
        try library.add(Command("approve", parameters: [.word("name")]), async: { _ -> Value in ["by": "ops"] })
        return library
    }

    private static var options: RunOptions {
        var options = RunOptions()
        options.environment = ["PG": .secret("a-long-secret")]
        return options
    }

    /// A folder that is gone when the test is over.
    private func withJournal(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pool-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "job.journal").path())
    }

    @Test func anInterruptedRunIsContinued() async throws {
        try await withJournal { path in
            let task = Mutex<Task<PoolResult, Never>?>(nil)
            let posts = Mutex(0)
            let test = try await TestPool { _, request in
                guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
                // The second write is on its way when the run is ended.
                if posts.withLock({
                    $0 += 1
                    return $0
                }) == 2 {
                    task.withLock { $0?.cancel() }
                }
                return nil
            }
            let program = try library(test).compile(Self.script, name: "job.picket")
            let gate = Condition(false)
            let first = Task {
                await gate.wait { $0 }
                return await test.pool.run(program, Self.options, journal: .openOrResume(at: path))
            }
            task.withLock { $0 = first }
            gate.update { $0 = true }
            let interrupted = await first.value
            #expect(interrupted.exitStatus == 130, "\(interrupted.rendered())")
            #expect(interrupted.journal?.isResumed == false && interrupted.journal?.sent == 2)
            #expect(test.names == ["c1", "c2"])

            let second = await test.pool.run(program, Self.options, journal: .openOrResume(at: path))
            #expect(second.isSuccess, "\(second.rendered())")
            #expect(second.output == ["ops 1", "ops 2", "ops 3", "ops 4"])
            #expect(second.journal == .init(isResumed: true, replayed: 2, readBack: 0, sent: 2, unsettled: []))
            #expect(second.tally.summary == "2 created")
            #expect(test.names == ["c1", "c2", "c3", "c4"])
            #expect(posts.withLock { $0 } == 4)

            let third = await test.pool.run(program, Self.options, journal: .resume(from: path))
            #expect(third.isSuccess && third.journal?.replayed == 4 && third.tally.changes.isEmpty)
            #expect(posts.withLock { $0 } == 4)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            for secret in ["a-long-secret", TestPool.password, "token-number"] { #expect(!text.contains(secret)) }
            await test.close()
        }
    }

    /// The process dies with a write on its way: the answer is not recorded. The next run reads the connection back.
    @Test func aWriteWhoseAnswerNobodySawIsNotDoneTwice() async throws {
        try await withJournal { path in
            let holds = Condition(true)
            let held = Condition(0)
            let posts = Mutex(0)
            let test = try await TestPool { platform, request in
                guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
                posts.withLock { $0 += 1 }
                guard holds.state else { return nil }
                _ = platform.answer(request)
                held.update { $0 += 1 }
                return [.hold]
            }
            let program = try library(test).compile(Self.script, name: "job.picket")
            var options = Self.options
            let interruption = Interruption()
            options.interruption = interruption
            options.grace = .milliseconds(1)
            let cutOptions = options
            async let cut = test.pool.run(program, cutOptions, journal: .open(at: path))
            await held.wait { $0 == 1 }
            interruption.interrupt()
            let first = await cut
            #expect(first.exitStatus == 130)
            #expect(first.tally.untold.map(\.name) == ["c1"])
            holds.update { $0 = false }
            let second = await test.pool.run(program, Self.options, journal: .resume(from: path))
            #expect(second.isSuccess, "\(second.rendered())")
            #expect(second.notices.map(\.outcome) == [.asMeant])
            #expect(test.names == ["c1", "c2", "c3", "c4"] && posts.withLock { $0 } == 4)
            await test.close()
        }
    }

    /// A host's answers are no part of the journal: here the second run does not come to the write in doubt.
    @Test func aWriteInDoubtIsSettledByAPerson() async throws {
        try await withJournal { path in
            let (goes, held) = (Condition(true), Condition(0))
            let test = try await TestPool { platform, request in
                guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
                _ = platform.answer(request)
                held.update { $0 += 1 }
                return [.hold]
            }
            var library = test.library
            try library.add(Command("go")) { _ -> Value in .boolean(goes.state) }
            let program = try library.compile("go as g\nif $g.body { add a \(TestPool.fields) }\nprint on")
            var options = RunOptions()
            let interruption = Interruption()
            (options.interruption, options.grace) = (interruption, .milliseconds(1))
            let cutOptions = options
            async let cut = test.pool.run(program, cutOptions, journal: .open(at: path))
            await held.wait { $0 == 1 }
            interruption.interrupt()
            let first = await cut
            #expect(first.exitStatus == 130)
            goes.update { $0 = false }
            let second = await test.pool.run(program, journal: .resume(from: path))
            #expect(second.output == ["on"] && second.exitStatus == 1)
            #expect(second.rendered().contains("check the platform, and settle each step when you resume"))
            #expect(!second.rendered().contains("`--"), "\(second.rendered())")
            let unsettled = try #require(second.journal?.unsettled)
            #expect(unsettled.map(\.step) == ["#1"])
            #expect(unsettled.first?.request.hasSuffix("/ds-api/pool/pg-instances/a") == true)
            let third = await test.pool.run(program, journal: .resume(from: path, settling: ["#1": .done]))
            #expect(third.isSuccess && third.journal?.unsettled == [], "\(third.rendered())")
            await test.close()
        }
    }

    @Test func aJournalThatDoesNotFitRefusesTheRun() async throws {
        try await withJournal { path in
            let test = try await TestPool()
            let library = try library(test)
            let program = try library.compile(Self.script, name: "job.picket")
            func refusal(_ program: Program, _ journal: PoolJournal, _ options: RunOptions = Self.options) async
                -> String
            {
                let result = await test.pool.run(program, options, journal: journal)
                #expect(result.exitStatus == 2 && result.journal == nil && result.tally.changes.isEmpty)
                guard case .refused(let problems) = result.outcome else { return "not refused" }
                #expect(
                    problems.allSatisfy { [.journalRefused, .unknownParameter, .parameterNotGiven].contains($0.code) })
                return problems.map(\.message).joined(separator: "; ")
            }
            #expect(await refusal(program, .resume(from: path)).contains("cannot be opened"))
            var options = Self.options
            options.parameters = ["cuont": 2]
            #expect(await refusal(program, .open(at: path), options).contains("no parameter `cuont`"))
            let needy = try library.compile("param name\nadd $name \(TestPool.fields)")
            #expect(await refusal(needy, .open(at: path)).contains("the parameter `name` is not given"))
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(await test.pool.run(program, Self.options, journal: .open(at: path)).isSuccess)

            #expect(
                await refusal(program, .open(at: path)).contains(
                    "` already exists: resume from it, or name another file"))
            options.parameters = ["count": 2]
            #expect(await refusal(program, .resume(from: path), options).contains("`count`"))
            let other = try library.compile(Self.script + "\nprint 1", name: "job.picket")
            #expect(await refusal(other, .openOrResume(at: path)).contains("`job.picket` differs from line 8 on"))
            #expect(await refusal(program, .resume(from: path, settling: ["#9": .done])).contains("no write in doubt"))
            options = Self.options
            options.environment = ["PG": .secret("another-secret")]
            let changed = await test.pool.run(program, options, journal: .resume(from: path))
            #expect(changed.failure?.kind == .journal && changed.exitStatus == 2, "\(changed.rendered())")
            let edited = await test.pool.run(other, Self.options, journal: .resume(from: path, edited: ["job.picket"]))
            #expect(edited.isSuccess && edited.output.last == "1", "\(edited.rendered())")
            await test.close()
        }
    }

    /// Two runs cannot write one journal at once.
    @Test func aJournalIsOfOneRunAtATime() async throws {
        try await withJournal { path in
            let held = Condition<[String]>([])
            let test = try await TestPool { platform, request in
                guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
                held.update { $0.append(text(of: platform.answer(request))) }
                return [.hold]
            }
            let program = try test.library.compile("add a \(TestPool.fields)")
            async let first = test.pool.run(program, journal: .openOrResume(at: path))
            await held.wait { !$0.isEmpty }
            let second = await test.pool.run(program, journal: .openOrResume(at: path))
            #expect(second.exitStatus == 2 && second.diagnostics.contains { $0.code == .journalRefused })
            await test.platform.server.log.wait { !$0.held.isEmpty }
            test.platform.server.answerHeld(held.state[0])
            #expect(await first.isSuccess)
            await test.close()
        }
    }
}
