import Picket
import PicketReports
import PicketRuntime
import PicketSyntax

/// Collects the events of a run for its report.
final class ReportCollection {
    private let request: PoolReport.Request
    private let run: ProgramRun
    private var collector: FileCollector
    /// The tests that are to run and have not begun.
    private var remaining: [DeclaredTest]
    /// When the run began, in milliseconds since 1970.
    private let started: Int64

    init(_ request: PoolReport.Request, _ run: ProgramRun) {
        (self.request, self.run) = (request, run)
        let program = run.program
        let places = SourceSecrets(run.machine.commands.secretNames)
        collector = FileCollector(
            path: program.name, mode: request.mode, hasTests: !program.tests.isEmpty,
            hidden: { places.places(in: $0).spans })
        remaining =
            request.mode == .test
            ? program.declaredTests.filter { run.options.selectsTest($0.name, $0.tags) } : []
        started = run.options.clock.millisecondsSince1970
    }

    /// Takes an event with its time since the run began.
    func take(_ timed: TimedEvent) {
        if case .testStarted(let name, _, _) = timed.event { remaining.removeAll { $0.name.hasBytes(of: name) } }
        collector.take(timed)
    }

    /// Returns the report of the run.
    ///
    /// - Parameter time: The time since the run began, in nanoseconds.
    func finish(
        _ outcome: Outcome, at time: Int64, status: Int, _ executor: Executor
    ) -> PoolReport {
        var outcome = outcome
        if request.mode == .test {
            let location = run.machine.exitLocation
            outcome = outcome.ofTests(notBegun: remaining.map(\.name), exitAt: location)
        }
        let file = collector.finish(outcome, at: time, notRun: remaining)
        var report = Report(
            mode: request.mode, title: request.title, version: PicketVersion.text,
            started: CalendarTime.text(secondsSince1970: started / 1_000, milliseconds: started % 1_000),
            duration: time,
            platform: executor.platformURL ?? "", seed: run.options.seed, files: [file],
            changes: executor.tally.entries.map { ChangeReport($0) })
        report.startedMilliseconds = started
        let hasFailed = file.cases.contains { $0.state == .failed }
        report.exitStatus = status == 0 && hasFailed ? 1 : status
        return PoolReport(shown: Redactor(executor.secrets).show(report))
    }
}

@available(*, unavailable)
extension ReportCollection: Sendable {}
