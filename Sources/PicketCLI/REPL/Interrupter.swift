import PicketPool
import PicketSystem
import Synchronization

/// Passes ^C, SIGTERM and SIGHUP from any thread to the run of a line.
final class Interrupter: Sendable {
    private struct State {
        var current: RunInterruption?
        var endPause: (@Sendable () -> Void)?
        var stage = StopStage.running
        var ending: Int32?
        /// Whether deferred blocks are running because of an earlier signal.
        var runsDeferred = false
    }

    private let state = Mutex(State())
    /// The source of signals without a terminal; nil with a terminal, whose editor passes them to `receive`.
    private let relay: Interruptions?

    /// - Parameter stage: How far the run has already been asked to stop.
    init(relay: Interruptions?, stage: StopStage = .running) {
        self.relay = relay
        state.withLock { $0.stage = stage }
        relay?.listen { self.receive($0) }
    }

    func receive(_ signal: Int32) {
        FileWait.endAll()
        let (run, step, endPause) = state.withLock { state in
            defer { state.endPause = nil }
            if signal != Signals.interrupt { state.ending = state.ending ?? signal }
            return (state.current, state.stage.receive(signal), state.endPause)
        }
        switch step {
        case .stop: run?.stop()
        case .cut: run?()
        case nil: break
        }
        endPause?()
    }

    /// Sets the run that a signal ends from now on; nil for none.
    func aim(at interruption: RunInterruption?) {
        let isLate = state.withLock { state in
            state.current = interruption
            return !state.stage.isRunning && !state.runsDeferred
        }
        // A signal that came before the run ends it at once.
        if isLate { interruption?.stop() }
    }

    /// Returns a closure that ends a pause once, after the time or a signal. A signal that came before ends the pause
    /// now.
    func pausing(_ end: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let isLate = state.withLock { state in
            state.endPause = end
            return !state.stage.isRunning
        }
        let endOnce: @Sendable () -> Void = {
            let end = self.state.withLock { state in
                defer { state.endPause = nil }
                return state.endPause
            }
            end?()
        }
        if isLate { endOnce() }
        return endOnce
    }

    var wasInterrupted: Bool {
        guard !state.withLock({ $0.runsDeferred }) else { return false }
        return state.withLock { !$0.stage.isRunning } || relay?.exitStatus != nil
    }

    /// Whether nothing more runs, not even deferred blocks.
    var isCut: Bool { state.withLock { $0.stage == .cut } }

    /// Notes that deferred blocks now run. Only a further ^C ends them.
    func beginDeferred() { state.withLock { $0.runsDeferred = true } }

    /// The exit status if a signal ends the session; nil for none. Without a terminal, each signal does.
    var endingStatus: Int32? { relay?.exitStatus ?? state.withLock { $0.ending.map { 128 + $0 } } }
}
