internal import CClock
@preconcurrency import Dispatch
internal import PicketRuntime

/// The time of a run: for its deadline, for `sleep` and `within`, and for the script's own `now()`.
///
/// A host's tests pass a clock of their own, so that no test waits.
public protocol RunClock: Sendable {
    /// The time of a clock that never goes back. Its zero has no meaning.
    var nanoseconds: Int64 { get }
    /// The time of day.
    var millisecondsSince1970: Int64 { get }
    /// Calls a function once when a time of `nanoseconds` has come, on any thread, at once if it has passed.
    ///
    /// - Returns: a function that cancels the call and frees what it needs. It may be called at any time.
    func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void
}

extension RunClock {
    /// The time of day in UTC (ISO 8601), to the millisecond.
    var text: String {
        let now = millisecondsSince1970
        return CalendarTime.text(secondsSince1970: now / 1_000, milliseconds: now % 1_000)
    }
}

/// The clock of the system.
public struct SystemClock: RunClock {
    /// The only one that a program needs.
    public static let shared = SystemClock()

    /// Creates the clock of the system.
    public init() {}

    public var nanoseconds: Int64 { clock_monotonic_nanoseconds() }

    public var millisecondsSince1970: Int64 { clock_milliseconds_since_1970() }

    /// Sets a timer. A cancelled one is freed at once; `Task.sleep` would keep it until its time comes, so a run that was
    /// cancelled during a long sleep would occupy memory for that long.
    public func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let timer = DispatchSource.makeTimerSource()
        // At most about a century, because the clock cannot count much further.
        let left = min(max(0, nanoseconds - self.nanoseconds), 3_000_000_000_000_000_000)
        timer.schedule(deadline: .now() + .nanoseconds(Int(left)))
        timer.setEventHandler(handler: body)
        timer.activate()
        return {
            timer.setEventHandler(handler: nil)
            timer.cancel()
        }
    }
}
