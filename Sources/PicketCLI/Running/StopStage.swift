import PicketSystem

/// How far a run has been asked to stop. It is the only place that counts signals: for `run`, `test` and `plan`, for the
/// lines and the jobs of a prompt, and for a session without a terminal.
///
/// The first request lets deferred blocks run. Only a person's second ^C ends those as well, because a closing terminal
/// sends SIGHUP twice, and SIGTERM may be repeated, too.
enum StopStage: Equatable {
    case running
    /// Deferred blocks are running, after this number of ^C.
    case stopping(interrupts: Int)
    case cut

    enum Step {
        case stop, cut
    }

    /// Returns the effect of a signal; nil if nothing changes.
    mutating func receive(_ signal: Int32) -> Step? {
        let interrupts = signal == Signals.interrupt ? 1 : 0
        switch self {
        case .running:
            self = .stopping(interrupts: interrupts)
            return .stop
        case .stopping(let earlier) where earlier + interrupts > 1 && interrupts > 0:
            self = .cut
            return .cut
        case .stopping(let earlier):
            self = .stopping(interrupts: earlier + interrupts)
            return nil
        case .cut: return nil
        }
    }

    /// How many requests to stop have had an effect: none, the stop, or the stop and the cut.
    var stepCount: Int {
        switch self {
        case .running: 0
        case .stopping: 1
        case .cut: 2
        }
    }

    var isRunning: Bool {
        if case .running = self { true } else { false }
    }
}
