package import PicketRuntime

/// The executor's state for a strand.
package final class StrandContext {
    /// The platform of the strand's next commands.
    var platform: PlatformSession?
    let isRoot: Bool
    /// The number of the run on its executor, counted from 1.
    private let run: Int
    private let outer: StrandContext?
    /// The iteration that owns this context; nil for the context of a run.
    private unowned let iteration: Strand?
    private var steps = 0
    /// How long the strand would have waited in a plan, which does not wait, in nanoseconds.
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

    /// Creates the context of an iteration. It begins with its parent's platform, and changes only its own.
    init(of iteration: Strand, within outer: StrandContext) {
        platform = outer.platform
        run = outer.run
        skippedTime = outer.skippedTime
        isRoot = false
        self.outer = outer
        self.iteration = iteration
    }

    /// Advances the strand's clock by a delay without waiting.
    func skip(_ delay: Int64) {
        let (sum, overflow) = skippedTime.addingReportingOverflow(delay)
        skippedTime = overflow ? .max : sum
    }

    /// Converts a time on the strand's clock to the clock of its machine.
    func realTime(of moment: Int64) -> Int64 { moment == .max ? moment : moment - min(skippedTime, moment) }

    /// The places of the strand and its parents, built when a journal asks for them. It is empty for the executor's
    /// first run and `@2` for its second.
    var path: String {
        if let outer, let iteration { return "\(outer.path)/\(iteration.place)" }
        return run == 1 ? "" : "@\(run)"
    }

    /// The name of the latest command, if the run recorded its failure and continued; nil otherwise.
    func stepPassedOver(_ pending: PendingCommand) -> StepName? {
        defer { recordedCount = pending.recordedCount }
        guard pending.recordedCount > recordedCount, pending.hasRecordedCommand(since: recordedCount), steps > 0 else {
            return nil
        }
        return StepName(strand: path, ordinal: steps)
    }

    /// Returns the position of the strand's next command in the script.
    func nextPosition() -> ScriptPosition {
        steps += 1
        return ScriptPosition(parts: start + [steps])
    }

    /// The position at which the strand begins. The strands around it wait for it, so they start no further command
    /// meanwhile.
    private var start: [Int] {
        guard let outer, let iteration else { return [run] }
        return outer.start + [outer.steps] + iteration.place.split(separator: ".").map { Int($0) ?? 0 }
    }

    /// Returns the journal's name for the strand's next command.
    func nextStep() -> StepName {
        steps += 1
        return StepName(strand: path, ordinal: steps)
    }
}

extension Executor {
    /// Returns the context of a strand.
    package func context(of strand: Strand) -> StrandContext {
        if let known = strand.context as? StrandContext { return known }
        let made = strand.parent.map { StrandContext(of: strand, within: context(of: $0)) } ?? beginRun()
        strand.context = made
        return made
    }

    /// Records in the journal what a strand gets from outside.
    ///
    /// - Throws: `JournalProblem` if an earlier run got something else, or if the journal cannot store it.
    func note(_ input: (_ strand: String) -> JournalInput, in context: StrandContext) throws(JournalProblem) {
        guard let journal = configuration.journal, planner == nil else { return }
        try journal.take(input(context.path))
    }
}
