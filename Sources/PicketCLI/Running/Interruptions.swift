import PicketPool
import PicketSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGHUP, SIGINT and SIGTERM, taken by a thread of their own and handed to the run that is going on.
///
/// The first one lets deferred blocks run; a second SIGINT ends those as well. Whoever sends SIGHUP or SIGTERM may send them
/// again without harm. Those that the parent of this program has decided to ignore are left alone.
final class Interruptions: Sendable {
    private struct State {
        var current: [RunInterruption] = []
        /// The signal that asked for the end; nil before.
        var first: Int32?
        /// How many SIGINT came.
        var interrupts = 0
        var isListening = false

        /// How often each run is told.
        var count: Int { first == nil ? 0 : interrupts < 2 ? 1 : 2 }

        /// Notes a signal; returns whom to tell now.
        mutating func take(_ signal: Int32) -> [RunInterruption] {
            let before = count
            first = first ?? signal
            if signal == SIGINT { interrupts += 1 }
            return count == before ? [] : current
        }
    }

    private let state = Mutex(State())
    private let taken: [Int32]

    /// Must be made before any other thread: signals are blocked in all of them.
    ///
    /// - Parameter isListening: whether the thread starts now; else signals wait until `listen()` is called, or are found
    ///   when a run begins or ends.
    init(isListening: Bool = true) {
        taken = [SIGHUP, SIGINT, SIGTERM].filter { !Signals.ignores($0) }
        var signals = self.signals
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        if isListening { listen() }
    }

    private var signals: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in taken { sigaddset(&signals, signal) }
        return signals
    }

    /// Starts the thread, once.
    func listen() {
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        guard isFirst, !taken.isEmpty else { return }
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

    /// Takes the signals that wait for a thread which was not started yet.
    private func takePending() {
        guard !state.withLock({ $0.isListening }) else { return }
        while true {
            var pending = sigset_t()
            sigpending(&pending)
            guard taken.contains(where: { sigismember(&pending, $0) == 1 }), takeNext() else { return }
        }
    }

    private func wait() {
        while takeNext() {}
    }

    /// Waits for a signal and hands it on; false if that is impossible.
    private func takeNext() -> Bool {
        var signals = self.signals
        var signal: Int32 = 0
        guard sigwait(&signals, &signal) == 0 else { return false }
        let interruptions = state.withLock { [signal] in $0.take(signal) }
        for interruption in interruptions { interruption() }
        return true
    }

    /// What a signal ends from now on.
    ///
    /// - Parameter new: those among them that were not aimed at before; nil for all. A signal that has come ends them at once.
    func aim(at interruptions: [RunInterruption], new: [RunInterruption]? = nil) {
        takePending()
        let count = state.withLock { state in
            state.current = interruptions
            return state.count
        }
        for interruption in new ?? interruptions {
            for _ in 0..<count { interruption() }
        }
    }

    /// The exit status after a signal; nil if there was none.
    var exitStatus: Int32? {
        takePending()
        return state.withLock { $0.first.map { 128 + $0 } }
    }
}
