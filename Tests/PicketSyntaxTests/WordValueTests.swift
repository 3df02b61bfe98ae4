import Goldens
import PicketSyntax
import Testing

@testable import PicketSyntax

@Suite struct WordValueTests {
    @Test(
        arguments: [
            ("0", .integer(0)), ("42", .integer(42)), ("-7", .integer(-7)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .text), ("0123", .text), ("-0", .text),
            ("+1", .text),
            ("1.5", .float(1.5)), ("-0.25", .float(-0.25)), ("11.10", .text), ("1.0", .float(1)), ("1e5", .text),
            ("1e+20", .text), ("1e20", .float(1e20)), ("1500us", .duration(1_500_000)), ("7ns", .duration(7)),
            ("5e-324", .float(5e-324)), ("1e999", .text), ("1.", .text), (".5", .text), ("0x10", .text),
            ("1.2.3", .text),
            ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null), ("True", .text), ("truer", .text),
            ("", .text), ("-", .text),
            ("250ms", .duration(250_000_000)), ("30s", .duration(30_000_000_000)), ("60s", .text),
            ("1m", .duration(60_000_000_000)),
            ("2h", .duration(7_200_000_000_000)), ("1000ms", .text), ("-5m", .duration(-300_000_000_000)),
            ("0s", .duration(0)), ("0h", .text),
            ("1.5s", .text), ("5d", .text), ("9999999999999h", .text), ("nan", .text), ("inf", .text), ("-inf", .text),
            ("10.0.0.1", .text),
        ] as [(String, WordValue)])
    func isTyped(_ text: String, _ value: WordValue) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { wordValue(of: $0) } == value)
    }

    /// What makes a value prints back as the word that it came from.
    @Test func everyValuePrintsBack() {
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("0123456789.-emsh".utf8)
        for _ in 0..<50_000 {
            let word = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let text = String(decoding: word, as: UTF8.self)
            switch word.withUnsafeBufferPointer({ wordValue(of: $0) }) {
            case .integer(let value): #expect("\(value)" == text)
            case .float(let value): #expect(String(decoding: FloatText.bytes(value), as: UTF8.self) == text)
            case .duration(let value): #expect(DurationText.language(value) == text)
            case .boolean, .null: Issue.record("\(text) is no number")
            case .text: #expect(Int64(text).map { "\($0)" } != text)
            }
        }
    }

    @Test func durationsThatPrintDifferentlyHaveAValueToo() {
        #expect(Array("60s".utf8).withUnsafeBufferPointer { durationValue(of: $0) } == 60_000_000_000)
        #expect(Array("60".utf8).withUnsafeBufferPointer { durationValue(of: $0) } == nil)
        #expect(DurationText.language(1_500_000) == "1500us")
    }
}
