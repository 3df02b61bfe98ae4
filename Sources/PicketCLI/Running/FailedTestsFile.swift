import PicketReports
import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Which tests failed the last time, in the user's state folder.
struct FailedTestsFile {
    private let path: String?
    private let folder: String

    init() {
        path = Directories.state.map { $0 + "/failed-tests.json" }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        folder = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? ""
    }

    /// Those of this folder; none if nothing is known.
    var failed: Set<TestIdentity> { read().tests }

    private func read() -> FailedTests {
        guard let path, let bytes = try? FileReading.bytes(path), let known = FailedTests(bytes: bytes),
            known.folder == folder
        else { return FailedTests(folder: folder) }
        return known
    }

    /// Remembers how this run ended; a state folder that cannot be written is no failure of the tests.
    func update(with report: Report) {
        guard let path, let state = Directories.state else { return }
        var known = read()
        known.update(with: report)
        var made = ""
        for part in state.split(separator: "/") {
            made += "/" + part
            mkdir(made, 0o700)
        }
        try? FileReplacement.replace(path, with: known.bytes, mode: 0o600)
    }
}
