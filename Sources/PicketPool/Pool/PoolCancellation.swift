import Synchronization

/// Ends a run over a pool from any thread, because the task that waits for it was cancelled or the pool is closing.
final class PoolCancellation: Sendable {
    private enum State {
        /// The run has not begun.
        case idle
        case running(wake: @Sendable () -> Void)
        case cancelled
        case ended
    }

    private let state = Mutex(State.idle)

    var isCancelled: Bool {
        state.withLock { if case .cancelled = $0 { true } else { false } }
    }

    /// Ends the run, or the one that is about to begin.
    func cancel() {
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            switch state {
            case .idle:
                state = .cancelled
                return nil
            case .running(let wake):
                state = .cancelled
                return wake
            case .cancelled, .ended: return nil
            }
        }
        wake?()
    }

    /// The run begins. From now on it is woken when it is cancelled.
    func begin(_ wake: @escaping @Sendable () -> Void) {
        state.withLock { if case .idle = $0 { $0 = .running(wake: wake) } }
    }

    /// The run is over; nothing wakes it any more.
    func end() { state.withLock { $0 = .ended } }
}
