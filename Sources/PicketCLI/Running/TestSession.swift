import PicketHTTP
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// `picket test`: runs files, several at once if asked, and reports test by test.
final class TestSession {
    private let settings: Settings
    private let selection: TestSelection
    private let jobs: Int
    private let failsFast: Bool
    private let memory: FailedTestsFile
    private let reportOptions: ReportOptions
    private let secrets = Door.secrets
    private let interruptions = Interruptions()
    /// Whether a test began, or would have: after `run`.
    private(set) var hasRunTests = false

    init(
        _ settings: Settings, reports: ReportOptions, selection: TestSelection, jobs: Int, failsFast: Bool,
        memory: FailedTestsFile
    ) {
        self.settings = settings
        self.selection = selection
        self.jobs = jobs
        self.failsFast = failsFast
        self.memory = memory
        reportOptions = reports
    }

    /// The exit status.
    func run(_ scripts: [CheckedScript], _ schedule: FileSchedule) throws -> Int32 {
        let byPath = Dictionary(
            scripts.map { ($0.file.source.name, $0) }, uniquingKeysWith: { first, _ in first })
        let jobs = schedule.entries.compactMap { entry in
            byPath[entry.path].map { TestJob(script: $0, repetition: entry.repetition) }
        }.filter { job in job.script.tests.contains { self.includes($0, of: job.script) } }
        let uses = FileUses(settings, scripts, SafetyOptions(), reportOptions)
        try uses.check()
        let reports = try ReportWriter(reportOptions, mode: .test, secrets: secrets, uses: uses)
        if jobs.isEmpty {
            // The reports are due all the same, and nothing else is.
            let isWritten = reports.finish(platform: "", seed: settings.seed).isWritten
            let ended = interruptions.exitStatus ?? ExitStatus.success
            return isWritten ? ended : ExitStatus.withLostOutput(ended)
        }
        let access = try PlatformAccess(settings)
        defer { access.close() }
        var configuration = try access.executorConfiguration()
        configuration.keepsChanges = reports.wantsEverything
        let chosen = configuration
        try CheckedScript.checkCredentials(configuration.platform, of: jobs.map(\.script))
        let queue = TestQueue(jobs, settings: settings, reports: reports, width: self.jobs, failsFast: failsFast)
        queue.includes = { [selection] script, name, tags in
            selection.includes(TestIdentity(file: script.file.source.name, name: name), tags: tags)
        }
        var ending: String?
        var tally = Tally()
        let status = try CallingThread.run { (loop, finish: @escaping (Int32) -> Void) in
            let executor = Executor(configuration: chosen, secrets: self.secrets, eventLoop: loop)
            queue.start(on: executor, self.interruptions) { status in
                tally = executor.tally
                let parts = [tally.text, executor.lostAnswers].compactMap { $0 }
                ending = parts.isEmpty ? nil : parts.joined(separator: "; ")
                executor.close()
                finish(status)
            }
        }
        let address = configuration.platform?.endpoint.description ?? ""
        let (report, isWritten) = reports.finish(platform: address, seed: settings.seed, tally)
        memory.update(with: report)
        hasRunTests = report.content.files.contains { file in file.cases.contains { $0.kind == .test } }
        // What was printed is written first, and who reads it need not wait for the platform's end.
        Console.standard.flush()
        summarize(report, ending, isLost: !isWritten || Console.standard.hasLost)
        let ended = interruptions.exitStatus ?? status ?? ExitStatus.failed
        return isWritten ? ended : ExitStatus.withLostOutput(ended)
    }

    private func includes(_ test: DeclaredTest, of script: CheckedScript) -> Bool {
        selection.includes(TestIdentity(file: script.file.source.name, name: test.name), tags: test.tags)
    }

    private func summarize(_ report: Shown<Report>, _ ending: String?, isLost: Bool) {
        guard !settings.isQuiet else { return }
        var summary = SummaryText()
        if settings.showsColors { summary.style = TestQueue.style }
        guard let total = summary.total(report, isLost: isLost) else { return }
        let lost: Shown<String> = ending.map { "; \(Door.show($0))" } ?? ""
        Console.standard.error("\(total)\(lost)\n")
    }
}

/// A file that is to be tested, and the how-manieth time.
struct TestJob {
    let script: CheckedScript
    let repetition: Int
}
