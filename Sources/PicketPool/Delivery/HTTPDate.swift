import PicketRuntime
import PicketSystem

/// A date of a header field, in any of the three forms that a recipient must accept (RFC 9110, section 5.6.7).
///
///     Sun, 06 Nov 1994 08:49:37 GMT
///     Sunday, 06-Nov-94 08:49:37 GMT
///     Sun Nov  6 08:49:37 1994
struct HTTPDate {
    let secondsSince1970: Int

    /// - Parameter now: The current time in seconds since 1970. A year of two digits is at most fifty years ahead of it.
    init?(_ text: String, now: Int = WallClock.secondsSince1970) {
        let parts = text.split(separator: " ")
        let fields: (day: Substring, month: Substring, year: Substring, clock: Substring)
        if parts.count == 6, parts[5].utf8.elementsEqual("GMT".utf8) {
            fields = (parts[1], parts[2], parts[3], parts[4])
        } else if parts.count == 4, parts[3].utf8.elementsEqual("GMT".utf8) {
            let date = parts[1].split(separator: "-", omittingEmptySubsequences: false)
            guard date.count == 3, date[2].utf8.count == 2 else { return nil }
            fields = (date[0], date[1], date[2], parts[2])
        } else if parts.count == 5 {
            fields = (parts[2], parts[1], parts[4], parts[3])
        } else {
            return nil
        }
        guard let day = Self.number(fields.day), var year = Self.number(fields.year), (1...31).contains(day),
            let month = Self.months.firstIndex(where: { $0.utf8.elementsEqual(fields.month.utf8) })
        else { return nil }
        if fields.year.utf8.count == 2 {
            let thisYear = 1970 + now / 31_556_952
            year += thisYear / 100 * 100
            if year > thisYear + 50 { year -= 100 }
        }
        let clock = fields.clock.split(separator: ":", omittingEmptySubsequences: false).compactMap { Self.number($0) }
        guard (1970...9999).contains(year), clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60 else {
            return nil
        }
        let days = CalendarDate.daysSince1970(year: Int64(year), month: Int64(month + 1), day: Int64(day))
        secondsSince1970 = Int(days) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    }

    private static let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ")

    /// Parses a text that consists of digits only.
    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}
