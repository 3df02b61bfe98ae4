import Foundation
import PicketRuntime
import PicketTerminal
import Synchronization
import Testing

@testable import PicketCLI

/// Where answers go, and what the session keeps of them.
@Suite struct SessionOutputTests {
    private final class Texts: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    @Test func whatFollowsAPagedAnswerWaitsInOrder() {
        let (screen, pages) = (Texts(), Texts())
        let output = SessionOutput(
            usesPager: true, size: { ScreenSize(columns: 80, rows: 3) }, screen: { screen.add($0.content) })
        let page: @Sendable (Shown<String>) -> Void = { pages.add($0.content) }
        output.say("short", page: page)
        output.say("1\n2\n3", page: page)
        output.say("printed\nin\nthree", page: nil)
        output.inOrder { screen.add("failure") }
        output.say("4\n5\n6", page: page)
        output.say("last", page: page)
        #expect(screen.all == ["short"] && pages.all == ["1\n2\n3"])
        #expect(output.release() == "4\n5\n6")
        #expect(screen.all == ["short", "printed\nin\nthree", "failure"])
        #expect(output.release() == nil)
        #expect(screen.all.last == "last")
        output.usesPager = false
        output.say("7\n8\n9", page: page)
        #expect(screen.all.last == "7\n8\n9" && pages.all.count == 1)
    }

    @Test func outputGoesToAFileThatOnlyItsOwnerReads() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "picket-output-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let screen = Texts()
        let output = SessionOutput(usesPager: false, screen: { screen.add($0.content) })
        try output.open(path)
        output.say("to the file", page: nil)
        #expect(output.isFile && screen.all == [])
        output.close()
        output.say("to the screen", page: nil)
        #expect(screen.all == ["to the screen"])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "to the file\n")
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func afterAFullDiskTheScreenShowsTheText() throws {
        let screen = Texts()
        let output = SessionOutput(usesPager: false, screen: { screen.add($0.content) })
        try output.open("/dev/full")
        output.say("not lost", page: nil)
        #expect(screen.all.count == 2 && screen.all.last == "not lost" && !output.isFile)
        #expect(screen.all.first?.contains("cannot write `/dev/full`: ") == true)
        #expect(screen.all.first?.hasSuffix(". Output goes to the screen again.") == true)
        #expect(output.hasLost && output.takeLoss() && !output.takeLoss() && output.hasLost)
    }

    @Test(arguments: [true, false]) func afterTheFileWasDeletedTheScreenShowsTheText(_ isFolder: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-output-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "out.txt").path()
        let screen = Texts()
        let output = SessionOutput(usesPager: false, screen: { screen.add($0.content) })
        try output.open(path)
        output.say("to the file", page: nil)
        #expect(screen.all == [] && !output.takeLoss())
        try FileManager.default.removeItem(atPath: isFolder ? folder.path() : path)
        output.say("not lost", page: nil)
        let message = "`\(path)` was deleted, and what was written to it is lost. Output goes to the screen again."
        #expect(screen.all == [message, "not lost"] && !output.isFile)
        output.say("after", page: nil)
        #expect(screen.all.count == 3 && screen.all.last == "after")
        #expect(output.hasLost && output.takeLoss() && !output.takeLoss())
    }

    @Test func aMovedFileIsNotDeleted() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "picket-output-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path + ".1") }
        let screen = Texts()
        let output = SessionOutput(usesPager: false, screen: { screen.add($0.content) })
        try output.open(path)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        output.say("to the file", page: nil)
        #expect(output.isFile && screen.all == [] && !output.hasLost)
        output.close()
        #expect(try String(contentsOfFile: path + ".1", encoding: .utf8) == "to the file\n")
    }

    // MARK: Answers

    @Test func theOldestAnswersMakeRoom() {
        let log = AnswerLog(limit: 4_096) { "12:00:00" }
        for number in 1...100 { log.add("answer \(number)", of: "line \(number)") }
        let answers = log.answers
        #expect(answers.count > 10 && answers.count < 40)
        #expect(answers.last?.text == "answer 100" && answers.last?.time == "12:00:00")
        log.add(Redactor(SecretStore()).show(String(repeating: "x", count: 2_000)), of: "large")
        #expect(log.answers.last?.line == "line 100")
    }
}
