import PicketSyntax

/// A day of the Gregorian calendar, in UTC.
package struct CalendarDate: Equatable, Sendable, CustomStringConvertible {
    package let year: Int64
    package let month: Int64
    package let day: Int64

    /// Converts a day number to the year, the month (1 to 12) and the day (1 to 31).
    ///
    /// - Parameter days: since 1 January 1970. Source: Howard Hinnant, "chrono-compatible low-level date algorithms",
    ///   2021. Years are counted from 1 March, so that a leap day ends its year and the months need no table.
    package init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = CalendarDate.floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    package init(secondsSince1970 seconds: Int64) {
        self.init(daysSince1970: CalendarDate.floorDivide(seconds, CalendarTime.secondsPerDay))
    }

    /// The day number of a date: the inverse of `init(daysSince1970:)`.
    package static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// ISO 8601: `2026-02-03`.
    package var description: String {
        "\(DurationText.padded(year, to: 4))-\(DurationText.padded(month, to: 2))-\(DurationText.padded(day, to: 2))"
    }

    fileprivate static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }
}

/// Formats and parses times in UTC (ISO 8601), from seconds since 1970.
package enum CalendarTime {
    static let secondsPerDay: Int64 = 86_400

    package static func text(secondsSince1970 seconds: Int64, milliseconds: Int64 = 0) -> String {
        let days = CalendarDate.floorDivide(seconds, secondsPerDay)
        let rest = seconds - days * secondsPerDay
        let hour = DurationText.padded(rest / 3_600, to: 2)
        let minute = DurationText.padded(rest / 60 % 60, to: 2)
        let second = DurationText.padded(rest % 60, to: 2)
        let fraction = DurationText.padded(milliseconds, to: 3)
        return "\(CalendarDate(daysSince1970: days))T\(hour):\(minute):\(second).\(fraction)Z"
    }

    /// Parses a text in this format into milliseconds since 1970; nil for another text.
    package static func milliseconds(of text: String) -> Int64? {
        let numbers = text.utf8.split(omittingEmptySubsequences: false) { !(0x30...0x39).contains($0) }
            .map { Int64(String(decoding: $0, as: UTF8.self)) ?? -1 }
        guard numbers.count == 8, numbers[7] == -1, !numbers[..<7].contains(-1), text.utf8.last == UInt8(ascii: "Z"),
            (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]), (1...31).contains(numbers[2]),
            numbers[3] < 24, numbers[4] < 60, numbers[5] <= 60, numbers[6] < 1_000
        else { return nil }
        let days = CalendarDate.daysSince1970(year: numbers[0], month: numbers[1], day: numbers[2])
        let seconds = days * secondsPerDay + numbers[3] * 3_600 + numbers[4] * 60 + numbers[5]
        return seconds * 1_000 + numbers[6]
    }
}
