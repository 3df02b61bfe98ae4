import PicketRuntime

extension CommandExecution {
    /// The strand that waits for a command, with everything that the command asks or informs on its way.
    ///
    /// A class, because a copy of all these references takes longer than the look at one of them.
    final class Caller {
        let pending: PendingCommand
        /// Records the command before and after it is sent; nil for none.
        let journal: StepJournal?
        /// Is asked before a write is sent; nil for none.
        let permission: WriteGuard?
        /// Is asked for a password that is not configured; nil if nobody can be asked.
        let passwords: PasswordRequest?
        /// Writes a file of the script; nil for a host without files.
        let saver: FileSaver?
        let tally: TallyBox
        /// The position of the command in its script, for a plan.
        let position: ScriptPosition
        /// Distinguishes the command from all others. It is made when it is needed.
        private(set) lazy var mark = CommandMark()
        /// The state of the connection before the command's first write, for a session that may undo it; nil if it is
        /// not known.
        private(set) var before: KnownState?
        private var hasSent = false

        /// Notes the state before a write that is about to be sent. A read after it would show another one.
        func willSend(after state: KnownState?) {
            guard !hasSent else { return }
            (hasSent, before) = (true, state)
        }

        init(
            pending: PendingCommand, journal: StepJournal?, permission: WriteGuard?, passwords: PasswordRequest?,
            saver: FileSaver?, tally: TallyBox, position: ScriptPosition
        ) {
            (self.pending, self.journal, self.permission) = (pending, journal, permission)
            (self.passwords, self.saver) = (passwords, saver)
            (self.tally, self.position) = (tally, position)
        }
    }
}
