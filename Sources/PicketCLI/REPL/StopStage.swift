import PicketSystem

/// How far what runs has been asked to end.
///
/// The first request lets deferred blocks run. Only a second ^C of a person ends those as well: a terminal that closes sends
/// SIGHUP twice, and whoever sends SIGTERM may do so again.
enum StopStage {
    case running
    /// Deferred blocks run; so many ^C have come.
    case stopping(interrupts: Int)
    case cut

    enum Step {
        case stop, cut
    }

    /// What a signal asks for; nil if nothing changes.
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

    /// What the next request asks for that somebody else has counted: the first stops, the second cuts.
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
