package import PicketRuntime
package import PicketSyntax

/// Builds the report of one file from its events.
///
///     var collector = FileCollector(path: "smoke.picket", mode: .test)
///     collector.take(event)                       // each, in order
///     let file = collector.finish(outcome, at: time, notRun: tests)
///
/// Files that run at the same time have one collector each. The report may contain secrets.
package struct FileCollector {
    let mode: Report.Mode
    var sources: SourceLibrary
    var renderer = DiagnosticRenderer()
    var file: FileReport
    /// The case for everything outside of tests and steps.
    var outside: CaseReport
    /// The current test or outermost step.
    var current: CaseReport?
    /// The open steps inside of it, the outermost first.
    var steps: [StepReport] = []
    /// The number of open steps, including the one that is a case.
    var depth = 0
    /// The index of the case of a failed step that has not got its failure yet.
    var unexplained: Int?
    var commandStart: Int64 = 0
    /// The report of the file's earlier attempts; nil in the first.
    let earlier: FileReport?

    /// - Parameters:
    ///   - repetition: The number of the repetition, counted from 1; 0 without repetitions.
    ///   - earlier: The report of the earlier attempts, if failed tests of the file run again.
    ///   - hidden: Returns the secret places in a source, such as literals for password parameters.
    package init(
        path: String, identity: String? = nil, mode: Report.Mode, hasTests: Bool = false, repetition: Int = 0,
        start: Int64 = 0, earlier: FileReport? = nil,
        hidden: @escaping (SourceFile) -> [SourceSpan] = { _ in [] }
    ) {
        self.mode = mode
        self.earlier = earlier
        sources = SourceLibrary(hidden: hidden)
        renderer.hidden = hidden
        file = FileReport(path: path, identity: identity, start: start)
        let kind: CaseReport.Kind = hasTests ? .setUp : .script
        outside = CaseReport(
            kind: kind, name: hasTests ? "set-up" : path, start: start, repetition: repetition)
    }

    /// Ends the file.
    ///
    /// - Parameter notRun: The selected tests that never began. They fail if the set-up failed, else they count as
    ///   skipped.
    package mutating func finish(_ outcome: Outcome, at time: Int64, notRun: [DeclaredTest] = []) -> FileReport {
        if let last = current { close(last, at: time) }
        file.duration = max(0, time - file.start)
        var (cause, end) = (FailureReport?.none, CaseReport?.none)
        let isOfTest = unexplained != nil
        if case .failure(let failure) = outcome {
            if failure.isOfRunsEnd, outside.kind == .setUp {
                end = lookAtEnd(failure, at: time)
            } else {
                cause = explain(failure)
            }
        }
        outside.duration = outsideDuration
        let isWorthARow =
            outside.state == .failed || outside.activities.contains { $0.isNotable } || file.cases.isEmpty
        outside.attempts = earlierAttempts(of: outside)
        if isWorthARow, outside.kind == .setUp || outside.state == .failed || file.cases.isEmpty || mode == .run {
            file.cases.insert(outside, at: 0)
        }
        // A failure of a test or an end from outside does not make the tests after it fail.
        let reason = outcome.isFromOutside || outside.failures.first != cause ? nil : cause
        for test in notRun { file.cases.append(neverRun(test, because: reason, isOfTest: isOfTest, at: time)) }
        if let end { file.cases.append(end) }
        return file
    }

    /// Ends a file that never began. Its tests count as skipped.
    package mutating func leaveOut(_ tests: [DeclaredTest], at time: Int64) -> FileReport {
        for test in tests { file.cases.append(neverRun(test, because: nil, isOfTest: false, at: time)) }
        return file
    }

    /// The case that ended last.
    package var latestCase: CaseReport? { file.cases.last }

    /// How many cases have ended.
    package var endedCount: Int { file.cases.count }

    /// The time that was spent outside of the cases.
    private var outsideDuration: Int64 {
        max(0, file.duration - file.cases.reduce(0) { $0 + $1.duration })
    }

    /// Adds the failure that ended the run to the case that it ended.
    private mutating func explain(_ failure: Failure) -> FailureReport {
        let report = FailureReport(failure, sources: &sources, renderer: renderer)
        if let unexplained {
            file.cases[unexplained].fail(report)
        } else if file.cases.last.map({ $0.failures.first == report }) != true {
            outside.fail(report)
        }
        return report
    }

    /// Returns the case of a failure that no statement of the file caused.
    private mutating func lookAtEnd(_ failure: Failure, at time: Int64) -> CaseReport {
        var item = CaseReport(
            kind: .end, name: "the look at the run's end", start: time, repetition: outside.repetition)
        item.fail(FailureReport(failure, sources: &sources, renderer: renderer))
        item.attempts = earlierAttempts(of: item)
        return item
    }

    /// - Parameter isOfTest: Whether a test before it ended the file, and not the set-up.
    private mutating func neverRun(
        _ test: DeclaredTest, because cause: FailureReport?, isOfTest: Bool, at time: Int64
    ) -> CaseReport {
        var item = CaseReport(
            kind: .test, name: test.name, tags: test.tags, place: sources.linePlace(test.location), start: time,
            repetition: outside.repetition)
        item.attempts = earlierAttempts(of: item)
        if let cause {
            // The full failure is in the case that it ended.
            item.state = .failed
            item.reason = isOfTest ? "a test before it ended the file" : "the set-up failed"
            item.failures = [
                FailureReport(
                    kind: cause.kind, code: cause.code, message: "\(item.reason): \(cause.message)", place: cause.place)
            ]
        } else {
            item.state = .skipped
            item.reason = "not run"
        }
        return item
    }
}

extension Outcome {
    /// Whether the run was ended from outside, so that tests that had not begun did not fail.
    fileprivate var isFromOutside: Bool {
        guard case .failure(let failure) = self else { return false }
        return failure.kind == .interrupted || failure.kind == .deadline
    }
}

extension CaseReport {
    /// Marks the case as failed by the failure that ended it.
    mutating func fail(_ failure: FailureReport) {
        state = .failed
        failures.insert(failure, at: 0)
        activities.append(.failure(failure))
    }
}

extension [Activity] {
    /// Adds an activity. Consecutive lines of output become one activity.
    mutating func add(_ activity: Activity) {
        if case .output(let line) = activity, case .output(let before)? = last {
            self[count - 1] = .output(before + "\n" + line)
        } else {
            append(activity)
        }
    }
}

extension Activity {
    /// Whether a reader needs the activity. An expectation that held is not needed.
    var isNotable: Bool {
        if case .held = self { return false }
        return true
    }
}
