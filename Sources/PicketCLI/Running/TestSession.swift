import PicketHTTP
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// The session of `picket test`. It runs files, several at once if wanted, and reports each test.
final class TestSession {
    private let settings: Settings
    private let selection: TestSelection
    private let options: TestOptions
    private let memory: FailedTestsFile
    private let reportOptions: ReportOptions
    private let secrets = Door.secrets
    private let interruptions: Interruptions
    /// Whether a test began or was due to begin. It is set by `run`.
    private(set) var hasRunTests = false

    init(
        _ settings: Settings, reports: ReportOptions, selection: TestSelection, options: TestOptions,
        memory: FailedTestsFile, interruptions: Interruptions
    ) {
        self.settings = settings
        self.selection = selection
        self.options = options
        self.memory = memory
        self.interruptions = interruptions
        reportOptions = reports
    }

    /// Runs the tests and returns the exit status.
    ///
    /// - Parameter setUp: The script that runs once before all tests; nil for none.
    func run(_ scripts: [CheckedScript], _ schedule: FileSchedule, setUp: CheckedScript?) throws -> Int32 {
        let byIdentity = Dictionary(
            scripts.map { (Array($0.identity.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        let jobs = schedule.entries.compactMap { entry in
            byIdentity[Array(entry.path.utf8)].map { TestJob(script: $0, repetition: entry.repetition) }
        }.filter { job in job.script.tests.contains { self.includes($0, of: job.script) } }
        let uses = FileUses(settings, scripts + [setUp].compactMap { $0 }, SafetyOptions(), reportOptions)
        try uses.check()
        let reports = try ReportWriter(reportOptions, mode: .test, secrets: secrets, uses: uses)
        reports.shard = shard(of: scripts)
        if jobs.isEmpty {
            // Reports are written even without tests.
            let ended = interruptions.exitStatus ?? ExitStatus.success
            let (_, isWritten) = reports.finish(platform: "", seed: settings.seed, status: ended)
            return isWritten ? ended : ExitStatus.withLostOutput(ended)
        }
        let access = try PlatformAccess(settings) { [interruptions] in interruptions.exitStatus }
        defer { access.close() }
        var configuration = try access.executorConfiguration()
        configuration.keepsChanges = reports.wantsEverything
        let chosen = configuration
        try CheckedScript.checkCredentials(configuration.platform, of: [setUp].compactMap { $0 } + jobs.map(\.script))
        let queue = TestQueue(
            jobs, setUp: setUp, settings: settings, reports: reports, options: options, interruptions
        ) { self.includes($1, of: $0) }
        memory.begin()
        var ending: String?
        var tally = Tally()
        let status = try CallingThread.run { (loop, finish: @escaping (Int32) -> Void) in
            let executor = Executor(configuration: chosen, secrets: self.secrets, eventLoop: loop)
            queue.start(on: executor) { status in
                tally = executor.tally
                let parts = [tally.text, executor.unclearAnswers].compactMap { $0 }
                ending = parts.isEmpty ? nil : parts.joined(separator: "; ")
                executor.close()
                finish(status)
            }
        }
        let address = configuration.platform?.endpoint.description ?? ""
        let ended = interruptions.exitStatus ?? status ?? ExitStatus.failed
        let (report, isWritten) = reports.finish(platform: address, seed: settings.seed, status: ended, tally)
        if let warning = memory.update(with: report) {
            Console.standard.error("picket: warning: \(Door.showMessage(warning))\n")
        }
        hasRunTests = report.content.files.contains { file in file.cases.contains { $0.kind == .test } }
        // Output is flushed first, so that its readers need not wait for the platform's end.
        Console.standard.flush()
        let isLost = !isWritten || Console.standard.hasLost
        TestPrinter(settings).summarize(report, slowest: options.slowest, ending, isLost: isLost)
        reports.annotate(report)
        return isWritten ? ended : ExitStatus.withLostOutput(ended)
    }

    /// Which part of the suite this is, and the tests of the other parts; nil for all of it.
    private func shard(of scripts: [CheckedScript]) -> ShardReport? {
        guard !selection.shards.isEmpty else { return nil }
        let whole = selection.whole
        let others = scripts.flatMap(\.identities).filter { test, tags in
            whole.includes(test, tags: tags) && !selection.includes(test, tags: tags)
        }
        return ShardReport(parts: selection.shards.map { "\($0.index)/\($0.count)" }, others: others.map(\.test))
    }

    private func includes(_ test: DeclaredTest, of script: CheckedScript) -> Bool {
        selection.includes(script.identity(of: test.name), tags: test.tags)
    }
}

/// A file to test, and the number of its repetition.
struct TestJob {
    let script: CheckedScript
    let repetition: Int
}
