import PicketRuntime
import PicketSyntax

/// The journal, which may begin when the executor has already sent something.
extension Executor {
    /// Records what is done from now on.
    package func begin(_ journal: Journal) {
        configuration.journal = journal
        prepareJournal()
    }

    /// Begins the journal of a session, if a write is the first that needs one. Returns why the write must not be sent.
    func beginJournal(
        _ write: PlatformCommand, named name: String, on platform: PlatformSession
    ) -> JournalProblem? {
        guard let make = configuration.journalForWrite, journal == nil, planner == nil, write.isWrite else {
            return nil
        }
        do throws(JournalProblem) {
            if let journal = try make(PendingWrite(name, write, on: platform)) { begin(journal) }
            return nil
        } catch {
            return error
        }
    }

    /// The number of a run that does not begin here, such as a job.
    func nextRun() -> Int {
        runCount += 1
        return runCount
    }

    func stepJournal(
        _ command: PlatformCommand, _ platform: PlatformSession, _ context: StrandContext, _ pending: PendingCommand
    ) -> StepJournal? {
        guard let journal = configuration.journal, planner == nil, command.isJournaled else { return nil }
        // The result can be ignored: if this line cannot be written, the command's own lines fail too, and end the run.
        if let step = context.stepPassedOver(pending) { _ = journal.passOver(step) }
        return StepJournal(
            journal, context.nextStep(), command, on: platform, secrets: secrets,
            tidying: pending.isTidyingUp ? StepJournal.Tidying(isFinal: pending.isTidyingUpForGood) : nil,
            place: journal.notesPlaces ? pending.location : nil)
    }
}
