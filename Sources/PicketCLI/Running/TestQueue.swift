import NIOCore
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax
import PicketTerminal

/// The files of a test run: so many at once, what they say unmixed.
final class TestQueue {
    private let jobs: [TestJob]
    private let settings: Settings
    private let reports: ReportWriter
    private let width: Int
    private let failsFast: Bool
    private var next = 0
    private var running: [Int: RunInterruption] = [:]
    private var status = ExitStatus.success
    /// What no other file could get past, such as a refused login; nil while files may begin.
    private var ending: Outcome?
    private var completion: ((Int32) -> Void)?
    private var progress = ProgressLine()
    /// Whether a test is to run.
    var includes: (CheckedScript, String, [String]) -> Bool = { _, _, _ in true }

    init(_ jobs: [TestJob], settings: Settings, reports: ReportWriter, width: Int, failsFast: Bool) {
        self.jobs = jobs
        self.settings = settings
        self.reports = reports
        self.width = width
        self.failsFast = failsFast
    }

    /// Runs everything; the completion gets the exit status.
    ///
    /// Each file has an executor of its own, which shares connections, token and pace with this one: `--rate` bounds the
    /// whole run, and it logs in once.
    func start(
        on executor: Executor, _ interruptions: Interruptions, completion: @escaping (Int32) -> Void
    ) {
        self.completion = completion
        progress.total = jobs.reduce(0) { count, job in
            count + job.script.tests.count { includes(job.script, $0.name, $0.tags) }
        }
        advance(executor, interruptions)
    }

    private var hasFailed: Bool { status != ExitStatus.success }

    private func advance(_ shared: Executor, _ interruptions: Interruptions) {
        let loop = shared.eventLoop
        while running.count < width, ending == nil, next < jobs.count, !(failsFast && hasFailed),
            interruptions.exitStatus == nil
        {
            let position = next
            next += 1
            let executor = Executor(sharing: shared)
            var hasEnded = false
            let run = begin(jobs[position], position, executor) { [self] outcome, report in
                hasEnded = true
                running[position] = nil
                executor.close()
                note(outcome, report)
                // The next file starts on a fresh stack.
                loop.assumeIsolated().execute { self.advance(shared, interruptions) }
            }
            // A file that asks nothing of the platform ends before it could be waited for.
            if hasEnded { continue }
            let interruption = RunInterruption(run, on: loop)
            running[position] = interruption
            interruptions.aim(at: Array(running.values), new: [interruption])
        }
        if let ending, running.isEmpty { reportRest(as: ending) }
        guard running.isEmpty, let completion, next == jobs.count || hasFailed || interruptions.exitStatus != nil
        else { return }
        self.completion = nil
        interruptions.aim(at: [])
        completion(status)
    }

    /// The files that cannot begin any more: their tests fail as their set-up would have.
    private func reportRest(as outcome: Outcome) {
        while next < jobs.count {
            let job = jobs[next]
            let collection = reports.collector(of: job.script, position: next, repetition: job.repetition)
            let tests = job.script.tests.filter { includes(job.script, $0.name, $0.tags) }
            _ = collection.finish(outcome, notRun: tests)
            next += 1
        }
    }

    /// Of a test that failed.
    private static func status(of failure: Failure) -> Int32 {
        Int32(failure.exitStatus) == ExitStatus.noResponse ? ExitStatus.noResponse : ExitStatus.failed
    }

    /// Takes in the status of a test or a file: that answers were missing counts only where nothing failed by itself.
    private func judge(_ other: Int32) {
        if status == ExitStatus.noResponse, other != ExitStatus.success {
            status = other
        } else if other != ExitStatus.noResponse || status == ExitStatus.success {
            status = max(status, other)
        }
    }

    private func note(_ outcome: Outcome, _ report: FileReport) {
        if outcome.endsEverything { ending = ending ?? outcome }
        if case .failure(let failure) = outcome { judge(Int32(failure.exitStatus)) }
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
        var remaining = script.tests.filter { includes(script, $0.name, $0.tags) }
        var printed = ""
        var execution = ScriptExecution(script: script, settings: settings, executor: executor)
        execution.reportsEverything = true
        execution.uses = reports.uses
        execution.runsTest = { [self] name, tags in
            includes(script, name, tags) && !(failsFast && hasFailed)
        }
        return execution.start { [self] event in
            collection.take(event)
            switch event.event {
            case .printed(let line), .shown(let line): printed += line + "\n"
            case .recorded(let failure): judge(TestQueue.status(of: failure))
            case .testStarted(let name, _, _):
                if let index = remaining.firstIndex(where: { $0.name == name }) { remaining.remove(at: index) }
            case .testEnded(let name, let result):
                if case .failed(let failure) = result {
                    judge(TestQueue.status(of: failure))
                    progress.failed += 1
                }
                showProgress(after: Redactor(executor.secrets).show("\(script.file.source.name): \(name)" as String))
            default: break
            }
        } completion: { [self] outcome, _ in
            let report = collection.finish(outcome, notRun: remaining)
            show(Redactor(executor.secrets).show(report), printed)
            if case .exit = outcome, !remaining.isEmpty { tell(of: remaining, in: script) }
            completion(outcome, report)
        }
    }

    /// An `exit` outside of the tests ended a file before all its tests had begun: that is not a success.
    private func tell(of remaining: [DeclaredTest], in script: CheckedScript) {
        guard !(failsFast && hasFailed) else { return }
        judge(ExitStatus.failed)
        let names = remaining.map { "`\($0.name)`" }.joined(separator: ", ")
        let file = Door.show(script.file.source.name)
        Console.standard.error("picket: `\(file)`: `exit` ended the file before \(Door.show(names)) could begin\n")
    }

    private func showProgress(after test: Shown<String>) {
        progress.done += 1
        progress.elapsed = reports.now
        progress.activity = test
        guard !settings.isQuiet, !settings.isVerbose, Console.standard.showsLiveLine else { return }
        Console.standard.live(Door.show(progress.text(width: Console.standard.width - 1)))
    }

    /// What a file printed, then its tests: failures in full, the rest a line each.
    private func show(_ report: Shown<FileReport>, _ printed: String) {
        Console.standard.out(Door.show(printed))
        guard !settings.isQuiet else { return }
        var summary = SummaryText()
        if settings.showsColors { summary.style = TestQueue.style }
        let path = report.map(\.path)
        for position in report.content.cases.indices where report.content.cases[position].isCounted {
            let item = report.map { $0.cases[position] }
            let text =
                item.content.state == .failed
                ? summary.failures(item, in: path) : summary.line(item, in: path) + "\n"
            Console.standard.error(text)
        }
    }

    static func style(_ text: String, _ role: SummaryText.Role) -> String {
        switch role {
        case .passed: return TerminalStyle.good(text)
        case .failed: return TerminalStyle.bad(text)
        case .skipped: return TerminalStyle.faint(text)
        case .plain: return text
        }
    }
}
