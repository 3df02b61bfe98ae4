import PicketPool
import PicketSystem
import Synchronization

/// Hands ^C, SIGTERM and SIGHUP to what a line runs, from whatever thread they come on.
final class Interrupter: Sendable {
    private struct State {
        var current: RunInterruption?
        var endPause: (@Sendable () -> Void)?
        var stage = StopStage.running
        var ending: Int32?
        /// Whether what runs is what was deferred: it runs because of the signal that came.
        var runsDeferred = false
    }

    private let state = Mutex(State())
    /// Where signals come from without a terminal; nil with one, whose editor hands them to `receive`.
    private let relay: Interruptions?

    /// - Parameter stage: how far whatever ended has been asked to.
    init(relay: Interruptions?, stage: StopStage = .running) {
        self.relay = relay
        state.withLock { $0.stage = stage }
        guard let relay else { return }
        // It counts the signals itself.
        relay.aim(at: [RunInterruption { self.take { $0.escalate() } }])
    }

    func receive(_ signal: Int32) {
        if signal != Signals.interrupt { state.withLock { $0.ending = $0.ending ?? signal } }
        take { $0.receive(signal) }
    }

    private func take(_ request: (inout StopStage) -> StopStage.Step?) {
        let (run, step, endPause) = state.withLock { state in
            defer { state.endPause = nil }
            return (state.current, request(&state.stage), state.endPause)
        }
        switch step {
        case .stop: run?.stop()
        case .cut: run?()
        case nil: break
        }
        endPause?()
    }

    /// What a signal ends from now on; nil for nothing.
    func aim(at interruption: RunInterruption?) {
        let isLate = state.withLock { state in
            state.current = interruption
            return !state.stage.isRunning && !state.runsDeferred
        }
        // A signal that came before the run did ends it at once.
        if isLate { interruption?.stop() }
    }

    /// Makes a closure that ends a pause once, whether time or a signal calls it; a signal that came before does so now.
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

    /// From now on what was deferred runs: only a further ^C cuts it.
    func beginDeferred() { state.withLock { $0.runsDeferred = true } }

    /// The exit status if a signal asks for the end of the session; nil for none. Without a terminal, every one does.
    var endingStatus: Int32? { relay?.exitStatus ?? state.withLock { $0.ending.map { 128 + $0 } } }
}
