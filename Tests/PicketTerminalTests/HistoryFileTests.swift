import Foundation
import TerminalHarness
import Testing

@testable import PicketTerminal

@Suite struct HistoryFileTests {
    private func texts(_ path: String) throws -> [String] { try History(path: path).entries.map(\.text) }

    @Test func keepsWholeBlocksWithTheirTimes() throws {
        let path = try TemporaryFolder().path + "/state/picket/history"
        var history = try History(path: path)
        try history.add("show {\n  \\n \"ü\"\r\n}", time: 12)
        try history.add("界", time: 13)
        #expect(try History(path: path).entries == history.entries)
        #expect(history.entries.map(\.time) == [12, 13])
        #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 2)
    }

    /// An entry that only looks like the previous one is kept.
    @Test func entriesAreComparedByTheirBytes() throws {
        var history = History()
        for text in ["show caf\u{E9}", "show cafe\u{301}", "show cafe\u{301}"] { try history.add(text, time: 1) }
        #expect(history.entries.map { Array($0.text.utf8).count } == [10, 11])
    }

    @Test func isForTheUserAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/state/picket/history"
        var history = try History(path: path)
        try history.add("show", time: 1)
        let manager = FileManager.default
        func mode(_ path: String) throws -> Int? {
            try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(path) == 0o600)
        #expect(try mode(folder.path + "/state/picket") == 0o700)
        #expect(try mode(folder.path + "/state") == 0o700)
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test func aLinkToTheNullDeviceKeepsNothingAndChangesNothing() throws {
        let folder = try TemporaryFolder()
        // With the rights for it, a device of the test's own: a fault would change the system's.
        let device = folder.path + "/null"
        var null = stat()
        #expect(stat("/dev/null", &null) == 0)
        let isOwn = mknod(device, S_IFCHR | 0o666, null.st_rdev) == 0 && chmod(device, 0o666) == 0
        let path = folder.path + "/history"
        #expect(symlink(isOwn ? device : "/dev/null", path) == 0)
        var history = try History(path: path)
        try history.add("show", time: 1)
        #expect(history.entries.map(\.text) == ["show"])
        #expect(mode(path) == 0o666)
    }

    @Test(.timeLimit(.minutes(1))) func aPipeInItsPlaceIsSaidAndNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        #expect(mkfifo(path, 0o644) == 0 && chmod(path, 0o644) == 0)
        #expect(throws: HistoryFile.Failure(description: "the history is not stored: `\(path)` is not a regular file"))
        {
            try History(path: path)
        }
        var history = History()
        try history.add("show", time: 1)
        #expect(throws: HistoryFile.Failure.self) { try HistoryFile(path: path).append(history.entries[0]) }
        #expect(mode(path) == 0o644)
    }

    @Test func aFileThatWasThereKeepsItsModeAndItsLink() throws {
        let folder = try TemporaryFolder()
        let (file, path) = (folder.path + "/mine", folder.path + "/history")
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(chmod(file, 0o640) == 0 && symlink(file, path) == 0)
        var history = try History(path: path)
        for entry in 0..<10 { try history.add("show \(entry)", time: 1) }
        #expect(try History(path: path, limit: 5).entries.map(\.text).last == "show 9")
        #expect(try texts(file) == (5..<10).map { "show \($0)" })
        var status = stat()
        #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(mode(file) == 0o640)
    }

    @Test(.timeLimit(.minutes(1))) func aLockThatSomebodyHoldsIsSaid() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        var history = try History(path: path)
        try history.add("a", time: 1)
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        #expect(throws: HistoryFile.Failure.self) { try history.add("b", time: 1) }
    }

    @Test func leavesOutRepeatsAndWhatBeginsWithABlank() throws {
        let folder = try TemporaryFolder()
        var history = try History(path: folder.path + "/history")
        for text in ["a", "a", " b", "", "\tc", "d", "a"] { try history.add(text, time: 1) }
        #expect(try texts(folder.path + "/history") == ["a", "d", "a"])
    }

    @Test func sessionsAppendAtTheSameTime() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for session in 0..<4 {
                group.addTask {
                    var history = try History(path: path)
                    for entry in 0..<100 {
                        try history.add("\(session) \(entry) " + String(repeating: "x", count: 500), time: 1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try texts(path).count == 400)
        for session in 0..<4 {
            let own = try texts(path).filter { $0.hasPrefix("\(session) ") }.map { $0.split(separator: " ")[1] }
            #expect(own == (0..<100).map { "\($0)" })
        }
    }

    @Test func trimsAtTheStartWhileOthersAppend() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var history = try History(path: path)
                for entry in 0..<200 { try history.add("entry \(entry)", time: 1) }
            }
            group.addTask { for _ in 0..<50 { _ = try History(path: path, limit: 10) } }
            try await group.waitForAll()
        }
        let kept = try History(path: path, limit: 10).entries.map(\.text)
        #expect(kept == (190..<200).map { "entry \($0)" })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["history"])
    }

    /// A history that stands elsewhere by a symbolic link is cut down there (R1).
    @Test func aLinkStaysALinkWhenTheFileIsCutDown() throws {
        let folder = try TemporaryFolder()
        let (file, link) = (folder.path + "/elsewhere", folder.path + "/history")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "elsewhere")
        var history = try History(path: link)
        for entry in 0..<20 { try history.add("entry \(entry)", time: 1) }
        #expect(try History(path: link, limit: 10).entries.count == 10)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "elsewhere")
        #expect(try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").count == 10)
    }

    @Test func skipsLinesThatItDidNotWrite() throws {
        let path = try TemporaryFolder().file("history", "1 show\nnonsense\n2 add\\\n\n3 set\n")
        #expect(HistoryEntry(line: "2 add\\") == nil)
        #expect(HistoryEntry(line: "1 a\\nb")?.text == "a\nb")
        #expect(!path.isEmpty)
    }

    /// P24: an entry never joins a line that an earlier failure has cut.
    @Test func anEntryBeginsOnALineOfItsOwn() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("history", "1 show\n2 add hal")
        var history = try History(path: path)
        try history.add("stop", time: 3)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "1 show\n2 add hal\n3 stop\n")
    }

    /// P24: an entry for which there is no room leaves nothing behind.
    @Test func aFullDiskCutsNoEntry() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        // The limit is in blocks of 512 bytes.
        let script = "trap '' XFSZ; ulimit -f 1; exec '\(probePath)'"
        let terminal = try Terminal(
            "/bin/sh", ["-c", script], environment: standardEnvironment.merging(["PROBE_HISTORY": path]) { $1 },
            columns: 200)
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == ">" }
        let long = "show " + String(repeating: "1", count: 295)
        for line in [long, long + "2", "add 3"] {
            terminal.type(line + "\r")
            try terminal.wait("the line") {
                $0.screen.lines.last == ">" && $0.screen.transcript.joined().contains("<\(line)>")
            }
        }
        #expect(terminal.screen.transcript.contains { $0.contains("cannot write the history") })
        #expect(try texts(path) == [long, "add 3"])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.last == UInt8(ascii: "\n"))
    }

    @Test func saysWhyItCannotBeWritten() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("file", "") + "/history"
        var history = try History(path: path)
        #expect(throws: HistoryFile.Failure.self) { try history.add("show", time: 1) }
        #expect(history.entries.map(\.text) == ["show"])
    }
}
