import PicketPool
import PicketSystem
import Synchronization

/// Receives SIGHUP, SIGINT and SIGTERM on its own thread and passes them to the current run.
///
/// The first signal lets deferred blocks run, and a second SIGINT ends those as well. SIGHUP and SIGTERM may be
/// repeated without further effect. Signals that the parent has set to be ignored stay ignored.
final class Interruptions: Sendable {
    private struct State {
        var current: [RunInterruption] = []
        /// The first signal that came; nil for none.
        var first: Int32?
        /// How many SIGINT came.
        var interrupts = 0
        var isListening = false

        /// How often each run is interrupted.
        var count: Int { first == nil ? 0 : interrupts < 2 ? 1 : 2 }

        /// Records a signal. Returns the interruptions to call now.
        mutating func take(_ signal: Int32) -> [RunInterruption] {
            let before = count
            first = first ?? signal
            if signal == Signals.interrupt { interrupts += 1 }
            return count == before ? [] : current
        }
    }

    private let state = Mutex(State())
    private let taken: SignalSet

    /// Creates the receiver. It must be called before any other thread starts, since it blocks the signals in all
    /// threads.
    ///
    /// - Parameter isListening: Whether the thread starts now. Otherwise signals wait until `listen()` is called, or
    ///   until a run begins or ends.
    init(isListening: Bool = true) {
        taken = SignalSet(
            [Signals.hangup, Signals.interrupt, Signals.terminate].filter { !Signals.ignores($0) })
        taken.block()
        if isListening { listen() }
    }

    /// Starts the thread once.
    func listen() {
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        guard isFirst, !taken.isEmpty else { return }
        SystemThread.detach { [self] in while takeNext() {} }
    }

    /// Takes the pending signals if the thread was not started yet.
    private func takePending() {
        guard !state.withLock({ $0.isListening }) else { return }
        while taken.isPending, takeNext() {}
    }

    /// Waits for a signal and passes it on. Returns false if that is impossible.
    private func takeNext() -> Bool {
        guard let signal = taken.next() else { return false }
        let interruptions = state.withLock { $0.take(signal) }
        for interruption in interruptions { interruption() }
        return true
    }

    /// Sets the runs that a signal ends from now on.
    ///
    /// - Parameter new: The ones that were not set before; nil for all. If a signal has already come, they end at once.
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
