import Testing

@testable import PicketRuntime

@Suite struct CalendarDateTests {
    @Test(arguments: [
        (0, "1970-01-01"), (-1, "1969-12-31"), (86_399, "1970-01-01"), (951_782_400, "2000-02-29"),
        (951_868_800, "2000-03-01"), (1_735_603_200, "2024-12-31"), (4_107_542_400, "2100-03-01"),
        (-2_203_891_200, "1900-03-01"),
    ])
    func secondsBecomeDays(seconds: Int, day: String) {
        #expect(CalendarDate(secondsSince1970: Int64(seconds)).description == day)
    }

    @Test func daysReadBack() {
        for days in stride(from: Int64(-800_000), through: 800_000, by: 37) {
            let date = CalendarDate(daysSince1970: days)
            #expect(CalendarDate.daysSince1970(year: date.year, month: date.month, day: date.day) == days)
        }
    }
}
