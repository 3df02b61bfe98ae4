import PicketReports
import PicketRuntime
import PicketSystem
import SystemPackage

/// Which tests failed the last time, in the user's state folder.
struct FailedTestsFile {
    private let path: String?
    /// What the paths of the tests begin at.
    private let folder: String

    init(_ folder: TestFolder) {
        path = Directories.state.map { $0 + "/failed-tests.json" }
        self.folder = folder.path
    }

    /// The tests of this folder that failed the last time; nil if no run of it is remembered.
    var failed: Set<TestIdentity>? { known?.below(folder)?.tests }

    /// Nil too if the file cannot be read or is damaged.
    private var known: FailedTests? {
        guard let path, let bytes = try? InputFile.bytes(of: path) else { return nil }
        return FailedTests(bytes: bytes)
    }

    /// Remembers how this run ended; a state folder that cannot be written is no failure of the tests.
    func update(with report: Shown<Report>) {
        guard let path, let state = Directories.state else { return }
        var ran = known?.below(folder) ?? FailedTests(folder: folder)
        ran.update(with: report)
        // What is remembered of a wider folder stays.
        if let wider = known, wider.folder.utf8.count < folder.utf8.count, let inner = wider.below(folder),
            let outer = ran.below(wider.folder), let before = inner.below(wider.folder)
        {
            ran = FailedTests(folder: wider.folder, tests: wider.tests.subtracting(before.tests).union(outer.tests))
        }
        try? Folder.make(state)
        try? FileReplacement.replace(path, with: ran.bytes, permissions: .ownerReadWrite)
    }
}
