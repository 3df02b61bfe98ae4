/// Durations for programs and for people.
enum DurationText {
    /// Seconds with three decimals: `0.120`.
    static func seconds(_ nanoseconds: Int64) -> String {
        let milliseconds = (max(0, nanoseconds) + 500_000) / 1_000_000
        return "\(milliseconds / 1_000).\(padded(milliseconds % 1_000, to: 3))"
    }

    /// Milliseconds with three decimals: `12.345`.
    static func milliseconds(_ nanoseconds: Int64) -> String {
        let microseconds = (max(0, nanoseconds) + 500) / 1_000
        return "\(microseconds / 1_000).\(padded(microseconds % 1_000, to: 3))"
    }

    /// As short as a person wants it: `0.4 ms`, `12 ms`, `1.24 s`, `2 m 05 s`, `3 h 12 m`.
    static func short(_ nanoseconds: Int64) -> String {
        let microseconds = max(0, nanoseconds) / 1_000
        if microseconds < 10_000 { return "\(microseconds / 1_000).\(microseconds % 1_000 / 100) ms" }
        let milliseconds = microseconds / 1_000
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        if milliseconds < 60_000 { return "\(milliseconds / 1_000).\(padded(milliseconds % 1_000 / 10, to: 2)) s" }
        let seconds = milliseconds / 1_000
        if seconds < 3_600 { return "\(seconds / 60) m \(padded(seconds % 60, to: 2)) s" }
        return "\(seconds / 3_600) h \(padded(seconds / 60 % 60, to: 2)) m"
    }

    static func padded(_ value: Int64, to width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
