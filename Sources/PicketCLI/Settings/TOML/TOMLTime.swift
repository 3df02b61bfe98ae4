/// The dates and times of TOML, which follow RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339).
enum TOMLTime {
    /// Whether a whole word is a date, a time, or both with or without an offset.
    static func isTime(_ word: ArraySlice<UInt8>) -> Bool {
        guard isDate(word.prefix(10)) else { return isClock(word) }
        guard word.count > 10 else { return true }
        guard "Tt ".utf8.contains(word[word.startIndex + 10]) else { return false }
        let rest = word.dropFirst(11)
        guard let offset = rest.firstIndex(where: { "Zz+-".utf8.contains($0) }) else { return isClock(rest) }
        return isClock(rest[..<offset]) && isOffset(rest[offset...])
    }

    /// Whether ten characters are a day of the calendar: `2026-11-29`.
    static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        guard let parts = numbers(text, "dddd-dd-dd") else { return false }
        let (year, month, day) = (parts[0], parts[1], parts[2])
        let isLeapYear = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...days[month - 1]).contains(day)
    }

    /// Whether it is `13:45:00` or `13:45:00.123`. A minute may have a leap second.
    private static func isClock(_ text: ArraySlice<UInt8>) -> Bool {
        guard let parts = numbers(text.prefix(8), "dd:dd:dd"), parts[0] < 24, parts[1] < 60, parts[2] <= 60 else {
            return false
        }
        let fraction = text.dropFirst(8)
        guard let dot = fraction.first else { return true }
        return dot == UInt8(ascii: ".") && fraction.count > 1
            && fraction.dropFirst().allSatisfy { TOMLNumber.digit($0, radix: 10) != nil }
    }

    private static func isOffset(_ text: ArraySlice<UInt8>) -> Bool {
        if text.count == 1 { return text.first == UInt8(ascii: "Z") || text.first == UInt8(ascii: "z") }
        guard let parts = numbers(text.dropFirst(), "dd:dd") else { return false }
        return text.first != UInt8(ascii: "Z") && text.first != UInt8(ascii: "z") && parts[0] < 24 && parts[1] < 60
    }

    /// Returns the numbers of a text that has the form, in which `d` is a digit; nil for another form.
    private static func numbers(_ text: ArraySlice<UInt8>, _ form: StaticString) -> [Int]? {
        guard text.count == form.utf8CodeUnitCount else { return nil }
        var numbers = [0]
        for (place, byte) in text.enumerated() {
            let mark = form.utf8Start[place]
            if mark != UInt8(ascii: "d") {
                guard byte == mark else { return nil }
                numbers.append(0)
            } else {
                guard let digit = TOMLNumber.digit(byte, radix: 10) else { return nil }
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(digit)
            }
        }
        return numbers
    }
}
