import PicketReports
import PicketRuntime
import PicketSystem
import SystemPackage

/// Stores in the user's state folder which tests failed in the last run.
struct FailedTestsFile {
    private let path: String?
    /// The folder that the paths of the tests are relative to.
    private let folder: String

    init(_ folder: TestFolder) {
        path = Directories.state.map { $0 + "/failed-tests.json" }
        self.folder = folder.path
    }

    /// The tests of this folder that failed in its last run; nil if no run of it is stored.
    var failed: Set<TestIdentity>? { known?.below(folder)?.tests }

    /// The stored tests; nil if the file cannot be read or is damaged.
    private var known: FailedTests? {
        guard let path, let bytes = try? InputFile.bytes(of: path) else { return nil }
        return FailedTests(bytes: bytes)
    }

    /// Stores the result of this run. A failure to write is ignored, since the tests themselves did not fail.
    func update(with report: Shown<Report>) {
        guard let path, let state = Directories.state else { return }
        var ran = known?.below(folder) ?? FailedTests(folder: folder)
        ran.update(with: report)
        // The stored results of a wider folder are kept.
        if let wider = known, wider.folder.utf8.count < folder.utf8.count, let inner = wider.below(folder),
            let outer = ran.below(wider.folder), let before = inner.below(wider.folder)
        {
            ran = FailedTests(folder: wider.folder, tests: wider.tests.subtracting(before.tests).union(outer.tests))
        }
        try? Folder.make(state)
        try? FileReplacement.replace(path, with: ran.bytes, permissions: .ownerReadWrite)
    }
}
