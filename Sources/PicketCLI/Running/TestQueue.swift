import NIOCore
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// The files of a test run. Several run at once, and each test is reported when it ends.
final class TestQueue {
    private let jobs: [TestJob]
    private let settings: Settings
    private let reports: ReportWriter
    private let options: TestOptions
    private let printer: TestPrinter
    private var next = 0
    private var running: [Int: RunInterruption] = [:]
    private var status = ExitStatus.success
    /// How many tests, and files outside of tests, have failed.
    private var failureCount = 0
    /// Whether nothing more may start, after a refused login or the deadline.
    private var hasEnded = false
    /// When the run ends at the latest; nil for no limit.
    private var end: NIODeadline?
    private var completion: ((Int32) -> Void)?
    /// Returns whether a test should run.
    var includes: (CheckedScript, DeclaredTest) -> Bool = { _, _ in true }

    init(_ jobs: [TestJob], settings: Settings, reports: ReportWriter, options: TestOptions) {
        self.jobs = jobs
        self.settings = settings
        self.reports = reports
        self.options = options
        printer = TestPrinter(settings)
    }

    /// Runs all files. The completion gets the exit status.
    ///
    /// Each file has its own executor, which shares connections, token and pace with this one. So `--rate` bounds the
    /// whole run, and it logs in once.
    func start(
        on executor: Executor, _ interruptions: Interruptions, completion: @escaping (Int32) -> Void
    ) {
        self.completion = completion
        end = settings.deadline.map { .now() + min($0, .longest) }
        printer.progress.total = jobs.reduce(0) { $0 + selected(in: $1).count }
        advance(executor, interruptions)
    }

    private func selected(in job: TestJob) -> [DeclaredTest] {
        job.script.tests.filter { includes(job.script, $0) }
    }

    /// Whether the limit of failures is reached.
    private var isFull: Bool { options.failureLimit.map { failureCount >= $0 } ?? false }

    private func advance(_ shared: Executor, _ interruptions: Interruptions) {
        let loop = shared.eventLoop
        while running.count < options.jobs, !hasEnded, next < jobs.count, !isFull, interruptions.exitStatus == nil {
            let position = next
            next += 1
            let executor = Executor(sharing: shared)
            var isOver = false
            let run = begin(jobs[position], position, executor) { [self] outcome, report in
                isOver = true
                running[position] = nil
                executor.close()
                note(outcome, report)
                // The next file starts on a fresh stack.
                loop.assumeIsolated().execute { self.advance(shared, interruptions) }
            }
            // A file that sends no request has already ended here.
            if isOver { continue }
            let interruption = RunInterruption(run, on: loop)
            running[position] = interruption
            interruptions.aim(at: Array(running.values), new: [interruption])
        }
        let isStopped = hasEnded || isFull || interruptions.exitStatus != nil
        guard running.isEmpty, let completion, next == jobs.count || isStopped else { return }
        leaveOutRest()
        self.completion = nil
        interruptions.aim(at: [])
        completion(status)
    }

    /// Adds the tests of files that did not start to the reports.
    private func leaveOutRest() {
        while next < jobs.count {
            let job = jobs[next]
            let report = reports.collector(of: job.script, position: next, repetition: job.repetition)
                .leaveOut(selected(in: job))
            printer.show(report.cases, in: report.path)
            next += 1
        }
    }

    /// Returns the status of a failed test.
    private static func status(of failure: Failure) -> Int32 {
        Int32(failure.exitStatus) == ExitStatus.noResponse ? ExitStatus.noResponse : ExitStatus.failed
    }

    /// Adds the status of a test or a file.
    private func judge(_ other: Int32) {
        status = Int32(TestStatus.combined(Int(status), Int(other)))
    }

    private func note(_ outcome: Outcome, _ report: FileReport) {
        if case .failure(let failure) = outcome {
            judge(Int32(failure.exitStatus))
            hasEnded = hasEnded || outcome.endsEverything || failure.kind == .deadline
        }
        if case .exit(let code) = outcome { judge(Int32(code)) }
        if status == ExitStatus.success, report.cases.contains(where: { $0.state == .failed }) {
            judge(ExitStatus.failed)
        }
    }

    private func begin(
        _ job: TestJob, _ position: Int, _ executor: Executor,
        completion: @escaping (Outcome, FileReport) -> Void
    ) -> PoolRun {
        let script = job.script
        let collection = reports.collector(of: script, position: position, repetition: job.repetition)
        var remaining = selected(in: job)
        var setUp = SetUpOutput()
        var execution = ScriptExecution(script: script, settings: settings, executor: executor)
        execution.reportsEverything = true
        execution.uses = reports.uses
        // The first file starts together with the deadline.
        execution.end = position == 0 ? nil : end
        execution.runsTest = { [self] name, _ in
            !isFull && remaining.contains { $0.name.utf8.elementsEqual(name.utf8) }
        }
        return execution.start { [self] event in
            let ended = collection.take(event)
            switch event.event {
            case .printed(let line), .shown(let line):
                printer.printed(line)
                setUp.add(line)
            case .recorded(let failure): judge(TestQueue.status(of: failure))
            case .testStarted(let name, _, _):
                if !settings.isVerbose { printer.show(printed: setUp.take()) }
                setUp.isInTest = true
                if let index = remaining.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                    remaining.remove(at: index)
                }
            case .testEnded(_, let result):
                setUp.isInTest = false
                if case .failed(let failure) = result { judge(TestQueue.status(of: failure)) }
                if let ended { show([ended], of: script) }
                printer.showProgress(elapsed: reports.now)
            default: break
            }
        } completion: { [self] outcome, _ in
            if !settings.isVerbose, !outcome.isFailed { printer.show(printed: setUp.take()) }
            let shown = collection.endedCount
            let report = collection.finish(outcome, notRun: remaining)
            // The set-up comes first; tests that never began come last.
            let setUpCount = report.cases.first?.kind == .setUp ? 1 : 0
            show(report.cases.prefix(setUpCount) + report.cases.dropFirst(setUpCount + shown), of: script)
            if case .exit = outcome, !remaining.isEmpty { reportNotBegun(remaining, in: script) }
            completion(outcome, report)
        }
    }

    private func show(_ cases: some Sequence<CaseReport>, of script: CheckedScript) {
        let cases = Array(cases)
        failureCount += cases.count { $0.state == .failed && $0.reason.isEmpty }
        printer.show(cases, in: script.file.source.name)
    }

    /// Reports that an `exit` outside of the tests ended a file before all tests had begun, which is a failure.
    private func reportNotBegun(_ remaining: [DeclaredTest], in script: CheckedScript) {
        guard !isFull else { return }
        judge(ExitStatus.failed)
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
    /// How many of the slowest tests are named at the end.
    var slowest = 0
}
