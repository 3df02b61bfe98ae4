import Glibc

extension WallClock {
    /// The time of day in the zone of this system: `09:05:00`.
    package static var timeOfDay: String { local(secondsSince1970)?.time ?? "--:--:--" }

    /// Returns a time in the zone of this system, as `2026-11-29 09:05:00`.
    ///
    /// - Parameter seconds: the seconds since 1970-01-01 00:00 UTC.
    package static func localTime(_ seconds: Int) -> String {
        local(seconds).map { "\($0.date) \($0.time)" } ?? "\(seconds)"
    }

    private static func local(_ seconds: Int) -> (date: String, time: String)? {
        var (time, parts) = (time_t(seconds), tm())
        guard localtime_r(&time, &parts) != nil else { return nil }
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        return (
            "\(1_900 + Int(parts.tm_year))-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))",
            "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        )
    }
}
