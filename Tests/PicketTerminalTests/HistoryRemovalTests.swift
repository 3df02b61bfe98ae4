import Foundation
import Testing

@testable import PicketTerminal

/// An entry that turned out to hold a secret leaves memory and file, whichever session wrote it.
@Suite struct HistoryRemovalTests {
    @Test func theOthersStayAsTheyAre() throws {
        let path = try TemporaryFolder().path + "/history"
        var history = try History(path: path)
        try history.add("show {\n  a\n}", time: 1)
        try history.add("let p = \"hunter22\"", time: 2)
        var other = try History(path: path)
        try other.add("print hunter22", time: 3)
        try other.add("界", time: 4)
        try history.remove { $0.contains("hunter22") }
        #expect(history.entries.map(\.text) == ["show {\n  a\n}"])
        #expect(try History(path: path).entries.map(\.text) == ["show {\n  a\n}", "界"])
        #expect(try History(path: path).entries.map(\.time) == [1, 4])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func aFileThatIsALinkStaysOne() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        #expect(symlink(folder.path + "/real", path) == 0)
        var history = try History(path: path)
        try history.add("let p = \"hunter22\"", time: 1)
        try history.add("show", time: 2)
        try history.remove { $0.contains("hunter22") }
        var status = stat()
        #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(try String(contentsOfFile: folder.path + "/real", encoding: .utf8) == "2 show\n")
    }

    @Test func whatIsNotThereChangesNothing() throws {
        let path = try TemporaryFolder().path + "/history"
        var history = try History(path: path)
        try history.remove { _ in true }
        #expect(!FileManager.default.fileExists(atPath: path))
        var memory = History()
        try memory.add("a", time: 1)
        try memory.remove { _ in true }
        #expect(memory.entries.isEmpty)
    }
}
