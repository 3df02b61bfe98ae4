import PicketReports
import PicketRuntime
import PicketSyntax

/// The exit statuses that the failures of one file call for. Those of a test are replaced if it runs again.
struct FileVerdict {
    /// The test in progress; nil outside of tests.
    var test: String?
    private var outside: [Int32] = []
    private var byTest: [TextKey: [Int32]] = [:]

    /// All of them.
    var statuses: [Int32] { outside + byTest.values.flatMap { $0 } }

    /// Adds a failure that did not end the file.
    mutating func add(_ failure: Failure) {
        // Whatever kind of failure it is, only a missing answer is not the test's own.
        let status = Int32(failure.exitStatus)
        add(status == ExitStatus.noResponse ? status : ExitStatus.failed)
    }

    /// Adds how the file ended.
    mutating func add(_ outcome: Outcome) {
        test = nil
        switch outcome {
        case .success: break
        case .exit(let status): if status != 0 { add(Int32(status)) }
        case .failure(let failure): add(Int32(failure.exitStatus))
        }
    }

    private mutating func add(_ status: Int32) {
        if let test { byTest[TextKey(test), default: []].append(status) } else { outside.append(status) }
    }

    /// Takes over the verdict of a later attempt.
    ///
    /// - Parameter tests: The tests that ran in it. The set-up ran again before them.
    mutating func take(_ later: FileVerdict, of tests: [String]) {
        outside = tests.isEmpty ? outside + later.outside : later.outside
        for test in tests { byTest[TextKey(test)] = later.byTest[TextKey(test)] }
    }
}

/// The exit status of a test run.
struct TestStatus {
    private(set) var value = ExitStatus.success

    /// Adds the status of a test or a file.
    mutating func judge(_ other: Int32) {
        value = Int32(ReportStatus.combined(Int(value), Int(other)))
    }

    mutating func judge(_ verdict: FileVerdict) {
        for status in verdict.statuses { judge(status) }
    }

    /// Makes sure that a failure is told by the status.
    mutating func judgeFailure() {
        if value == ExitStatus.success { judge(ExitStatus.failed) }
    }
}
