import Testing

@testable import PicketRuntime

/// Numbers are written as Swift writes them, at every count of digits.
@Suite struct NumberFormatTests {
    private func text(_ value: Int64) -> String {
        var bytes = Array("<".utf8)
        NumberFormat.append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func everyCountOfDigits() {
        var power: Int64 = 1
        for _ in 0..<19 {
            for value in [power - 1, power, power + 1, power * 9, power / 7 * 3] {
                #expect(text(value) == "<\(value)")
                #expect(text(-value) == "<\(-value)")
            }
            power = power.multipliedReportingOverflow(by: 10).partialValue
        }
        for value in [Int64.min, .min + 1, .max, .max - 1] { #expect(text(value) == "<\(value)") }
    }

    @Test func manyNumbers() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let value = Int64(bitPattern: generator.next()) >> Int64(generator.next() % 64)
            #expect(text(value) == "<\(value)")
        }
    }
}
