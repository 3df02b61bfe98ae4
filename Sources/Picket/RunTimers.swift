@preconcurrency import Dispatch
import Synchronization

/// The timers of one run.
///
/// A cancelled wait frees its timer at once. `Task.sleep` would keep it until its time comes, so a run that was
/// cancelled during a long sleep would occupy memory for that long.
final class RunTimers: Sendable {
    private let live = Atomic<Int>(0)

    /// The number of active timers.
    var count: Int { live.load(ordering: .relaxed) }

    /// Waits for a duration, or until the task is cancelled; nil to wait only for cancellation.
    func wait(for duration: Duration?) async {
        let wait = Wait()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if wait.begin(continuation, for: duration) { live.wrappingAdd(1, ordering: .relaxed) }
            }
        } onCancel: {
            wait.end()
        }
        if wait.hadTimer { live.wrappingSubtract(1, ordering: .relaxed) }
    }

    /// One wait. It ends once, after its duration or by cancellation.
    private final class Wait: Sendable {
        private enum State {
            case idle
            case waiting(CheckedContinuation<Void, Never>, timer: (any DispatchSourceTimer)?)
            case ended(hadTimer: Bool)
        }

        private let state = Mutex(State.idle)

        /// Starts the wait; returns whether a timer was set.
        func begin(_ continuation: CheckedContinuation<Void, Never>, for duration: Duration?) -> Bool {
            let isLate = state.withLock { state in
                guard case .idle = state else { return true }
                state = .waiting(continuation, timer: duration.map(timer))
                return false
            }
            if isLate { continuation.resume() }
            return !isLate && duration != nil
        }

        private func timer(_ duration: Duration) -> any DispatchSourceTimer {
            let timer = DispatchSource.makeTimerSource()
            // At most about a century, because the clock cannot count much further.
            let nanoseconds = min(max(0, duration.nanoseconds), 3_000_000_000_000_000_000)
            timer.schedule(deadline: .now() + .nanoseconds(Int(nanoseconds)))
            timer.setEventHandler { self.end() }
            timer.activate()
            return timer
        }

        func end() {
            let waiting = state.withLock { state in
                defer { if case .idle = state { state = .ended(hadTimer: false) } }
                guard case .waiting(let continuation, let timer) = state else { return nil as (() -> Void)? }
                state = .ended(hadTimer: timer != nil)
                return {
                    timer?.cancel()
                    continuation.resume()
                }
            }
            waiting?()
        }

        var hadTimer: Bool {
            state.withLock { state in
                if case .ended(let hadTimer) = state { return hadTimer }
                return false
            }
        }
    }
}
