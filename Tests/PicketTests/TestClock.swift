import Picket
import Synchronization

/// A clock that a test moves, so that nothing waits.
final class TestClock: RunClock {
    private struct State {
        var now: Int64 = 0
        var timers: [Int: (time: Int64, body: @Sendable () -> Void)] = [:]
        var lastTimer = 0
    }

    private let state = Mutex(State())
    /// Whether whoever waits has waited: the clock moves to the time of each timer at once.
    private let jumps: Bool

    init(jumps: Bool = false) { self.jumps = jumps }

    var nanoseconds: Int64 { state.withLock { $0.now } }

    var millisecondsSince1970: Int64 { 1_700_000_000_000 + nanoseconds / 1_000_000 }

    /// The number of timers that are set.
    var timerCount: Int { state.withLock { $0.timers.count } }

    func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let number = state.withLock { state in
            state.lastTimer += 1
            state.timers[state.lastTimer] = (nanoseconds, body)
            return state.lastTimer
        }
        if jumps { move(to: nanoseconds) } else { move(to: self.nanoseconds) }
        return { [self] in _ = state.withLock { $0.timers.removeValue(forKey: number) } }
    }

    func advance(by duration: Duration) { move(to: nanoseconds + Int64(duration / .nanoseconds(1))) }

    private func move(to time: Int64) {
        let due = state.withLock { state in
            state.now = max(state.now, time)
            let due = state.timers.filter { $0.value.time <= state.now }
            for number in due.keys { state.timers[number] = nil }
            return due.values.sorted { $0.time < $1.time }
        }
        for timer in due { timer.body() }
    }
}
