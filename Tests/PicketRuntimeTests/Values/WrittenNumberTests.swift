import Testing

@testable import PicketRuntime

/// A number is an integer or a float where nothing of it is lost, and kept as it is written where something would be.
@Suite struct WrittenNumberTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ] as [(String, Int64)])
    func anInteger(text: String, value: Int64) {
        #expect(WrittenNumber(json: text) == .integer(value))
    }

    @Test(
        arguments: [
            ("0.1", 0.1), ("1e5", 1e5), ("1E+20", 1e20), ("-2.50", -2.5), ("0.0", 0), ("0e999", 0),
            ("0.000001", 0.000001),
            ("123456789012345.0", 123_456_789_012_345), ("1.7976931348623157e308", 1.7976931348623157e308),
            ("2.2250738585072014e-308", 2.2250738585072014e-308), ("0.30000000000000004", 0.30000000000000004),
            ("100000000000000000000.0", 1e20),
        ] as [(String, Double)])
    func aFloat(text: String, value: Double) {
        #expect(WrittenNumber(json: text) == .float(value))
    }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "1e400", "-1E400", "1e-400", "3.14159265358979323846",
        "0.10000000000000000001", "9007199254740993.0", "1e99999999999999999999", "1e-99999999999999999999",
    ])
    func aDecimal(text: String) {
        #expect(WrittenNumber(json: text) == .decimal(text))
    }
}
