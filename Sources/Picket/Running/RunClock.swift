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
    package var text: String {
        let now = millisecondsSince1970
        // Before 1970 the seconds are rounded down, too.
        let milliseconds = (now % 1_000 + 1_000) % 1_000
        let seconds = now / 1_000 - (now % 1_000 < 0 ? 1 : 0)
        return CalendarTime.text(secondsSince1970: seconds, milliseconds: milliseconds)
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
    /// cancelled during a long sleep would occupy memory for that long. The timer lives as long as the returned function.
    public func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let timer = DispatchSource.makeTimerSource()
        // At most about a century, because the clock cannot count much further.
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(self.nanoseconds)
        let left = overflow ? 0 : min(max(0, difference), 3_000_000_000_000_000_000)
        timer.schedule(deadline: .now() + .nanoseconds(Int(left)))
        timer.setEventHandler(handler: body)
        timer.activate()
        return {
            timer.setEventHandler(handler: nil)
            timer.cancel()
        }
    }
}
