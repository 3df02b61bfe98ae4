import Foundation
import PicketData
import PicketRuntime
import Testing

/// A script's folder with a neighbour that it must not read.
final class FileAccessTests {
    let top = FileManager.default.temporaryDirectory.appending(path: "picket-data-\(UUID().uuidString)")
    var scripts: String { top.appending(path: "scripts").path }
    var outside: String { top.appending(path: "outside").path }

    init() throws {
        for folder in ["scripts/data", "outside"] {
            try FileManager.default.createDirectory(
                at: top.appending(path: folder), withIntermediateDirectories: true)
        }
        try Data("a\n1\n".utf8).write(to: top.appending(path: "scripts/data/fleet.csv"))
        try Data("hush\n".utf8).write(to: top.appending(path: "outside/hidden.txt"))
    }

    deinit { try? FileManager.default.removeItem(at: top) }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: scripts + "/" + name, withDestinationPath: target)
    }

    func problem(_ path: String, _ reader: DataReader = DataReader()) -> String? {
        do throws(DataProblem) {
            _ = try reader.read(.lines, path, relativeTo: scripts)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func filesBelowTheFolderAreRead() throws {
        try link("inner", to: "data")
        for path in ["data/fleet.csv", "./data/../data/fleet.csv", "inner/fleet.csv", scripts + "/data/fleet.csv"] {
            #expect(try DataReader().read(.csv, path, relativeTo: scripts) == [["a": 1]])
        }
    }

    @Test func whatLiesOutsideIsRefused() {
        let refusal = "this lies outside the script's folder; `--file-root DIR` lets scripts read elsewhere"
        for path in ["../outside/hidden.txt", "../outside/missing", outside + "/hidden.txt", "/etc/passwd"] {
            #expect(problem(path) == "\(path): \(refusal)")
        }
    }

    @Test func linksThatLeadOutAreRefused() throws {
        try link("file", to: "../outside/hidden.txt")
        try link("folder", to: outside)
        for path in ["file", "folder/hidden.txt"] {
            #expect(
                problem(path)?.hasPrefix("\(path): a symbolic link leads out of the script's folder; `--file-root")
                    == true)
        }
    }

    @Test func aRootWidensWhatIsRead() throws {
        try link("file", to: "../outside/hidden.txt")
        let reader = DataReader(root: outside)
        for path in ["../outside/hidden.txt", outside + "/hidden.txt", "file"] {
            #expect(try reader.read(.lines, path, relativeTo: scripts) == ["hush"])
        }
        #expect(problem("data/fleet.csv", reader) == nil)
        #expect(problem("/etc/passwd", reader) != nil)
    }

    /// What is written into a pipe is data, however late it comes.
    @Test func aPipeIsReadToItsEnd() async throws {
        #expect(mkfifo(scripts + "/pipe", 0o600) == 0)
        let path = scripts + "/pipe"
        let thread = Thread {
            guard let handle = FileHandle(forWritingAtPath: path) else { return }
            handle.write(Data("a,b\n1,".utf8))
            handle.write(Data("2\n".utf8))
            try? handle.close()
        }
        thread.start()
        #expect(try DataReader().read(.csv, "pipe", relativeTo: scripts) == [["a": 1, "b": 2]])
    }

    @Test func standardInputIsRefusedWhereItIsNoData() {
        let reader = DataReader(standardInputRefusal: "the prompt reads standard input")
        #expect(problem("-", reader) == "-: the prompt reads standard input")
        #expect(problem("/dev/stdin", reader) == "/dev/stdin: the prompt reads standard input")
    }

    @Test func onlyFilesAndPipesAreRead() throws {
        #expect(problem("data") == "data: it is a folder")
        #expect(problem("missing.csv") == "missing.csv: there is no such file")
        #expect(problem("") == ": this is not a path")
        #expect(problem("/dev/zero", DataReader(root: "/dev")) == "/dev/zero: it is not a regular file")
    }

    @Test func problemsNameFileAndLine() throws {
        try Data("a,b\n1,2\n3\n".utf8).write(to: top.appending(path: "scripts/ragged.csv"))
        #expect(
            throws: DataProblem("column `b` is missing: 1 cell in a table of 2 columns", path: "ragged.csv", line: 3)
        ) {
            try DataReader().read(.csv, "ragged.csv", relativeTo: self.scripts)
        }
    }

    @Test func largeFilesAreRefused() throws {
        let file = top.appending(path: "scripts/large.txt")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        #expect(truncate(file.path, off_t(DataReader.sizeLimit + 1)) == 0)
        #expect(problem("large.txt") == "large.txt: the file is larger than 64 MiB")
    }
}
