import Foundation
import HTTPHarness
import NIOCore
import PicketRuntime
import PicketSyntax
import Schemas
import Synchronization
import Testing

@testable import PicketPool

/// A journal is written before and after, and a run goes on where another was cut off.
@Suite final class JournalTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var path: String { folder.appendingPathComponent("run.journal").path }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What was written without a run is as the schema says, too.
    private func expectGoodLines() { JournalSchema.expectGoodLines(path) }

    private func identity(_ script: String) -> JournalIdentity {
        JournalIdentity(sources: [.init(name: "fleet.picket", text: script)], seed: 7)
    }

    private func run(
        _ script: String, on platform: FakePlatform, resumes: Bool, resendAfter: TimeAmount = .milliseconds(5),
        during act: @escaping @Sendable (RunInterruption) async -> Void = { _ in }
    ) async throws -> ScriptRun {
        let (path, identity) = (path, identity(script))
        let problem = Mutex<JournalProblem?>(nil)
        let session = try await TestSession(platform.profile) { configuration in
            do throws(JournalProblem) {
                let secrets = SecretStore()
                configuration.journal =
                    resumes
                    ? try Journal.resume(path, identity: identity, secrets: secrets)
                    : try Journal.create(path, identity: identity, secrets: secrets)
                configuration.retryPolicy.retries = 0
                configuration.retryPolicy.resendAfter = resendAfter
            } catch {
                problem.withLock { $0 = error }
            }
        }
        if let problem = problem.withLock({ $0 }) { throw problem }
        let result = await session.run(script, during: act)
        session.close()
        #expect(await session.openConnections() == 0)
        return result
    }

    private var lines: [ValueMap] {
        get throws {
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap { line in
                if case .map(let map)? = try? Value(json: Array(line.utf8)) { map } else { nil }
            }
        }
    }

    private static let script = """
        for i in 1..3 parallel 3 {
            add "pg_$i" host="host-$i" port=$(9000 + $i) user=u password="deep secret"
            disable "pg_$i"
            show "pg_$i"
            expect body.enabled == false
            ensure "pg_$i" host="host-$i" port=1 user=u password="deep secret" enabled=true
            show "pg_$i"
            expect body.port == 1
        }
        remove pg_3
        print done
        """

    private func expectFinalState(_ platform: FakePlatform) {
        let connections = platform.state.withLock { $0.connections }
        #expect(connections.keys.sorted() == (1...2).map { "pg_\($0)" })
        for connection in connections.values {
            #expect(connection["port"] == 1)
            #expect(connection["enabled"] == true)
            #expect(connection["password"] == "deep secret")
        }
    }

    @Test func eachWriteIsToldBeforeAndAfter() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            "add a host=h port=1 user=u password=\"deep secret\"\nshow a\ndelete a", on: platform, resumes: false)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        let told = try lines.map { "\($0["event"]?.text ?? "") \($0["step"]?.text ?? "")" }
        #expect(told == ["begin ", "send #1", "answer #1", "answer #2", "send #3", "answer #3", "end "])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("deep secret"))
        #expect(!text.contains("token-number"))
        #expect(text.contains(#""password":"•••""#))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        await platform.server.stop()
    }

    @Test func aLostAnswerIsTold() async throws {
        let platform = try await FakePlatform.startFaulty(.resetAfter, on: "POST")
        let result = try await run(
            "add a host=h port=1 user=u password=\"deep secret\"", on: platform, resumes: false)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(try lines.map { $0["event"]?.text } == ["begin", "send", "lost", "answer", "end"])
        let answer = try lines.first { $0["event"] == "answer" }
        #expect(answer?["ok"] == true)
        #expect(answer?["note"]?.text?.contains("is as the request meant") == true)
        await platform.server.stop()
    }

    @Test func scriptsOfOneCommandHaveStepsOfTheirOwn() async throws {
        let platform = try await FakePlatform.start()
        let (path, identity) = (path, identity("ping"))
        for resumes in [false, true] {
            let session = try await TestSession(platform.profile) { configuration in
                let secrets = SecretStore()
                configuration.journal =
                    resumes
                    ? try? Journal.resume(path, identity: identity, secrets: secrets)
                    : try? Journal.create(path, identity: identity, secrets: secrets)
            }
            let first = await session.run("add a host=h port=1 user=u password=pppp")
            let second = await session.run("add b host=h port=1 user=u password=pppp\nprint $last.status")
            #expect(first.exitStatus == 0, "\(first.failureText)")
            #expect(second.printed == ["201"], "\(second.failureText)")
            session.close()
            #expect(await session.openConnections() == 0)
        }
        #expect(try lines.filter { $0["event"] == "send" }.map { $0["step"]?.text } == ["#1", "@2#1"])
        await platform.server.stop()
    }

    @Test func aFinishedRunIsNotRepeated() async throws {
        let platform = try await FakePlatform.start()
        #expect(try await run(Self.script, on: platform, resumes: false).exitStatus == 0)
        let count = platform.lines.count
        let result = try await run(Self.script, on: platform, resumes: true)
        #expect(result.printed == ["done"], "\(result.failureText)")
        #expect(platform.lines.count == count)
        expectFinalState(platform)
        await platform.server.stop()
    }

    /// The run is cut off while its request number `cut` is on the way, which then takes effect or does not.
    @Test(arguments: 1...22, [true, false])
    func aRunThatWasCutOffGoesOn(cut: Int, takesEffect: Bool) async throws {
        let seen = Mutex(0)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.contains("/pg-instances/") else { return nil }
            let number = seen.withLock { seen in
                seen += 1
                return seen
            }
            guard number == cut else { return nil }
            if takesEffect { _ = box.withLock { $0 }?.answer(request) }
            return [.hold]
        }
        box.withLock { $0 = platform }
        let first = try await run(Self.script, on: platform, resumes: false) { interrupt in
            await platform.server.log.wait { !$0.held.isEmpty }
            interrupt()
            interrupt()
        }
        #expect(first.exitStatus == 130)
        let result = try await run(Self.script, on: platform, resumes: true)
        #expect(result.printed == ["done"], "\(result.failureText)")
        expectFinalState(platform)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("deep secret"))
        await platform.server.stop()
    }

    @Test func aLineThatWasCutOffIsPassedOver() async throws {
        let platform = try await FakePlatform.start()
        #expect(try await run(Self.script, on: platform, resumes: false).exitStatus == 0)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try String(text.dropLast(60)).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try await run(Self.script, on: platform, resumes: true).printed == ["done"])
        #expect(try await run(Self.script, on: platform, resumes: true).printed == ["done"])
        // What the kill left of a line is cut off: every line of the journal is whole again.
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            #expect((try? Value(json: Array(line.utf8))) != nil, "\(line)")
        }
        expectFinalState(platform)
        await platform.server.stop()
    }

    @Test func aStepThatEndedTheRunIsTriedAgain() async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/b") && isBroken.withLock { $0 } ? FakePlatform.problem(500, "broken") : nil
        }
        let script = "show a\nexpect status 404\nadd b host=h port=1 user=u password=pppp\nprint done"
        // Nothing is at work so long that a connection is read more often.
        let soon = TimeAmount.nanoseconds(1)
        #expect(try await run(script, on: platform, resumes: false, resendAfter: soon).exitStatus == 1)
        isBroken.withLock { $0 = false }
        let result = try await run(script, on: platform, resumes: true, resendAfter: soon)
        #expect(result.printed == ["done"], "\(result.failureText)")
        // A platform that failed may have done its work before: it is asked at once, and when the run ends; so is it first and
        // last by the resumed run.
        #expect(
            platform.lines.map { "\($0.prefix(4))\($0.suffix(2))" } == [
                "GET /a", "POST/b", "GET /b", "GET /b", "GET /b", "POST/b", "GET /b",
            ])
        await platform.server.stop()
    }

    /// What was tidied up is not there any more for the steps that would follow.
    @Test func aRunThatTidiedUpIsNotGoneOnWith() async throws {
        let platform = try await FakePlatform.start()
        let script = """
            add a host=h port=1 user=u password=pppp
            defer delete a
            try {
                defer update a port=2
                fail "caught"
            } catch problem { }
            show b
            """
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 1)
        let deferred = try lines.filter { $0["deferred"] == true && $0["event"] == "answer" }
        #expect(deferred.map { $0["command"]?.text } == ["update", "delete"])
        let error = await #expect(throws: JournalProblem.self) {
            try await run(script, on: platform, resumes: true)
        }
        #expect(error?.message.contains("cleaned up (`DELETE") == true)
        await platform.server.stop()
    }

    /// A failure that was caught, with what it deferred, is a part of the run like any other.
    @Test func whatWasTidiedUpInATryIsReplayed() async throws {
        let platform = try await FakePlatform.start()
        let script = """
            add a host=h port=1 user=u password=pppp
            try {
                defer update a port=2
                fail "caught"
            } catch problem { }
            show b
            print done
            """
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 1)
        platform.put("b", ["host": "h"])
        #expect(try await run(script, on: platform, resumes: true).printed == ["done"])
        #expect(platform.lines.count { $0.hasPrefix("PUT") } == 1)
        await platform.server.stop()
    }

    @Test func anotherScriptIsRefused() async throws {
        let platform = try await FakePlatform.start()
        _ = try await run("ping\nping\nping", on: platform, resumes: false)
        let error = await #expect(throws: JournalProblem.self) {
            try await run("ping\npong\nping", on: platform, resumes: true)
        }
        #expect(error?.message.contains("`fleet.picket` differs from line 2 on") == true)
        await platform.server.stop()
    }

    @Test func otherParametersAreRefused() throws {
        let secrets = SecretStore()
        var identity = identity("ping")
        identity.parameters = ["region": "paris"]
        try Journal.create(path, identity: identity, secrets: secrets).close()
        identity.parameters = ["region": "lyon"]
        let error = #expect(throws: JournalProblem.self) {
            try Journal.resume(path, identity: identity, secrets: secrets)
        }
        #expect(error?.message.contains("the parameter `region` has another value") == true)
        expectGoodLines()
    }

    /// Another seed that somebody asks for is not passed over in silence: the run would draw other numbers.
    @Test func anotherSeedThatIsAskedForIsNamed() throws {
        let secrets = SecretStore()
        var identity = identity("ping")
        try Journal.create(path, identity: identity, secrets: secrets).close()
        (identity.seed, identity.isSeedGiven) = (8, true)
        let error = #expect(throws: JournalProblem.self) {
            try Journal.resume(path, identity: identity, secrets: secrets)
        }
        #expect(error?.message.contains("began with the seed 7, and not with 8") == true)
        (identity.seed, identity.isSeedGiven) = (7, true)
        try Journal.resume(path, identity: identity, secrets: secrets).close()
        (identity.seed, identity.isSeedGiven) = (9, false)
        let resumed = try Journal.resume(path, identity: identity, secrets: secrets)
        #expect(resumed.seed == 7)
        resumed.close()
    }

    @Test func aJournalIsNeverOverwritten() throws {
        let secrets = SecretStore()
        let first = try Journal.create(path, identity: identity("ping"), secrets: secrets)
        let there = #expect(throws: JournalProblem.self) {
            try Journal.create(path, identity: identity("ping"), secrets: secrets)
        }
        #expect(there?.message.contains("--resume") == true)
        let busy = #expect(throws: JournalProblem.self) {
            try Journal.resume(path, identity: identity("ping"), secrets: secrets)
        }
        #expect(busy?.message.contains("another run") == true)
        #expect(first.seed == 7)
        expectGoodLines()
    }

    @Test func whatIsNoJournalIsRefused() throws {
        try "hello\n".write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: JournalProblem.self) {
            try Journal.resume(path, identity: identity("ping"), secrets: SecretStore())
        }
        #expect(error?.message.contains("is not a journal") == true)
    }

    @Test(arguments: ["", #"{"event":"begin","vers"#])
    func aJournalThatHasNotBegunSaysThatNothingWasSent(_ text: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: JournalProblem.self) {
            try Journal.resume(path, identity: identity("ping"), secrets: SecretStore())
        }
        #expect(error?.message.contains("before its run had sent anything") == true)
    }

    @Test func aDamagedJournalIsRefused() async throws {
        let platform = try await FakePlatform.start()
        #expect(try await run(Self.script, on: platform, resumes: false).exitStatus == 0)
        var text = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        text[2] = text[2].dropLast(5)
        try text.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let error = await #expect(throws: JournalProblem.self) {
            try await run(Self.script, on: platform, resumes: true)
        }
        #expect(error?.message.contains("is damaged: line 3") == true)
        await platform.server.stop()
    }

    @Test func aSecretThatTheJournalHidIsNotSent() async throws {
        let platform = try await FakePlatform.start()
        platform.put("a", ["password": "deep secret"])
        let script = """
            show a
            let word = $last.body.password
            add b host=h port=1 user=u password=$word
            """
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 0)
        // As if the run had been killed right after its first answer.
        platform.state.withLock { $0.connections["b"] = nil }
        let kept = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").prefix(2)
        try (kept.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.failureText.contains("does not hold"))
        #expect(platform.state.withLock { $0.connections["b"] } == nil)
        await platform.server.stop()
    }
}
