import NIOCore
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// The files of a test run. Several run at once, and each test is reported when it ends.
final class TestQueue {
    /// A run of one file: the first one, or one more for the tests that failed.
    private struct Turn {
        let position: Int
        let tests: [DeclaredTest]
        /// The number of the attempt, counted from 1.
        var attempt = 1
        /// What the failures of the earlier attempts call for.
        var verdict = FileVerdict()
    }

    private let jobs: [TestJob]
    private let settings: Settings
    private let reports: ReportWriter
    private let options: TestOptions
    private let printer: TestPrinter
    private let interruptions: Interruptions
    /// The script that runs once before all tests; nil for none.
    private let setUp: SuiteSetUp?
    /// The files that wait, the next one first.
    private var waiting: ArraySlice<Turn> = []
    private var running: [Int: RunInterruption] = [:]
    private var status = TestStatus()
    /// How many tests, and files outside of tests, have failed.
    private var failureCount = 0
    /// Whether nothing more may start, after a failed set-up, a refused login or the deadline.
    private var hasEnded = false
    /// Whether a script has begun. The first one starts together with the deadline.
    private var hasBegun = false
    /// When the run ends at the latest; nil for no limit.
    private var end: NIODeadline?
    private var completion: ((Int32) -> Void)?

    /// - Parameter includes: Returns whether a test should run.
    init(
        _ jobs: [TestJob], setUp: CheckedScript?, settings: Settings, reports: ReportWriter, options: TestOptions,
        _ interruptions: Interruptions, includes: (CheckedScript, DeclaredTest) -> Bool
    ) {
        self.jobs = jobs
        self.settings = settings
        self.reports = reports
        self.options = options
        self.interruptions = interruptions
        let printer = TestPrinter(settings)
        self.printer = printer
        self.setUp = setUp.map { SuiteSetUp($0, settings, reports, printer) }
        for (position, job) in jobs.enumerated() {
            waiting.append(Turn(position: position, tests: job.script.tests.filter { includes(job.script, $0) }))
        }
        printer.progress.total = waiting.reduce(0) { $0 + $1.tests.count }
    }

    /// Runs all files. The completion gets the exit status.
    ///
    /// Each file has its own executor, which shares connections, token and pace with this one. So `--rate` bounds the
    /// whole run, and it logs in once.
    func start(on executor: Executor, completion: @escaping (Int32) -> Void) {
        self.completion = completion
        end = settings.deadline.map { .now() + min($0, .longest) }
        guard let setUp else { return advance(executor) }
        hasBegun = true
        setUp.begin(on: executor, interruptions) { [self] outcome in
            status.judge(outcome.status)
            hasEnded = !outcome.allowsTests
            advance(executor)
        }
    }

    /// Whether the limit of failures is reached.
    private var isFull: Bool { options.failureLimit.map { failureCount >= $0 } ?? false }

    /// Whether nothing more may start.
    private var isStopped: Bool { hasEnded || isFull || interruptions.exitStatus != nil }

    private func advance(_ shared: Executor) {
        let loop = shared.eventLoop
        while running.count < options.jobs, !isStopped, let turn = waiting.popFirst() {
            let executor = Executor(sharing: shared)
            var isOver = false
            let run = begin(turn, executor) { [self] again in
                isOver = true
                running[turn.position] = nil
                executor.close()
                if let again { waiting.insert(again, at: waiting.startIndex) }
                // The next file starts on a fresh stack.
                loop.assumeIsolated().execute { self.advance(shared) }
            }
            // A file that sends no request has already ended here.
            if isOver { continue }
            let interruption = RunInterruption(run, on: loop)
            running[turn.position] = interruption
            interruptions.aim(at: Array(running.values), new: [interruption])
        }
        guard running.isEmpty, waiting.isEmpty || isStopped, let completion else { return }
        self.completion = nil
        leaveOutRest()
        interruptions.aim(at: [])
        guard let setUp else { return completion(status.value) }
        setUp.end(interruptions, isStopped: isStopped) { [self] other in
            status.judge(other)
            completion(status.value)
        }
    }

    /// Reports the tests of files that did not start, and the failures that were not repeated after all.
    private func leaveOutRest() {
        while let turn = waiting.popFirst() {
            let job = jobs[turn.position]
            if turn.attempt == 1 {
                let report = reports.collector(of: job.script, position: turn.position, repetition: job.repetition)
                    .leaveOut(turn.tests)
                printer.show(report.cases, in: report.path)
            } else {
                status.judge(turn.verdict)
                let cases = reports.report(at: turn.position)?.cases ?? []
                printer.showFinal(cases.filter { $0.state == .failed }, in: job.script.file.source.name)
            }
        }
    }

    // MARK: A file

    private func begin(_ turn: Turn, _ executor: Executor, completion: @escaping (Turn?) -> Void) -> PoolRun {
        let script = jobs[turn.position].script
        let collection = reports.collector(
            of: script, position: turn.position, repetition: jobs[turn.position].repetition, attempt: turn.attempt)
        var remaining = turn.tests
        var output = SetUpOutput()
        var verdict = FileVerdict()
        // The failures that were shown as if another attempt followed.
        var open: [CaseReport] = []
        let watch = SlowWatch(options.slowAfter, on: executor.eventLoop)
        var execution = ScriptExecution(script: script, settings: settings, executor: executor)
        execution.reportsEverything = true
        execution.uses = reports.uses
        execution.end = hasBegun ? end : nil
        execution.testLimit = options.limit
        hasBegun = true
        execution.runsTest = { [self] name, _ in
            !isFull && remaining.contains { $0.name.utf8.elementsEqual(name.utf8) }
        }
        return execution.start { [self] event in
            let ended = collection.take(event)
            switch event.event {
            case .printed(let line), .shown(let line):
                printer.printed(line)
                output.add(line)
            case .recorded(let failure): verdict.add(failure)
            case .testStarted(let name, _, _):
                if !settings.isVerbose { printer.show(printed: output.take()) }
                output.isInTest = true
                verdict.test = name
                watch.begin { [self] in printer.showSlow(name, in: script.file.source.name, after: $0) }
                if let index = remaining.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                    remaining.remove(at: index)
                }
            case .testEnded(_, let result):
                watch.end()
                output.isInTest = false
                if case .failed(let failure) = result { verdict.add(failure) }
                verdict.test = nil
                if let ended {
                    let isRepeated = mayRepeat(turn)
                    if isRepeated, ended.state == .failed { open.append(ended) }
                    show([ended], of: script, isRepeated: isRepeated)
                }
                printer.showProgress(elapsed: reports.now)
            default: break
            }
        } completion: { [self] outcome, _ in
            watch.end()
            if !settings.isVerbose, !outcome.isFailed { printer.show(printed: output.take()) }
            let shown = collection.endedCount
            let report = collection.finish(outcome, notRun: remaining)
            verdict.add(outcome)
            if case .failure(let failure) = outcome {
                hasEnded = hasEnded || outcome.endsEverything || failure.kind == .deadline
            }
            let again = next(after: turn, outcome, report, verdict)
            // The set-up comes first; tests that never began come last.
            let setUpCount = report.cases.first?.kind == .setUp ? 1 : 0
            let rest = report.cases.prefix(setUpCount) + report.cases.dropFirst(setUpCount + shown)
            show(rest, of: script, isRepeated: again != nil)
            if again == nil { showFinal(open, of: script) }
            if case .exit = outcome, !remaining.isEmpty { reportNotBegun(remaining, in: script) }
            completion(again)
        }
    }

    /// Whether a failure of this attempt is followed by another attempt, as far as it can be known.
    private func mayRepeat(_ turn: Turn) -> Bool { turn.attempt <= options.retries && !isStopped }

    /// Returns the run of the failed tests that follows; nil if the result is final, which it then judges.
    private func next(
        after turn: Turn, _ outcome: Outcome, _ report: FileReport, _ verdict: FileVerdict
    ) -> Turn? {
        let tests = report.cases.filter { $0.kind == .test }
        let ran = tests.filter { $0.state != .skipped }.map(\.name)
        var whole = turn.verdict
        whole.take(verdict, of: ran)
        let failed = turn.tests.filter { test in
            tests.contains { $0.state == .failed && $0.name.utf8.elementsEqual(test.name.utf8) }
        }
        var isExit = false
        if case .exit = outcome { isExit = true }
        guard mayRepeat(turn), !failed.isEmpty, !isExit else {
            status.judge(whole)
            if report.cases.contains(where: { $0.state == .failed }) { status.judgeFailure() }
            return nil
        }
        return Turn(position: turn.position, tests: failed, attempt: turn.attempt + 1, verdict: whole)
    }

    private func show(_ cases: some Sequence<CaseReport>, of script: CheckedScript, isRepeated: Bool) {
        let cases = Array(cases)
        if !isRepeated { failureCount += cases.count { $0.state == .failed && $0.reason.isEmpty } }
        printer.show(cases, in: script.file.source.name, isRepeated: isRepeated)
    }

    /// Shows the failures as final that seemed to be followed by another attempt.
    private func showFinal(_ failed: [CaseReport], of script: CheckedScript) {
        failureCount += failed.count { $0.reason.isEmpty }
        printer.showFinal(failed, in: script.file.source.name)
    }

    /// Reports that an `exit` outside of the tests ended a file before all tests had begun, which is a failure.
    private func reportNotBegun(_ remaining: [DeclaredTest], in script: CheckedScript) {
        guard !isFull else { return }
        status.judge(ExitStatus.failed)
        let names = remaining.map { "`\($0.name)`" }.joined(separator: ", ")
        let file = Door.showLine(script.file.source.name)
        Console.standard.error("picket: `\(file)`: `exit` ended the file before \(Door.showLine(names)) could begin\n")
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

extension Outcome {
    fileprivate var isFailed: Bool { if case .failure = self { true } else { false } }
}

/// How tests are run.
struct TestOptions {
    /// How many files run at once.
    var jobs = 1
    /// After how many failures nothing more starts; nil for no limit.
    var failureLimit: Int?
    /// How often a failed test is repeated.
    var retries = 0
    /// How long a test without `timeout=` may take; nil for no limit.
    var limit: TimeAmount?
    /// After how long a test is called slow; nil for never.
    var slowAfter: TimeAmount?
    /// How many of the slowest tests are named at the end.
    var slowest = 0
}
