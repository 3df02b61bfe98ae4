import PicketPool
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Hands ^C, SIGTERM and SIGHUP to what is running, from whatever thread they come on.
///
/// The first one lets deferred blocks run, the second ends those, too.
final class Interrupter: Sendable {
    private struct State {
        var current: RunInterruption?
        var endPause: (@Sendable () -> Void)?
        var count = 0
        var ending: Int32?
    }

    private let state = Mutex(State())
    /// Where signals come from without a terminal; nil with one, whose editor hands them to `receive`.
    private let relay: Interruptions?

    init(relay: Interruptions?) {
        self.relay = relay
    }

    func receive(_ signal: Int32) {
        let (run, endPause) = state.withLock { state in
            state.count += 1
            if signal != SIGINT { state.ending = signal }
            defer { state.endPause = nil }
            return (state.current, state.endPause)
        }
        run?()
        endPause?()
    }

    /// What a signal ends from now on; nil for nothing.
    func aim(at interruption: RunInterruption?) {
        relay?.aim(at: interruption.map { [$0] } ?? [])
        let isLate = state.withLock { state in
            state.current = interruption
            return state.count > 0
        }
        // A signal that came before the run did ends it at once.
        if isLate { interruption?() }
    }

    /// Makes a closure that ends a pause once, whether time or a signal calls it; a signal that came before does so now.
    func pausing(_ end: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let isLate = state.withLock { state in
            state.endPause = end
            return state.count > 0
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

    var wasInterrupted: Bool { state.withLock { $0.count > 0 } || relay?.exitStatus != nil }

    /// The exit status if a signal asks for the end of the session; nil for none. Without a terminal, every one does.
    var endingStatus: Int32? { relay?.exitStatus ?? state.withLock { $0.ending.map { 128 + $0 } } }
}
