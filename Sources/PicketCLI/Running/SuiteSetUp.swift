import NIOCore
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax

/// The script that runs once before all tests (`--setup`). What it defers at its top level runs after the last test.
final class SuiteSetUp {
    /// How the set-up ended.
    struct Result {
        /// The exit status that it calls for.
        let status: Int32
        /// Whether the tests may run.
        let allowsTests: Bool
        /// Whether the deadline ended it.
        var hasTimedOut = false
    }

    private let script: CheckedScript
    private let settings: Settings
    private let reports: ReportWriter
    private let printer: TestPrinter
    private let diagnostics: DiagnosticPrinter
    private let collection: ReportWriter.Collection
    /// What deferred blocks need; nil before the set-up has ended.
    private var ready: (execution: ScriptExecution, machine: Machine)?
    private var outcome = Outcome.success
    /// When the deferred blocks end at the latest, once they are limited.
    private var graceEnd: NIODeadline?

    init(_ script: CheckedScript, _ settings: Settings, _ reports: ReportWriter, _ printer: TestPrinter) {
        self.script = script
        self.settings = settings
        self.reports = reports
        self.printer = printer
        diagnostics = DiagnosticPrinter(colors: settings.showsColors, compiler: script.compiler)
        // Its report comes before those of all files.
        collection = reports.collector(of: script, position: -1)
    }

    /// Runs the script.
    func begin(
        on shared: Executor, _ interruptions: Interruptions, completion: @escaping (Result) -> Void
    ) {
        var execution = ScriptExecution(script: script, settings: settings, executor: Executor(sharing: shared))
        execution.reportsEverything = true
        execution.uses = reports.uses
        let run = execution.start(emit: emit) { [self] outcome, machine in
            interruptions.aim(at: [])
            self.outcome = outcome
            ready = (execution, machine)
            switch outcome {
            case .failure(let failure):
                diagnostics.show(failure)
                completion(
                    Result(
                        status: Int32(failure.exitStatus), allowsTests: false, hasTimedOut: failure.kind == .deadline))
            case .exit(let status) where status != 0:
                show(.setUpExit(script.file.source.name, status))
                completion(Result(status: Int32(status), allowsTests: false))
            case .success, .exit: completion(Result(status: Int32(machine.recorded.exitStatus), allowsTests: true))
            }
        }
        if ready == nil { interruptions.aim(at: [RunInterruption(run, on: shared.eventLoop)]) }
    }

    /// Runs the deferred blocks, the latest first. The completion gets the exit status that their failures call for.
    ///
    /// - Parameter isLimited: Whether the deadline ended the tests. Then the blocks have a limited time, as after a signal.
    func end(_ interruptions: Interruptions, isLimited: Bool, completion: @escaping (Int32) -> Void) {
        runNext(interruptions, isLimited: isLimited, status: ExitStatus.success, completion)
    }

    /// The remaining time of all blocks; nil for no limit.
    private func limit(_ interruptions: Interruptions, isLimited: Bool) -> TimeAmount? {
        guard isLimited || interruptions.exitStatus != nil else { return nil }
        let end = graceEnd ?? .now() + PoolRun.grace
        graceEnd = end
        return max(.zero, end - .now())
    }

    private func runNext(
        _ interruptions: Interruptions, isLimited: Bool, status: Int32, _ completion: @escaping (Int32) -> Void
    ) {
        guard let (execution, machine) = ready, machine.beginDeferred(beyond: 0) else {
            _ = collection.finish(outcome)
            ready?.execution.executor.close()
            return completion(status)
        }
        let offset = reports.now - collection.start
        var isOver = false
        let limit = limit(interruptions, isLimited: isLimited)
        let run = execution.startDeferred(machine, limit: limit) { [self] in
            emit(TimedEvent($0.event, at: offset + $0.time))
        } completion: { [self] outcome in
            isOver = true
            interruptions.aim(at: [])
            var status = status
            if case .failure(let failure) = outcome {
                status = max(status, Int32(failure.exitStatus))
                show(failure)
            }
            // The next block starts on a fresh stack.
            execution.executor.eventLoop.assumeIsolated().execute { [self] in
                runNext(interruptions, isLimited: isLimited, status: status, completion)
            }
        }
        if !isOver { interruptions.aim(at: [RunInterruption(deferred: run, on: execution.executor.eventLoop)]) }
    }

    /// Shows a failure that the script's events do not have, and adds it to the reports.
    private func show(_ failure: Failure) {
        collection.take(TimedEvent(.recorded(failure), at: reports.now - collection.start))
        diagnostics.show(failure)
    }

    private func emit(_ event: TimedEvent) {
        collection.take(event)
        switch event.event {
        case .printed(let line), .shown(let line): printer.show(printed: line)
        case .recorded(let failure): diagnostics.show(failure)
        default: break
        }
    }
}

extension Failure {
    fileprivate static func setUpExit(_ name: String, _ status: Int) -> Failure {
        Failure(
            .command,
            Diagnostic(
                .setUpExit, message: "the set-up `\(name)` ended with `exit \(status)`, so no test ran", at: nil))
    }
}
