extension NumericLiteral {
    /// Suggests a valid form of a duration with a fraction or a foreign unit: `1500ms` for `1.5s`.
    static func helpForDuration(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        let isNumber = { (byte: UInt8) in byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".") }
        let start = bytes.first == UInt8(ascii: "-") ? 1 : 0
        let end = bytes[start...].firstIndex { !isNumber($0) } ?? bytes.count
        guard end > start, end < bytes.count, let unit = nanoseconds(String(decoding: bytes[end...], as: UTF8.self)),
            let amount = Double(String(decoding: bytes[..<end], as: UTF8.self))
        else { return nil }
        let nanoseconds = (amount * Double(unit)).rounded()
        guard let whole = Int64(exactly: nanoseconds) else { return nil }
        return "a duration is a whole number and one of \(units): write `\(DurationText.language(whole))`"
    }

    private static let units = DurationUnit.allCases.map { "`\($0.rawValue)`" }.joined(separator: " ")

    private static func nanoseconds(_ unit: String) -> Int64? {
        if let known = DurationUnit(rawValue: unit) { return known.nanoseconds }
        switch unit {
        case "sec", "secs", "second", "seconds", "S": return DurationUnit.seconds.nanoseconds
        case "min", "mins", "minute", "minutes", "M": return DurationUnit.minutes.nanoseconds
        case "hr", "hrs", "hour", "hours", "H": return DurationUnit.hours.nanoseconds
        case "d", "day", "days", "D": return 24 * DurationUnit.hours.nanoseconds
        case "w", "week", "weeks": return 7 * 24 * DurationUnit.hours.nanoseconds
        case "msec", "msecs", "millis", "milliseconds": return DurationUnit.milliseconds.nanoseconds
        default: return nil
        }
    }
}
