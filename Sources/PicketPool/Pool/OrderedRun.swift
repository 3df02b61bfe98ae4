import NIOCore
import Picket
import PicketRuntime
import PicketSyntax

/// A run on the loop of its pool.
final class OrderedRun {
    private let order: PoolOrder
    private let run: ProgramRun
    private let executor: Executor
    private let cancellation: PoolCancellation
    private let report: ReportCollection?
    private let told = Told()
    private let start: NIODeadline

    /// What the run tells a person besides its output.
    private final class Told {
        var notices: [PoolNotice] = []
        var remarks: [String] = []
    }

    /// - Parameters:
    ///   - shared: The executor over whose connections the run goes.
    ///   - journal: The open journal; nil for none.
    init(
        _ order: PoolOrder, over shared: Executor, journal: JournalOrder.Opened?, _ cancellation: PoolCancellation
    ) {
        (self.order, self.cancellation) = (order, cancellation)
        start = shared.eventLoop.now
        var part = ProgramRun.DriverPart()
        part.onlyPlans = order.onlyPlans
        part.observesEverything = order.report != nil
        part.secrets = journal?.secrets
        part.seed = journal?.journal.value.seed
        run = order.make(part)
        run.isCancelled = { cancellation.isCancelled }
        report = order.report.map { [run] in ReportCollection($0, run) }
        if let session = order.session {
            executor = session.executor(over: shared, for: run)
            return
        }
        var configuration = shared.configuration
        configuration.onlyPlans = order.onlyPlans
        configuration.journal = journal?.journal.value
        configuration.onNotice = { [told] in told.notices.append(PoolNotice($0)) }
        configuration.onRemark = { [told] in told.remarks.append($0.content) }
        executor = Executor(over: shared, configuration: configuration, secrets: run.machine.secrets)
    }

    /// Starts the run. The completion is called once.
    func start(_ completion: @escaping (PoolEnding) -> Void) {
        let problems = run.problems
        guard problems.isEmpty else {
            closeExecutor()
            return completion(PoolEnding(run.end(.refused(problems))))
        }
        let pool = PoolRun(
            run, executor: executor, services: HostServices(run), emit: report.map { report in { report.take($0) } })
        listen(pool)
        pool.start { [self] outcome in completion(end(outcome, abandoned: pool.abandonedCommands)) }
    }

    /// Wakes the run when it is ended from outside. The machine looks at the flag during long work.
    private func listen(_ pool: PoolRun) {
        guard let door = pool.door else { return }
        let flag = pool.interruptionFlag
        let wake: @Sendable () -> Void = { door.enter { $0.pump() } }
        cancellation.begin {
            wake()
            flag.raise()
        }
        if run.options.interruption != nil { run.listen(wake) }
    }

    private func end(_ outcome: Outcome, abandoned: [String]) -> PoolEnding {
        var ending = PoolEnding(run.end(RunResult.Outcome(outcome), abandoned: abandoned))
        let redactor = Redactor(executor.secrets)
        ending.tally = PoolTally(executor.tally, executor.rewritten, redactor)
        (ending.notices, ending.remarks) = (told.notices, told.remarks)
        ending.requests = executor.requestCount
        ending.journal = executor.journal.map { PoolJournalRecord($0) }
        ending.report = report?.finish(
            outcome, at: (executor.eventLoop.now - start).nanoseconds, status: ending.result.exitStatus, executor)
        if let plan = executor.plan {
            ending.plan = PlanDocument(
                plan, run.machine.unknowns, isOfWholeRun: ending.result.isWhole,
                output: ending.result.output.map { redactor.show($0) })
        }
        closeExecutor()
        return ending
    }

    /// A session keeps its executor for the next text; only what the run is in doubt of ends with it.
    private func closeExecutor() {
        if order.session == nil { executor.close() } else { executor.doubts.forget() }
    }
}

extension RunResult {
    /// Whether the script ran to its end, or to an `exit` that means success.
    fileprivate var isWhole: Bool {
        switch outcome {
        case .success, .exit(0): true
        case .exit, .failure, .refused: false
        }
    }
}

@available(*, unavailable)
extension OrderedRun: Sendable {}
