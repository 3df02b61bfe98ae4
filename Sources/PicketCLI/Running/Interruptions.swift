import PicketPool
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGINT and SIGTERM, taken by a thread of their own and handed to the run that is going on.
///
/// The first one lets deferred blocks run, the second ends them as well.
final class Interruptions: Sendable {
    private struct State {
        var current: [RunInterruption] = []
        var received: Int32 = 0
    }

    private let state = Mutex(State())

    /// Must be made before any other thread: signals are blocked in all of them.
    init() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let result = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Interruptions>.fromOpaque(context).takeRetainedValue().wait() }
                return nil
            }, context)
        if result == 0 { pthread_detach(thread) }
    }

    private func wait() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        while true {
            var signal: Int32 = 0
            guard sigwait(&signals, &signal) == 0 else { return }
            let interruptions = state.withLock { state in
                state.received = signal
                return state.current
            }
            for interruption in interruptions { interruption() }
        }
    }

    /// What a signal ends from now on.
    func aim(at interruptions: [RunInterruption]) {
        let isLate = state.withLock { state in
            state.current = interruptions
            return state.received != 0
        }
        // A signal that came before there was a run ends it at once.
        if isLate { for interruption in interruptions { interruption() } }
    }

    /// The exit status after a signal; nil if there was none.
    var exitStatus: Int32? {
        let signal = state.withLock { $0.received }
        return signal == 0 ? nil : 128 + signal
    }
}
