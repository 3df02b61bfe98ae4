/// A time in UTC. Its description has the form of `expire_time`, `YYYY-MM-DD HH:MM:SS`.
///
/// The date algorithm is https://howardhinnant.github.io/date_algorithms.html#civil_from_days. Its years begin in
/// March, so the leap day is the last day of a year, and 400 years always have the same number of days.
struct UTCTime: CustomStringConvertible {
    let secondsSince1970: Int

    var description: String {
        let date = civilDate
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2)) \(clock)"
    }

    /// The form of HTTP's headers: `Sun, 06 Nov 1994 08:49:37 GMT`.
    var headerText: String {
        let date = civilDate
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        // Day 0 was a Thursday.
        let weekday = weekdays[((days + 4) % 7 + 7) % 7]
        return "\(weekday), \(padded(date.day, 2)) \(months[date.month - 1]) \(padded(date.year, 4)) \(clock) GMT"
    }

    private var clock: String {
        let second = secondsSince1970 - days * 86_400
        return "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }

    private var days: Int {
        (secondsSince1970 - (secondsSince1970 < 0 ? 86_399 : 0)) / 86_400
    }

    private var civilDate: (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
