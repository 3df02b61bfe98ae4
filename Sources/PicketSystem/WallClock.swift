internal import CClock
import Glibc

/// The time of day. Durations are measured with the standard library's `ContinuousClock`.
package enum WallClock {
    package static var millisecondsSince1970: Int64 { clock_milliseconds_since_1970() }

    package static var secondsSince1970: Int { Int(millisecondsSince1970 / 1_000) }

    /// The time of day in the zone of this system: `09:05:00`.
    package static var timeOfDay: String {
        var (seconds, parts) = (time_t(secondsSince1970), tm())
        guard localtime_r(&seconds, &parts) != nil else { return "--:--:--" }
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { ($0 < 10 ? "0" : "") + String($0) }
            .joined(separator: ":")
    }
}
