import Foundation
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The journal of a session: it goes on after a full disk, and a person can read it.
@Suite struct SessionRecordTests {
    private func journal(_ path: String, on disk: JournalDisk) throws -> Journal {
        try Journal.create(
            path, identity: JournalIdentity(sources: [], seed: 1), secrets: SecretStore(), cost: 1, on: disk)
    }

    /// A disk that is full while the flag is set.
    private static func disk(_ isFull: @escaping @Sendable () -> Bool) -> JournalDisk {
        var disk = JournalDisk()
        disk.write = { descriptor, bytes in
            guard isFull() else { return write(descriptor, bytes.baseAddress, bytes.count) }
            errno = ENOSPC
            return -1
        }
        return disk
    }

    @Test func aSessionWritesAgainWhenThereIsRoom() throws {
        let run = try JournalRun()
        let isFull = Mutex(false)
        let journal = try journal(run.path, on: Self.disk { isFull.withLock { $0 } })
        isFull.withLock { $0 = true }
        #expect(throws: JournalProblem.self) { try journal.append(journal.line("end"), isUrgent: true) }
        #expect(journal.problem != nil)
        isFull.withLock { $0 = false }
        // Nothing is written before somebody tries again.
        #expect(throws: JournalProblem.self) { try journal.append(journal.line("end"), isUrgent: true) }
        journal.tryAgain()
        #expect(journal.problem == nil)
        try journal.append(journal.line("end"), isUrgent: true)
        #expect(try run.text.split(separator: "\n").count == 2)
    }

    @Test func aFileThatCannotBeCutBackStaysBroken() throws {
        let run = try JournalRun()
        let isFull = Mutex(false)
        var disk = Self.disk { isFull.withLock { $0 } }
        disk.cut = { _, _ in -1 }
        let journal = try journal(run.path, on: disk)
        isFull.withLock { $0 = true }
        #expect(throws: JournalProblem.self) { try journal.append(journal.line("end"), isUrgent: true) }
        journal.tryAgain()
        #expect(journal.problem != nil)
    }

    @Test func eachWriteHasAnOutcome() throws {
        let run = try JournalRun()
        func line(_ event: String, _ step: String, _ rest: String) -> String {
            #"{"event":"\#(event)","time":"2026-01-02T03:04:05.678Z","step":"\#(step)",\#(rest)}"# + "\n"
        }
        let send = #""command":"delete","platform":"https://p","request":"DELETE /x","place":"<line 3>:1:2""#
        let second = #""command":"delete","request":"PATCH /x/disable""#
        try Data(
            (#"{"event":"begin","version":2}"# + "\n" + line("send", "#1", send) + line("send", "#2", send)
                + line("lost", "#2", #""request":"""#) + line("send", "#3", send) + line("send", "#3", second)
                + line("answer", "#3", #""status":200,"effect":"done","change":"updated""#)
                + line("send", "@2#1", send) + line("answer", "@2#1", #""status":404,"effect":"nothing""#)
                + line("send", "@3#1", send) + line("answer", "@3#1", #""effect":"unknown""#)
                + line("answer", "@4#1", #""status":200,"platform":"https://p""#) + #"{"event":"send","ti"#).utf8
        ).write(to: URL(fileURLWithPath: run.path))
        let records = try JournalRecord.all(in: run.path)
        let done = JournalRecord.Outcome.done(status: 200, change: "updated")
        #expect(
            records.map(\.outcome) == [
                .sent, .lost, done, done, .nothing(status: 404), .unknown(status: nil),
            ])
        #expect(records.map(\.target).prefix(4).last == "PATCH https://p/x/disable")
        #expect(records.first?.place == "<line 3>:1:2" && records.first?.target == "DELETE https://p/x")
        #expect(records.first?.time == "2026-01-02T03:04:05.678Z")
    }

    @Test func aFileThatIsGoneIsASentence() {
        #expect(throws: JournalProblem.self) { try JournalRecord.all(in: "/nonexistent/j") }
    }
}
