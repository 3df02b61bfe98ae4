import NIOCore
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// The files of a test run. Several run at once, and each test is reported when it ends.
final class TestQueue {
    /// A run of one file: the first one, or one more for the tests that failed.
    struct Turn {
        let position: Int
        let tests: [DeclaredTest]
        /// The number of the attempt, counted from 1.
        var attempt = 1
        /// What the failures of the earlier attempts call for.
        var verdict = FileVerdict()
    }

    let jobs: [TestJob]
    let settings: Settings
    let reports: ReportWriter
    let options: TestOptions
    let printer: TestPrinter
    private let interruptions: Interruptions
    /// The script that runs once before all tests; nil for none.
    private let setUp: SuiteSetUp?
    /// The files that wait, the next one first.
    private var waiting: ArraySlice<Turn> = []
    private var running: [Int: RunInterruption] = [:]
    var status = TestStatus()
    /// How many tests, and files outside of tests, have failed.
    var failureCount = 0
    /// Whether nothing more may start, after a failed set-up, a refused login or the deadline.
    var hasEnded = false
    /// Whether the deadline has ended a script.
    var hasTimedOut = false
    /// Whether a script has begun. The first one starts together with the deadline.
    var hasBegun = false
    /// When the run ends at the latest; nil for no limit.
    var end: NIODeadline?
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
            hasTimedOut = outcome.hasTimedOut
            advance(executor)
        }
    }

    /// Whether the limit of failures is reached.
    var isFull: Bool { options.failureLimit.map { failureCount >= $0 } ?? false }

    /// Whether nothing more may start.
    var isStopped: Bool { hasEnded || isFull || interruptions.exitStatus != nil }

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
        setUp.end(interruptions, isLimited: hasTimedOut) { [self] other in
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
