import NIOCore
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// Runs one file of the queue.
extension TestQueue {
    /// What is known of a run of a file so far.
    private final class FileRun {
        let turn: Turn
        let script: CheckedScript
        let collection: ReportWriter.Collection
        let watch: SlowWatch
        /// The tests that have not begun.
        var remaining: [DeclaredTest]
        var output = SetUpOutput()
        var verdict = FileVerdict()
        /// The failures that were shown as if another attempt followed.
        var open: [CaseReport] = []

        init(_ turn: Turn, _ script: CheckedScript, _ collection: ReportWriter.Collection, _ watch: SlowWatch) {
            self.turn = turn
            self.script = script
            self.collection = collection
            self.watch = watch
            remaining = turn.tests
        }

        /// The name of the file in messages.
        var path: String { script.file.source.name }

        func isRemaining(_ name: String) -> Bool { remaining.contains { $0.name.utf8.elementsEqual(name.utf8) } }

        func begin(_ name: String) {
            output.isInTest = true
            verdict.test = name
            remaining.removeAll { $0.name.utf8.elementsEqual(name.utf8) }
        }

        func end() {
            watch.end()
            output.isInTest = false
            verdict.test = nil
        }
    }

    /// Starts a file. The completion gets the run of its failed tests that follows; nil if the result is final.
    func begin(_ turn: Turn, _ executor: Executor, completion: @escaping (Turn?) -> Void) -> PoolRun {
        let job = jobs[turn.position]
        let collection = reports.collector(
            of: job.script, position: turn.position, repetition: job.repetition, attempt: turn.attempt)
        let watch = SlowWatch(options.slowAfter, on: executor.eventLoop)
        let file = FileRun(turn, job.script, collection, watch)
        var execution = ScriptExecution(script: job.script, settings: settings, executor: executor)
        execution.reportsEverything = true
        execution.uses = reports.uses
        execution.end = hasBegun ? end : nil
        execution.testLimit = options.limit
        execution.runsTest = { [self] name, _ in !isFull && file.isRemaining(name) }
        hasBegun = true
        return execution.start { [self] event in
            take(event, of: file)
        } completion: { [self] outcome, machine in
            completion(finish(file, outcome, exitLocation: machine.exitLocation))
        }
    }

    private func take(_ event: TimedEvent, of file: FileRun) {
        let ended = file.collection.take(event)
        switch event.event {
        case .printed(let line), .shown(let line):
            printer.printed(line)
            file.output.add(line)
        case .recorded(let failure): file.verdict.add(failure)
        case .testStarted(let name, _, _):
            if !settings.isVerbose { printer.show(printed: file.output.take()) }
            file.begin(name)
            file.watch.begin { [printer] in printer.showSlow(name, in: file.path, after: $0) }
        case .testEnded(_, let result):
            if case .failed(let failure) = result { file.verdict.add(failure) }
            file.end()
            if let ended { show(ended, of: file) }
            printer.showProgress(elapsed: reports.now)
        default: break
        }
    }

    /// Shows a test that has ended.
    private func show(_ ended: CaseReport, of file: FileRun) {
        let isRepeated = mayRepeat(file.turn)
        if isRepeated, ended.state == .failed { file.open.append(ended) }
        show([ended], of: file, isRepeated: isRepeated)
    }

    /// Returns the run of the failed tests that follows; nil if the result is final.
    ///
    /// - Parameter exitLocation: Where the file called `exit`; nil if it did not.
    private func finish(_ file: FileRun, _ ending: Outcome, exitLocation: SourceLocation?) -> Turn? {
        file.end()
        let outcome = judged(ending, at: exitLocation, of: file)
        let shown = file.collection.endedCount
        let report = file.collection.finish(outcome, notRun: file.remaining)
        // The output of a set-up that failed is shown with its failure.
        if !settings.isVerbose, !report.hasFailedSetUp { printer.show(printed: file.output.take()) }
        file.verdict.add(ending.isFailedExit ? ending : outcome)
        if case .failure(let failure) = outcome {
            hasTimedOut = hasTimedOut || failure.kind == .deadline
            hasEnded = hasEnded || outcome.endsEverything || failure.kind == .deadline
        }
        let again = next(after: file, outcome, report)
        // The set-up comes first; tests that never began come last. In a later attempt these have failed before.
        let setUpCount = report.cases.first?.kind == .setUp ? 1 : 0
        let neverBegan = report.cases.dropFirst(setUpCount + shown)
            .filter { file.turn.attempt == 1 || $0.state != .skipped }
        show(report.cases.prefix(setUpCount) + neverBegan, of: file, isRepeated: again != nil)
        if again == nil { showFinal(file, report) }
        return again
    }

    // MARK: Attempts

    /// Whether a failure of this attempt is followed by another attempt, as far as it can be known.
    private func mayRepeat(_ turn: Turn) -> Bool { turn.attempt <= options.retries && !isStopped }

    /// Returns the run of the failed tests that follows; nil if the result is final, which it then judges.
    private func next(after file: FileRun, _ outcome: Outcome, _ report: FileReport) -> Turn? {
        let turn = file.turn
        let tests = report.cases.filter { $0.kind == .test }
        var verdict = turn.verdict
        verdict.take(file.verdict, of: tests.filter { $0.state != .skipped }.map(\.name))
        let failed = turn.tests.filter { test in
            tests.contains { $0.state == .failed && $0.name.utf8.elementsEqual(test.name.utf8) }
        }
        guard mayRepeat(turn), !failed.isEmpty, !outcome.leavesUnknown else {
            status.judge(verdict)
            if report.cases.contains(where: { $0.state == .failed }) { status.judgeFailure() }
            return nil
        }
        return Turn(position: turn.position, tests: failed, attempt: turn.attempt + 1, verdict: verdict)
    }

    private func show(_ cases: some Sequence<CaseReport>, of file: FileRun, isRepeated: Bool) {
        let cases = Array(cases)
        if !isRepeated { failureCount += cases.count { $0.state == .failed && $0.reason.isEmpty } }
        printer.show(cases, in: file.path, isRepeated: isRepeated)
    }

    /// Shows as final the failures that seemed to be followed by another attempt, and those of earlier attempts whose
    /// tests were skipped this time.
    private func showFinal(_ file: FileRun, _ report: FileReport) {
        var failed = file.open
        if file.turn.attempt > 1 {
            let skipped = report.cases.filter { $0.kind == .test && $0.state == .skipped }
            failed += (reports.report(at: file.turn.position)?.cases ?? []).filter { item in
                item.state == .failed && skipped.contains { $0.name.utf8.elementsEqual(item.name.utf8) }
            }
        }
        failureCount += failed.count { $0.reason.isEmpty }
        printer.showFinal(failed, in: file.path)
    }

    /// Returns how a file ended. An `exit` is a failure if tests had not begun or if its status is not 0.
    private func judged(_ outcome: Outcome, at location: SourceLocation?, of file: FileRun) -> Outcome {
        // After the last allowed failure, no test begins in any case.
        outcome.ofTests(notBegun: isFull ? [] : file.remaining.map(\.name), exitAt: location)
    }
}

/// The output of a file outside of its tests, until it is shown.
private struct SetUpOutput {
    var isInTest = false
    private var lines: [String] = []

    mutating func add(_ line: String) {
        if !isInTest { lines.append(line) }
    }

    mutating func take() -> String {
        defer { lines = [] }
        return lines.joined(separator: "\n")
    }
}

extension FileReport {
    fileprivate var hasFailedSetUp: Bool { cases.first.map { $0.kind == .setUp && $0.state == .failed } ?? false }
}

extension Outcome {
    fileprivate var isFailedExit: Bool { if case .exit(let status) = self { status != 0 } else { false } }

    /// Whether the attempt does not know the state in which it left the platform. No later attempt can make that good.
    fileprivate var leavesUnknown: Bool {
        if case .failure(let failure) = self { failure.diagnostic.code == .unknownEffect } else { false }
    }
}
