import PicketReports
import PicketRuntime
import PicketSystem
import SystemPackage

/// Which tests failed the last time, in the user's state folder.
struct FailedTestsFile {
    private let path: String?
    private let folder: String

    init() {
        path = Directories.state.map { $0 + "/failed-tests.json" }
        folder = Folder.current ?? ""
    }

    /// The tests of this folder that failed the last time; nil if no run of it is remembered.
    var failed: Set<TestIdentity>? { known?.tests }

    /// Nil too if the file cannot be read, is damaged or is about another folder.
    private var known: FailedTests? {
        guard let path, let bytes = try? InputFile.bytes(of: path), let known = FailedTests(bytes: bytes),
            known.folder.utf8.elementsEqual(folder.utf8)
        else { return nil }
        return known
    }

    /// Remembers how this run ended; a state folder that cannot be written is no failure of the tests.
    func update(with report: Shown<Report>) {
        guard let path, let state = Directories.state else { return }
        var known = known ?? FailedTests(folder: folder)
        known.update(with: report)
        try? Folder.make(state)
        try? FileReplacement.replace(path, with: known.bytes, permissions: .ownerReadWrite)
    }
}
