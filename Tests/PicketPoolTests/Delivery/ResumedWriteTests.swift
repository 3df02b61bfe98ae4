import Foundation
import HTTPHarness
import NIOCore
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// What a resumed run says of writes that an earlier run sent.
@Suite struct ResumedWriteTests {
    private static let ensure = "ensure a host=h port=2 user=u password=pppp tags=\"\"\n"
    private static let tell = "print $last.change, $last.fields\nprint $last.note"

    /// C5: what an earlier run created or updated is not `unchanged`.
    @Test(
        arguments: [("POST", nil, "created [host, port, user, password, tags]"), ("PUT", 1, "updated [port]")]
            as [(String, Int64?, String)])
    func aResumedEnsureTellsWhatWasSent(method: String, port: Int64?, told: String) async throws {
        let before: ValueMap? = port.map {
            ["host": "h", "port": .integer($0), "user": "u", "password": "pppp", "tags": ""]
        }
        let (run, platform) = try await JournalRun.cutOff(Self.ensure + Self.tell, at: method, before: before) {
            platform, request in
            _ = platform.answer(request)
        }
        let resumed = try await run(Self.ensure + Self.tell, on: platform, resumes: true)
        #expect(resumed.printed.first == told, "\(resumed.failureText)")
        #expect(resumed.printed.last?.contains("whether by this request is not known") == true)
        #expect(platform.lines.count { $0.hasPrefix(method) } == 1)
        await platform.server.stop()
    }

    /// C5: an earlier run added the connection, and this run does the rest.
    @Test func aResumedEnsureThatAddsTheRestSaysCreated() async throws {
        let script = "ensure a host=h port=2 user=u password=pppp enabled=false\n" + Self.tell
        let (run, platform) = try await JournalRun.cutOff(script, at: "POST", before: nil) { platform, request in
            _ = platform.answer(request)
        }
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.printed.first == "created [host, port, user, password, enabled]", "\(resumed.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("PATCH") } == 1)
        await platform.server.stop()
    }

    /// C9: what an earlier run sent for an `ensure` may still be at work, so it is not sent again at once.
    @Test(arguments: ["POST", "PUT", "PATCH"])
    func aResumedEnsureWaitsForWhatMayBeAtWork(_ method: String) async throws {
        let script = "ensure a host=h port=2 user=u password=pppp enabled=\(method != "PATCH")\n" + Self.tell
        var meant: ValueMap = ["host": "h", "port": 2, "user": "u", "password": "pppp", "tags": ""]
        var before: ValueMap? = method == "POST" ? nil : meant
        if method == "PUT" { before?["port"] = 1 }
        if method == "PATCH" { meant["enabled"] = false }
        let box = Mutex<FakePlatform?>(nil)
        let reads = Mutex(0)
        let isFirst = Mutex(true)
        let after = meant
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.contains("/pg-instances/") else { return nil }
            if request.shortLine.hasPrefix(method) {
                return isFirst.withLock { isFirst in
                    defer { isFirst = false }
                    return isFirst ? [.hold] : nil
                }
            }
            let count = reads.withLock { reads in
                reads += 1
                return reads
            }
            // The first read is that of the first run. Before the third one, the late write takes effect.
            if count == 3 { platform.put("a", after) }
            return nil
        }
        box.withLock { $0 = platform }
        if let before { platform.put("a", before) }
        let run = try JournalRun()
        let first = try await run(
            script, on: platform, resumes: false,
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 1 }
                interrupt()
                interrupt()
            })
        #expect(first.exitStatus == 130)
        let resumed = try await run(
            script, on: platform, resumes: true,
            configure: {
                $0.retryPolicy.resendAfter = .minutes(10)
                $0.settleTimeout = .minutes(10)
            })
        #expect(resumed.exitStatus == 0, "\(resumed.failureText)")
        #expect(resumed.printed.last?.contains("whether by this request is not known") == true, "\(resumed.printed)")
        #expect(platform.lines.count { $0.hasPrefix(method) } == 1)
        await platform.server.stop()
    }

    /// C1, C13: nothing tells later what a request of unknown effect did, so the run that goes on behind it is no success.
    @Test(arguments: [("try { request POST /other } catch e { }", 1), ("request POST /other\nexpect status 504", 0)])
    func aRequestOfUnknownEffectIsNoSuccessOfALaterRunEither(_ sent: String, _ status: Int) async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            if request.shortLine.hasSuffix("/other") { return [.send(answer("", status: "504 -"))] }
            let isRefused = request.shortLine.hasSuffix("/b") && isBroken.withLock { $0 }
            return isRefused ? FakePlatform.problem(422, "not now") : nil
        }
        let script = "\(sent)\nadd b host=h port=1 user=u password=pppp"
        let run = try JournalRun()
        let first = try await run(script, on: platform, resumes: false)
        #expect(first.exitStatus == 1)
        isBroken.withLock { $0 = false }
        for _ in 1...2 {
            let resumed = try await run(script, on: platform, resumes: true)
            #expect(resumed.exitStatus == status, "\(resumed.failureText)")
            #expect(resumed.failureText.contains("1 write of the run took effect is not known") == (status == 1))
        }
        #expect(platform.lines.count { $0.hasSuffix("/other") } == 1)
        await platform.server.stop()
    }

    /// C9: the script went past a write of unknown effect, and a run that goes on behind it looks at that connection again, as
    /// the run itself would have done at its end.
    @Test(arguments: [true, false]) func aWriteOfUnknownEffectIsReadAgainByALaterRun(tookEffect: Bool) async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            guard isBroken.withLock({ $0 }) else { return nil }
            switch request.shortLine {
            case "PUT /ds-api/pool/pg-instances/a": return [.send(answer("", status: "504 -"))]
            case "GET /ds-api/pool/pg-instances/a": return [.send(answer("<html>", status: "404 -"))]
            case "POST /ds-api/pool/pg-instances/b": return FakePlatform.problem(422, "not now")
            default: return nil
            }
        }
        platform.put("a", ["host": "h", "port": 1])
        let script = """
            try { update a port=2 } catch problem { print caught }
            add b host=h port=1 user=u password=pppp
            """
        let run = try JournalRun()
        let soon: @Sendable (inout ExecutorConfiguration) -> Void = {
            $0.retryPolicy.resendAfter = .milliseconds(50)
        }
        let first = try await run(script, on: platform, resumes: false, configure: soon)
        #expect(first.printed == ["caught"] && first.exitStatus == 1, "\(first.failureText)")
        isBroken.withLock { $0 = false }
        if tookEffect { platform.put("a", ["host": "h", "port": 2]) }
        let resumed = try await run(script, on: platform, resumes: true, configure: soon)
        #expect(resumed.exitStatus == (tookEffect ? 0 : 1), "\(resumed.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("PUT") } == 1)
        await platform.server.stop()
    }

    /// C1: a request whose effect is not known is never sent again by a resumed run.
    @Test func aRequestOfUnknownEffectIsNotRepeated() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/other") ? [.send(answer("", status: "504 -"))] : nil
        }
        let run = try JournalRun()
        let first = try await run("request POST /other x=1", on: platform, resumes: false)
        #expect(first.exitStatus == 1)
        let resumed = try await run("request POST /other x=1", on: platform, resumes: true)
        #expect(resumed.exitStatus == 1)
        #expect(platform.lines.count { $0.hasSuffix("/other") } == 1)
        await platform.server.stop()
    }

    /// A failure that `--continue-on-error` went on after is tried again; one that the script expected is not, whatever is
    /// recorded behind it.
    @Test func whatWasRecordedIsTriedAgainAndWhatWasExpectedIsNot() async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            request.shortLine == "POST /ds-api/pool/pg-instances/b" && isBroken.withLock { $0 }
                ? FakePlatform.problem(422, "not now") : nil
        }
        platform.put("a", ["host": "h"])
        let fields = "host=h port=1 user=u password=pppp"
        let script = """
            add a \(fields)
            expect status 409
            check 1 + 1 == 3
            for name in [b, c] { add $name \(fields) }
            print done
            """
        let run = try JournalRun()
        let first = try await run(script, on: platform, resumes: false, continuesOnError: true)
        #expect(first.printed == ["done"] && first.exitStatus == 1, "\(first.failureText)")
        isBroken.withLock { $0 = false }
        let resumed = try await run(script, on: platform, resumes: true, continuesOnError: true)
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        let sent = platform.lines.filter { $0.hasPrefix("POST") }.map { $0.suffix(1) }
        #expect(sent == ["a", "b", "c", "b"])
        await platform.server.stop()
    }

    /// The journal tells when each write was sent.
    @Test func aLineOfASendingHasItsTime() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        _ = try await run("add a host=h port=1 user=u password=pppp", on: platform, resumes: false)
        let lines = try String(contentsOfFile: run.path, encoding: .utf8).split(separator: "\n")
        let sent = lines.first { $0.contains(#""event":"send""#) }
        guard let sent, case .map(let line) = try Value(json: Array(sent.utf8)), let time = line["time"]?.text else {
            Issue.record("there is no time")
            return
        }
        #expect(CalendarTime.milliseconds(of: time) != nil)
        await platform.server.stop()
    }

    @Test func aTimeIsReadAsItIsWritten() {
        for moment: Int64 in [0, 951_782_399_999, 1_795_867_200_123, 4_102_444_800_000] {
            let text = CalendarTime.text(secondsSince1970: moment / 1_000, milliseconds: moment % 1_000)
            #expect(CalendarTime.milliseconds(of: text) == moment)
        }
        for text in [
            "", "2026-11-28", "2026-13-28T00:00:00.000Z", "2026-11-28T25:00:00.000Z", "x2026-11-28T00:00:00.000Z",
        ] {
            #expect(CalendarTime.milliseconds(of: text) == nil)
        }
    }
}
