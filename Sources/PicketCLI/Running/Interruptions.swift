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
        var isListening = false
    }

    private let state = Mutex(State())

    /// Must be made before any other thread: signals are blocked in all of them.
    ///
    /// - Parameter isListening: whether the thread starts now; else signals wait until `listen()` is called, or are found
    ///   when a run begins or ends.
    init(isListening: Bool = true) {
        var signals = Self.signals
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        if isListening { listen() }
    }

    private static var signals: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        return signals
    }

    /// Starts the thread, once.
    func listen() {
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        guard isFirst else { return }
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

    /// Takes a signal that waits for a thread which was not started yet.
    private func takePending() {
        guard !state.withLock({ $0.isListening }) else { return }
        var pending = sigset_t()
        sigpending(&pending)
        guard sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 else { return }
        var signals = Self.signals
        var signal: Int32 = 0
        if sigwait(&signals, &signal) == 0 { state.withLock { [signal] in $0.received = signal } }
    }

    private func wait() {
        var signals = Self.signals
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
        takePending()
        let isLate = state.withLock { state in
            state.current = interruptions
            return state.received != 0
        }
        // A signal that came before there was a run ends it at once.
        if isLate { for interruption in interruptions { interruption() } }
    }

    /// The exit status after a signal; nil if there was none.
    var exitStatus: Int32? {
        takePending()
        let signal = state.withLock { $0.received }
        return signal == 0 ? nil : 128 + signal
    }
}
