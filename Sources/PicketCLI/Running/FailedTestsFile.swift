import PicketReports
import PicketRuntime
import PicketSystem
import SystemPackage

/// Stores in the user's state folder which tests failed in the last run of each selection root.
final class FailedTestsFile {
    private let path: String?
    private let root: FailedTests
    /// What was stored of this root before the run, which `begin` takes out of the file.
    private var earlier: FailedTests?

    /// - Parameter arguments: The paths to test, as they were named.
    init(_ folder: TestFolder, _ arguments: [String]) {
        path = Directories.state.map { $0 + "/failed-tests.json" }
        root = FailedTests(root: arguments.map { folder.place(of: $0) })
    }

    /// The tests that failed in the last run of this root; nil if none is stored, or if it may be out of date.
    var failed: Set<TestIdentity>? { problem == nil ? stored?.tests(of: root)?.tests : nil }

    /// Why the memory may be out of date, in one sentence without a full stop; nil if it is not. A file that cannot be
    /// written could not take in the latest runs.
    var problem: String? {
        guard let path, FileCheck.exists(path), !FileCheck.isWritable(path) else { return Directories.problem }
        return "`\(path)` cannot be written, so it may be out of date"
    }

    /// The stored tests; nil if the file cannot be read or is damaged.
    private var stored: FailedTestsMemory? {
        guard let path, let file = try? InputFile(path, .regular), let bytes = try? file.bytes() else { return nil }
        return FailedTestsMemory(bytes: bytes)
    }

    /// Takes this root out of the file before its tests run, so that a run that cannot be stored leaves nothing that is
    /// out of date.
    func begin() {
        guard let path, var memory = stored, let earlier = memory.tests(of: root) else { return }
        self.earlier = earlier
        memory.remove(root)
        if write(memory, to: path) != nil { FileReplacement.remove(path) }
    }

    /// Stores the result of this run.
    ///
    /// - Returns: A warning if it cannot be stored; nil if it is.
    func update(with report: Shown<Report>) -> String? {
        guard let path else { return nil }
        var memory = stored ?? FailedTestsMemory()
        var tests = earlier ?? root
        // Another run of the same root may have ended meanwhile, such as another shard.
        if let other = memory.tests(of: root) { tests.add(other) }
        tests.update(with: report)
        memory.store(tests)
        return write(memory, to: path).map {
            "which tests failed cannot be stored for `--rerun-failed` in `\(path)`: \($0.message)"
        }
    }

    private func write(_ memory: FailedTestsMemory, to path: String) -> FileProblem? {
        do throws(FileProblem) {
            try Folder.make(FolderPaths.folder(of: path))
            if FileCheck.exists(path), !FileCheck.isRegular(path) { throw .notRegular }
            try FileReplacement.replace(path, with: memory.bytes, permissions: .ownerReadWrite)
            return nil
        } catch {
            return error
        }
    }
}
