import PicketSystem

/// How far a run has been asked to stop.
///
/// The first request lets deferred blocks run. Only a person's second ^C ends those as well, because a closing terminal
/// sends SIGHUP twice, and SIGTERM may be repeated, too.
enum StopStage {
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

    /// Returns the effect of the next request that somebody else has counted: the first stops, the second cuts.
    mutating func escalate() -> Step? {
        switch self {
        case .running:
            self = .stopping(interrupts: 0)
            return .stop
        case .stopping:
            self = .cut
            return .cut
        case .cut: return nil
        }
    }

    var isRunning: Bool {
        if case .running = self { true } else { false }
    }
}
