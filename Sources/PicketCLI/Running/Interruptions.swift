import PicketPool
import PicketSystem
import Synchronization

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
            if signal == Signals.interrupt { interrupts += 1 }
            return count == before ? [] : current
        }
    }

    private let state = Mutex(State())
    private let taken: SignalSet

    /// Must be made before any other thread: signals are blocked in all of them.
    ///
    /// - Parameter isListening: whether the thread starts now; else signals wait until `listen()` is called, or are found
    ///   when a run begins or ends.
    init(isListening: Bool = true) {
        taken = SignalSet(
            [Signals.hangup, Signals.interrupt, Signals.terminate].filter { !Signals.ignores($0) })
        taken.block()
        if isListening { listen() }
    }

    /// Starts the thread, once.
    func listen() {
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        guard isFirst, !taken.isEmpty else { return }
        SystemThread.detach { [self] in while takeNext() {} }
    }

    /// Takes the signals that wait for a thread which was not started yet.
    private func takePending() {
        guard !state.withLock({ $0.isListening }) else { return }
        while taken.isPending, takeNext() {}
    }

    /// Waits for a signal and hands it on; false if that is impossible.
    private func takeNext() -> Bool {
        guard let signal = taken.next() else { return false }
        let interruptions = state.withLock { $0.take(signal) }
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
