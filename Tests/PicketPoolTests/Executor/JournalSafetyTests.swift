import Foundation
import HTTPHarness
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// What a journal is kept for: no write twice, no run on what is another's, and nothing that passes over that.
@Suite struct JournalSafetyTests {
    private static let gateway = "request POST /other x=1"

    private func platformBehindAGateway(_ status: Int) async throws -> FakePlatform {
        try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/other") ? [.send(answer("<html>", status: "\(status) -"))] : nil
        }
    }

    // MARK: Writes whose effect is not known (C1)

    /// A resumed run sends no request again of which the run said that its effect is not known.
    @Test(arguments: [504, 502, 503, 500, 408])
    func aRequestOfUnknownEffectIsRefusedInAResumedRun(status: Int) async throws {
        let platform = try await platformBehindAGateway(status)
        let run = try JournalRun()
        #expect(try await run(Self.gateway, on: platform, resumes: false).exitStatus == 1)
        #expect(try run.lines.last { $0["event"] == "answer" }?["effect"] == "unknown")
        for script in [Self.gateway, Self.gateway] {
            let resumed = try await run(script, on: platform, resumes: true)
            #expect(resumed.exitStatus == 1)
            #expect(resumed.failure?.diagnostic.code == "unsettled-write")
            #expect(resumed.failureText.contains("not known"))
        }
        #expect(platform.lines.count == 1)
        await platform.server.stop()
    }

    @Test func aTryDoesNotPassOverAnUnsettledRequest() async throws {
        let platform = try await platformBehindAGateway(504)
        let run = try JournalRun()
        let script = "try { \(Self.gateway) } catch { }\nfail \"later\""
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 1)
        let resumed = try await run(script, on: platform, resumes: true, continuesOnError: true)
        #expect(resumed.failure?.diagnostic.code == "unsettled-write")
        #expect(platform.lines.count == 1)
        await platform.server.stop()
    }

    /// What the script went past stays as it was: the answer is replayed.
    @Test func aRequestThatTheScriptWentPastIsReplayed() async throws {
        let platform = try await platformBehindAGateway(504)
        let run = try JournalRun()
        let script = "\(Self.gateway)\nexpect status 504\nshow a\nprint done"
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 1)
        platform.put("a", ["host": "h"])
        #expect(try await run(script, on: platform, resumes: true).printed == ["done"])
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 1)
        await platform.server.stop()
    }

    @Test func aRefusedRequestIsSentAgain() async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasSuffix("/other") else { return nil }
            return isBroken.withLock { $0 } ? FakePlatform.problem(422, "not so") : FakePlatform.answer(200, [:])
        }
        let run = try JournalRun()
        #expect(try await run(Self.gateway, on: platform, resumes: false).exitStatus == 1)
        #expect(try run.lines.last { $0["event"] == "answer" }?["effect"] == "nothing")
        isBroken.withLock { $0 = false }
        #expect(try await run(Self.gateway, on: platform, resumes: true).exitStatus == 0)
        #expect(platform.lines.count == 2)
        await platform.server.stop()
    }

    // MARK: Nothing catches it (C2)

    /// The journal is changed so that a later step does not fit: nothing more is sent, whatever stands around the command.
    @Test(arguments: [
        "try { add b host=h port=1 user=u password=pppp } catch { }\nadd c host=h port=1 user=u password=pppp",
        "within 5m { add b host=h port=1 user=u password=pppp }\nadd c host=h port=1 user=u password=pppp",
        "for n in [b, c] { try { add $n host=h port=1 user=u password=pppp } catch { } }",
        "defer delete a\nadd b host=h port=1 user=u password=pppp",
    ])
    func aJournalThatDoesNotFitEndsTheRun(rest: String) async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script = "add a host=h port=1 user=u password=pppp\n\(rest)\nprint done"
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 0)
        let other = try run.text.replacing("/b {", with: "/z {")
        try other.write(toFile: run.path, atomically: true, encoding: .utf8)
        let count = platform.lines.count
        let resumed = try await run(script, on: platform, resumes: true, continuesOnError: true)
        #expect(resumed.failure?.diagnostic.code == "journal-trouble", "\(resumed.failureText)")
        #expect(resumed.printed == [])
        #expect(resumed.exitStatus == 2)
        #expect(platform.lines.count == count)
        await platform.server.stop()
    }

    @Test func anotherPlatformIsRefused() async throws {
        let (one, other) = (try await FakePlatform.start(), try await FakePlatform.start())
        let run = try JournalRun()
        #expect(try await run("show a\nexpect status 404", on: one, resumes: false).exitStatus == 0)
        let error = await #expect(throws: JournalProblem.self) {
            try await run("show a\nexpect status 404", on: other, resumes: true)
        }
        #expect(error?.message.contains("it ran on `\(one.url)`, and not on `\(other.url)`") == true)
        #expect(other.requests.isEmpty)
        await one.server.stop()
        await other.server.stop()
    }

    private static func files(_ rows: [Value]?) -> @Sendable () -> HostServices {
        { HostServices(readFile: { _, _ in rows.map { .value(.list($0)) } ?? .problem("there is no such file") }) }
    }

    /// A row more, a row less, or no file at all: the journal is one of another run.
    @Test(arguments: [["a", "x", "b"], ["a"], nil] as [[String]?])
    func anotherDataFileIsRefused(names: [String]?) async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script = """
            try {
                for name in lines("fleet.txt") { add $name host=h port=1 user=u password=pppp }
            } catch { }
            print done
            """
        let first = try await run(script, on: platform, resumes: false, services: Self.files(["a", "b"]))
        #expect(first.printed == ["done"])
        let rows = names.map { $0.map { Value.string($0) } }
        let resumed = try await run(script, on: platform, resumes: true, services: Self.files(rows))
        #expect(resumed.failureText.contains("the data file `fleet.txt` is not what it was"))
        #expect(resumed.exitStatus == 2)
        #expect(resumed.printed == [])
        #expect(platform.lines.count == 2)
        let same = try await run(script, on: platform, resumes: true, services: Self.files(["a", "b"]))
        #expect(same.printed == ["done"], "\(same.failureText)")
        await platform.server.stop()
    }

    // MARK: A full disk (C3)

    /// The disk is full for one moment, in the middle of a line: nothing is sent for which there is no line, and the journal can
    /// be gone on with.
    @Test(arguments: [3, 5, 7, 8])
    func aDiskThatIsFullForAMomentLosesNothing(writing: Int) async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script = """
            for n in [a, b, c] {
                try { add $n host=h port=1 user=u password=pppp } catch { }
            }
            print done
            """
        let first = try await run(script, on: platform, resumes: false, disk: { Self.disk(fullAt: writing) })
        #expect(first.failure?.diagnostic.code == "journal-trouble", "\(first.failureText)")
        #expect(first.exitStatus == 1)
        #expect(try run.text.hasSuffix("}\n"))
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 3)
        await platform.server.stop()
    }

    /// Of the line of this number, from 1, half is written, then nothing.
    private static func disk(fullAt number: Int) -> JournalDisk {
        let count = Mutex(0)
        var disk = JournalDisk()
        disk.write = { descriptor, bytes in
            let current = count.withLock { count in
                count += 1
                return count
            }
            if current == number { return write(descriptor, bytes.baseAddress, bytes.count / 2) }
            guard current != number + 1 else {
                errno = ENOSPC
                return -1
            }
            return write(descriptor, bytes.baseAddress, bytes.count)
        }
        return disk
    }

    @Test func aFileThatCannotBeCutBackTakesNoFurtherLine() throws {
        let run = try JournalRun()
        var disk = Self.disk(fullAt: 2)
        disk.cut = { _, _ in -1 }
        let file = try JournalFile.create(run.path, on: disk)
        try file.append("one", isUrgent: true)
        for line in ["two", "three"] {
            #expect(throws: JournalProblem.self) { try file.append(line, isUrgent: true) }
        }
        #expect(try run.text == "one\ntw")
    }

    /// What did not get to the disk was not sent: the line goes, too.
    @Test func aLineThatIsNotSettledIsCutOff() throws {
        let run = try JournalRun()
        let isBroken = Mutex(false)
        var disk = JournalDisk()
        disk.settle = { _ in isBroken.withLock { $0 } ? -1 : 0 }
        let file = try JournalFile.create(run.path, on: disk)
        try file.append("one", isUrgent: true)
        isBroken.withLock { $0 = true }
        #expect(throws: JournalProblem.self) { try file.append("two", isUrgent: true) }
        isBroken.withLock { $0 = false }
        try file.append("three", isUrgent: true)
        #expect(try run.text == "one\nthree\n")
    }

    /// What nobody can read later is no record.
    @Test func aFileThatWasDeletedTakesNoWrite() throws {
        let run = try JournalRun()
        let file = try JournalFile.create(run.path)
        try file.append("one", isUrgent: true)
        try FileManager.default.removeItem(atPath: run.path)
        let problem = #expect(throws: JournalProblem.self) { try file.append("two", isUrgent: true) }
        #expect(problem?.message == "the journal `\(run.path)` was deleted")
    }
}
