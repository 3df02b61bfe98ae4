package import PicketRuntime
package import PicketSyntax

/// Makes the report of one file out of its events.
///
///     var collector = FileCollector(path: "smoke.picket", mode: .test)
///     collector.take(event)                       // each, in order
///     let file = collector.finish(outcome, at: time, notRun: tests)
///
/// Files that run at once have a collector each. What comes out may hold secrets.
package struct FileCollector {
    let mode: Report.Mode
    var sources: SourceLibrary
    var renderer = DiagnosticRenderer()
    var file: FileReport
    /// What happens outside of tests and steps.
    var outside: CaseReport
    /// The test, or the outermost step, that is going on.
    var current: CaseReport?
    /// The steps that are open inside of it, the outermost first.
    var steps: [StepReport] = []
    /// How many steps are open, the one that is a case among them.
    var depth = 0
    /// The case of a step that failed and has not been given its failure.
    var unexplained: Int?
    var commandStart: Int64 = 0

    /// - Parameters:
    ///   - repetition: which one this is, from 1; 0 if nothing is repeated.
    ///   - hidden: what is known to be secret in a source, such as literals of password parameters.
    package init(
        path: String, identity: String? = nil, mode: Report.Mode, hasTests: Bool = false, repetition: Int = 0,
        start: Int64 = 0,
        hidden: @escaping (SourceFile) -> [SourceSpan] = { _ in [] }
    ) {
        self.mode = mode
        sources = SourceLibrary(hidden: hidden)
        renderer.hidden = hidden
        file = FileReport(path: path, identity: identity, start: start)
        let kind: CaseReport.Kind = hasTests ? .setUp : .script
        outside = CaseReport(
            kind: kind, name: hasTests ? "set-up" : path, start: start, repetition: repetition)
    }

    /// Ends the file.
    ///
    /// - Parameters:
    ///   - notRun: the tests that were to run and never began; they fail with the set-up, or count as skipped.
    package mutating func finish(_ outcome: Outcome, at time: Int64, notRun: [DeclaredTest] = []) -> FileReport {
        if let last = current { close(last, at: time) }
        file.duration = max(0, time - file.start)
        var cause: FailureReport?
        let isOfTest = unexplained != nil
        if case .failure(let failure) = outcome { cause = explain(failure) }
        outside.duration = outsideDuration
        let isWorthARow =
            outside.state == .failed || outside.activities.contains { $0.isNotable } || file.cases.isEmpty
        if isWorthARow, outside.kind == .setUp || outside.state == .failed || file.cases.isEmpty || mode == .run {
            file.cases.insert(outside, at: 0)
        }
        // What ended a test, or came from outside, is no failure of those behind it.
        let reason = outcome.isFromOutside || outside.failures.first != cause ? nil : cause
        for test in notRun { file.cases.append(neverRun(test, because: reason, isOfTest: isOfTest, at: time)) }
        return file
    }

    /// Ends a file that never began: its tests count as skipped.
    package mutating func leaveOut(_ tests: [DeclaredTest], at time: Int64) -> FileReport {
        for test in tests { file.cases.append(neverRun(test, because: nil, isOfTest: false, at: time)) }
        return file
    }

    /// The case that ended last.
    package var latestCase: CaseReport? { file.cases.last }

    /// How many cases have ended.
    package var endedCount: Int { file.cases.count }

    /// What did not pass in any of the cases.
    private var outsideDuration: Int64 {
        max(0, file.duration - file.cases.reduce(0) { $0 + $1.duration })
    }

    /// Gives the run's failure to the case that it ended.
    private mutating func explain(_ failure: Failure) -> FailureReport {
        let report = FailureReport(failure, sources: &sources, renderer: renderer)
        if let unexplained {
            file.cases[unexplained].fail(report)
        } else if file.cases.last.map({ $0.failures.first == report }) != true {
            outside.fail(report)
        }
        return report
    }

    /// - Parameter isOfTest: whether a test before it ended the file, and not the set-up.
    private mutating func neverRun(
        _ test: DeclaredTest, because cause: FailureReport?, isOfTest: Bool, at time: Int64
    ) -> CaseReport {
        var item = CaseReport(
            kind: .test, name: test.name, tags: test.tags, place: sources.linePlace(test.location), start: time,
            repetition: outside.repetition)
        if let cause {
            // All of it stands in the case that it ended.
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
    /// Whether the run was ended from outside: what had not begun did not fail.
    fileprivate var isFromOutside: Bool {
        guard case .failure(let failure) = self else { return false }
        return failure.kind == .interrupted || failure.kind == .deadline
    }
}

extension CaseReport {
    /// What ended it.
    mutating func fail(_ failure: FailureReport) {
        state = .failed
        failures.insert(failure, at: 0)
        activities.append(.failure(failure))
    }
}

extension [Activity] {
    /// Lines of output that follow each other are one activity.
    mutating func add(_ activity: Activity) {
        if case .output(let line) = activity, case .output(let before)? = last {
            self[count - 1] = .output(before + "\n" + line)
        } else {
            append(activity)
        }
    }
}

extension Activity {
    /// Whether a reader would miss it: expectations that held are not looked for.
    var isNotable: Bool {
        if case .held = self { return false }
        return true
    }
}
