import HTTPHarness
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// What the counts of a run say about writes of unknown effect, if the run learns something about their connections
/// later. The platform's own state is the witness.
@Suite struct OvertakenWriteTests {
    private static let fields = "host=h port=1 user=u password=pppp"
    private static let object: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": ""]
    private static let known = "cannot be told, but what came after it is known (a)"

    private func platform(
        _ lost: String, times: Int = 1, failedReads: Int = 1, hidesPassword: Bool = false
    ) async throws -> FakePlatform {
        try await .losing(
            lost, times: times, failedReads: failedReads, hidesPassword: hidesPassword, Self.object)
    }

    private func result(_ script: String, _ platform: FakePlatform) async throws -> (run: ScriptRun, text: String) {
        try await platform.told(script)
    }

    @Test(
        arguments: [
            ("DELETE", "delete a", "remove a"), ("PUT", "update a port=2", "update a port=3"),
            ("PATCH", "disable a", "enable a"),
        ])
    func aWriteThatTookEffectHasNotFailedBecauseALaterOneIsCertain(
        _ lost: String, _ first: String, _ second: String
    ) async throws {
        let platform = try await platform(lost)
        let (run, text) = try await result("try { \(first) } catch e { }\n\(second)", platform)
        #expect(run.exitStatus == 0, "\(run.failureText)")
        #expect(text.hasSuffix("1 \(Self.known)") && !text.contains("failed"), "\(text)")
    }

    @Test func whatALaterWriteDoesNotSayIsLookedAtWhenTheRunEnds() async throws {
        let (run, text) = try await result(
            "try { update a port=2 } catch e { }\nupdate a host=h2", try await platform("PUT"))
        #expect(run.exitStatus == 0 && text == "1 updated (host), 1 as meant, by whom is not known", "\(text)")
    }

    @Test func aPasswordThatNobodyShowsStaysUnknownWhateverElseIsWritten() async throws {
        for later in ["update a port=3", "enable a"] {
            let platform = try await platform("PUT", hidesPassword: true)
            let (run, text) = try await result("try { update a password=another } catch e { }\n\(later)", platform)
            #expect(run.exitStatus == 1, "\(later)")
            #expect(text.hasSuffix("1 cannot be told (a)"), "\(text)")
        }
    }

    @Test func aWriteThatIsAsMeantHasNotFailedWhateverItsAnswerSays() async throws {
        let counts = Mutex(0)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix("DELETE"), let platform = box.withLock({ $0 }) else { return nil }
            counts.withLock { $0 += 1 }
            _ = platform.answer(request)
            return FakePlatform.problem(500, "broken")
        }
        box.withLock { $0 = platform }
        platform.put("a", Self.object)
        let (_, text) = try await result("try { remove a } catch e { }", platform)
        #expect(text == "1 as meant, by whom is not known" && counts.withLock { $0 } == 1, "\(text)")
    }

    /// Its first write took effect, its second was refused.
    @Test func whatAHalfDoneEnsureDidIsTold() async throws {
        let refused = FakePlatform.problem(403, "no")
        for (isThere, command, told) in [
            (false, "ensure a \(Self.fields) enabled=false", "1 created, 1 failed (a)"),
            (true, "ensure a host=h2 port=1 user=u password=pppp enabled=false", "1 updated (host), 1 failed (a)"),
        ] {
            let platform = try await FakePlatform.start { $0.shortLine.hasPrefix("PATCH") ? refused : nil }
            if isThere { platform.put("a", Self.object) }
            let (_, text) = try await result("try { \(command) } catch e { }", platform)
            #expect(text == told)
        }
    }

    /// The answer to one of its writes was lost, and the other is certain: each is counted.
    @Test(
        arguments: [
            (false, "POST /ds-api/pool", "1 updated (enabled), 1 as meant, by whom is not known"),
            (false, "PATCH", "1 created, 1 as meant, by whom is not known"),
            (true, "PUT", "1 updated (enabled), 1 as meant, by whom is not known"),
        ])
    func eachWriteOfAnEnsureIsCounted(isThere: Bool, lost: String, told: String) async throws {
        let platform = try await platform(lost, failedReads: 0)
        if !isThere { platform.state.withLock { $0.connections["a"] = nil } }
        let (run, text) = try await platform.told(
            "ensure a host=h2 port=1 user=u password=pppp enabled=false", readsLag: false)
        #expect(run.exitStatus == 0 && text == told, "\(text) \(run.failureText)")
    }

    /// The platform answered 500 after it had disabled the connection, as it may after any write of an `ensure`.
    @Test(arguments: ["POST /ds-api/pool", "PATCH"])
    func anEnsureThatIsAnsweredWith500AndIsAsMeantSucceeds(_ broken: String) async throws {
        let first = Mutex(true)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix(broken), let platform = box.withLock({ $0 }),
                first.withLock({ isFirst in
                    defer { isFirst = false }
                    return isFirst
                })
            else { return nil }
            _ = platform.answer(request)
            return FakePlatform.problem(500, "broken")
        }
        box.withLock { $0 = platform }
        let (run, text) = try await result("ensure a \(Self.fields) enabled=false", platform)
        let done = broken == "PATCH" ? "1 created" : "1 updated (enabled)"
        #expect(run.exitStatus == 0, "\(run.failureText)")
        #expect(text == "\(done), 1 as meant, by whom is not known")
    }

    /// Somebody else added the connection while the answer to the `ensure` was lost.
    @Test func anEnsureThatUpdatesWhatSomebodyAddedKnowsTheState() async throws {
        let first = Mutex(true)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix("POST /ds-api/pool"), let platform = box.withLock({ $0 }),
                first.withLock({ isFirst in
                    defer { isFirst = false }
                    return isFirst
                })
            else { return nil }
            platform.put("a", ["host": "other", "port": 1, "user": "u", "password": "pppp", "tags": ""])
            return [.reset]
        }
        box.withLock { $0 = platform }
        let session = try await TestSession(platform.profile)
        let run = await session.run("ensure a \(Self.fields)")
        let text = await session.tally()?.text
        session.close()
        await platform.server.stop()
        #expect(run.exitStatus == 0 && text == "1 updated (host), 1 \(Self.known)", "\(text ?? "")")
    }

    @Test func aHalfDoneEnsureIsNotAsMeant() async throws {
        let script = "try { ensure a host=h2 port=1 user=u password=pppp enabled=false } catch e { }"
        let (run, text) = try await result(script, try await platform("PUT"))
        #expect(run.exitStatus == 1 && text == "1 cannot be told (a)", "\(text)")
        #expect(run.failureText.contains("its `enabled` is not as"), "\(run.failureText)")
    }

    /// Somebody else changed the connection after the write took effect.
    @Test(arguments: [("update a port=2", "PUT"), ("disable a", "PATCH"), ("delete a", "DELETE")])
    func aConnectionThatIsOtherwiseDoesNotProveThatNothingWasDone(_ command: String, _ line: String) async throws {
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix(line), let platform = box.withLock({ $0 }) else { return nil }
            _ = platform.answer(request)
            var other = Self.object
            other["port"] = 3
            other["enabled"] = true
            platform.put("a", other)
            return [.reset]
        }
        box.withLock { $0 = platform }
        platform.put("a", Self.object)
        let (run, text) = try await result("try { \(command) } catch e { }", platform)
        #expect(run.exitStatus == 1 && text == "1 cannot be told (a)", "\(text)")
    }

    /// A refused repetition does not say that the first sending did nothing.
    @Test func anAdditionThatIsRefusedWhenItIsRepeatedCannotBeTold() async throws {
        let first = Mutex(true)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
            return first.withLock { isFirst in
                defer { isFirst = false }
                return isFirst ? [.reset] : nil
            }
        }
        platform.put("a", ["host": "other", "port": 1, "user": "u", "password": "pppp", "tags": ""])
        let session = try await TestSession(platform.profile)
        let run = await session.run("try { add a \(Self.fields) } catch e { print $e.status }")
        let text = await session.tally()?.text
        session.close()
        await platform.server.stop()
        #expect(run.exitStatus == 1 && run.printed == ["409"] && text == "1 cannot be told (a)", "\(text ?? "")")
    }

    @Test func aConnectionIsCountedByItsNameAndPlatform() {
        let (one, two) = (Tally.Subject("•••"), Tally.Subject("web"))
        var tally = Tally(keepsEntries: true)
        tally.note(.untold, one)
        tally.note(.untold, two)
        tally.overtake(one)
        #expect(tally.text == "1 cannot be told (web), 1 cannot be told, but what came after it is known (•••)")
        #expect(tally.entries.map(\.change) == ["overtaken", "untold"])
    }
}
