import PicketSystem

/// The line that may have to wait for the start of the local platform. It belongs to the loop.
///
/// A job's start ends with the line that runs beside it, because a signal reaches no job while the loop waits.
final class LocalStart {
    /// Receives the signals of the line that runs; nil between lines.
    var interrupter: Interrupter?

    /// The exit status of a signal that ended the line; nil for none.
    var interruption: Int32? {
        guard let interrupter, interrupter.wasInterrupted else { return nil }
        return interrupter.endingStatus ?? 128 + Signals.interrupt
    }
}

@available(*, unavailable)
extension LocalStart: Sendable {}
