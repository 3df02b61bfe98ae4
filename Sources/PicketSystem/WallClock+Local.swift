import Glibc

extension WallClock {
    /// Returns a time in the zone of this system, as `2026-11-29 09:05:00`.
    ///
    /// - Parameter seconds: the seconds since 1970-01-01 00:00 UTC.
    package static func localTime(_ seconds: Int) -> String {
        var (time, parts) = (time_t(seconds), tm())
        guard localtime_r(&time, &parts) != nil else { return "\(seconds)" }
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        let date = "\(1_900 + Int(parts.tm_year))-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return "\(date) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    }
}
