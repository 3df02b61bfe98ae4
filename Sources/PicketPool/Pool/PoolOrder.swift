import NIOCore
import Picket
import PicketReports
import PicketRuntime
import PicketSyntax

/// A run that a host asks a pool for.
struct PoolOrder: Sendable {
    /// Prepares the run on the loop, with the driver's part.
    let make: @Sendable (ProgramRun.DriverPart) -> ProgramRun
    var onlyPlans = false
    /// Opens the journal; nil for a run without one.
    var journal: JournalOrder?
    var report: PoolReport.Request?
    /// The session that the run is a part of; nil for a run by itself.
    var session: PoolSession?

    init(_ make: @escaping @Sendable (ProgramRun.DriverPart) -> ProgramRun) { self.make = make }

    /// Returns the result of a run that cannot begin.
    func refused(_ problems: [Diagnostic]) -> RunResult { make(ProgramRun.DriverPart()).end(.refused(problems)) }
}

/// What came of a run over a pool.
struct PoolEnding: Sendable {
    var result: RunResult
    var tally = PoolTally()
    var notices: [PoolNotice] = []
    var remarks: [String] = []
    var requests = 0
    /// What the run would change; an empty plan for one that sent its writes.
    var plan: PlanDocument
    var journal: PoolJournalRecord?
    var report: PoolReport?

    /// The ending of a run that did not begin.
    init(_ result: RunResult) {
        self.result = result
        plan = PlanDocument(
            Redactor(SecretStore()).show(Plan(Planner())), UnknownAnswers(), isOfWholeRun: false, output: [])
    }
}
