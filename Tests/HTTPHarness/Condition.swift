import Synchronization

/// Shared state that a test can wait on, without a clock.
package final class Condition<State: Sendable>: Sendable {
    private struct Waiter: Sendable {
        let isMet: @Sendable (State) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct Guarded: Sendable {
        var state: State
        var waiters: [Waiter] = []
    }

    private let guarded: Mutex<Guarded>

    package init(_ state: State) {
        guarded = Mutex(Guarded(state: state))
    }

    package var state: State { guarded.withLock { $0.state } }

    package func update<Result: Sendable>(_ change: @Sendable (inout State) -> Result) -> Result {
        let (result, met) = guarded.withLock { guarded in
            let result = change(&guarded.state)
            let met = guarded.waiters.filter { $0.isMet(guarded.state) }
            guarded.waiters.removeAll { $0.isMet(guarded.state) }
            return (result, met)
        }
        for waiter in met { waiter.continuation.resume() }
        return result
    }

    package func wait(until isMet: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isMetAlready = guarded.withLock { guarded in
                if isMet(guarded.state) { return true }
                guarded.waiters.append(Waiter(isMet: isMet, continuation: continuation))
                return false
            }
            if isMetAlready { continuation.resume() }
        }
    }
}
