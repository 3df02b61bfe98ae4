internal import CClock
import PicketRuntime

/// The time of day.
enum WallClock {
    /// The time in UTC (ISO 8601), to the millisecond.
    static func text() -> String {
        let now = clock_milliseconds_since_1970()
        return CalendarTime.text(secondsSince1970: now / 1_000, milliseconds: now % 1_000)
    }
}
