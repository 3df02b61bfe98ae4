/// Formats durations: in the form of the language, and in a short form for people.
package enum DurationText {
    /// Formats a duration in the largest unit that gives a whole number, so that a script can read it back.
    package static func language(_ nanoseconds: Int64) -> String {
        var text: [UInt8] = []
        appendLanguage(nanoseconds, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    package static func appendLanguage(_ nanoseconds: Int64, to text: inout [UInt8]) {
        if nanoseconds == 0 {
            text += "0s".utf8
        } else {
            // Every duration is a whole number of nanoseconds.
            let unit = DurationUnit.descending.first { nanoseconds % $0.nanoseconds == 0 } ?? .nanoseconds
            text += String(nanoseconds / unit.nanoseconds).utf8
            text += unit.rawValue.utf8
        }
    }

    /// Formats a duration briefly for people: `0.4 ms`, `12 ms`, `1.24 s`, `2 m 05 s`, `3 h 12 m`.
    package static func short(_ nanoseconds: Int64) -> String {
        let microseconds = max(0, nanoseconds) / 1_000
        if microseconds < 10_000 { return "\(microseconds / 1_000).\(microseconds % 1_000 / 100) ms" }
        let milliseconds = microseconds / 1_000
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        if milliseconds < 60_000 { return "\(milliseconds / 1_000).\(padded(milliseconds % 1_000 / 10, to: 2)) s" }
        let seconds = milliseconds / 1_000
        if seconds < 3_600 { return "\(seconds / 60) m \(padded(seconds % 60, to: 2)) s" }
        return "\(seconds / 3_600) h \(padded(seconds / 60 % 60, to: 2)) m"
    }

    /// Formats a duration as a decimal number, for programs that read reports.
    ///
    /// - Parameter unit: the unit of the number, which has three decimals.
    package static func decimal(_ nanoseconds: Int64, unit: DurationUnit) -> String {
        let thousandth = unit.nanoseconds / 1_000
        let value = (max(0, nanoseconds) + thousandth / 2) / thousandth
        return "\(value / 1_000).\(padded(value % 1_000, to: 3))"
    }

    /// A whole number, padded with leading zeros.
    package static func padded(_ value: Int64, to width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
