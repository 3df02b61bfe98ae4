import PicketRuntime

/// What the executor keeps for a strand.
package final class StrandContext {
    /// Which platform the strand's next commands talk to.
    var platform: PlatformSession?
    let isRoot: Bool
    /// Of the executor's runs, counted from 1.
    private let run: Int
    private let outer: StrandContext?
    /// The iteration whose context this is; nil for a run itself. It owns its context.
    private unowned let iteration: Strand?
    private var steps = 0
    /// How long the strand would have waited: a plan does not wait. In nanoseconds.
    private(set) var skippedTime: Int64 = 0
    /// How many failures the strand had recorded when its latest command began.
    private var recordedCount = 0

    init(platform: PlatformSession?, run: Int, isRoot: Bool) {
        self.platform = platform
        self.run = run
        self.isRoot = isRoot
        outer = nil
        iteration = nil
    }

    /// An iteration begins with its parent's platform, but changes only its own.
    init(of iteration: Strand, within outer: StrandContext) {
        platform = outer.platform
        run = outer.run
        skippedTime = outer.skippedTime
        isRoot = false
        self.outer = outer
        self.iteration = iteration
    }

    /// Goes on as if so much time had passed.
    func skip(_ delay: Int64) {
        let (sum, overflow) = skippedTime.addingReportingOverflow(delay)
        skippedTime = overflow ? .max : sum
    }

    /// A moment of the strand's clock by that of the machine it runs on.
    func realTime(of moment: Int64) -> Int64 { moment == .max ? moment : moment - min(skippedTime, moment) }

    /// The places of the strand and its parents; empty for the executor's first run, `@2` for its second. Made when a
    /// journal asks for it.
    var path: String {
        if let outer, let iteration { return "\(outer.path)/\(iteration.place)" }
        return run == 1 ? "" : "@\(run)"
    }

    /// The name of the latest command, if the run recorded its failure and went on; nil if it did not.
    func stepPassedOver(_ pending: PendingCommand) -> StepName? {
        defer { recordedCount = pending.recordedCount }
        guard pending.recordedCount > recordedCount, pending.hasRecordedCommand(since: recordedCount), steps > 0 else {
            return nil
        }
        return StepName(strand: path, ordinal: steps)
    }

    /// The place of the strand's next command in the script.
    func nextPosition() -> ScriptPosition {
        steps += 1
        return ScriptPosition(parts: start + [steps])
    }

    /// Where the strand begins: those around it wait for it, so they have begun no further command.
    private var start: [Int] {
        guard let outer, let iteration else { return [run] }
        return outer.start + [outer.steps] + iteration.place.split(separator: ".").map { Int($0) ?? 0 }
    }

    /// The name of the strand's next command in a journal.
    func nextStep() -> StepName {
        steps += 1
        return StepName(strand: path, ordinal: steps)
    }
}
