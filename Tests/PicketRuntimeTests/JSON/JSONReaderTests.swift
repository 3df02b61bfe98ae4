import PicketSyntax
import Testing

@testable import PicketRuntime

@Suite struct JSONReaderTests {
    private func problem(_ bytes: [UInt8]) -> JSONProblem? {
        do {
            _ = try Value(json: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func problem(_ text: String) -> JSONProblem? { problem(Array(text.utf8)) }

    private struct Fault: CustomTestStringConvertible {
        let text: String
        let kind: JSONProblem.Kind
        let offset: Int

        init(_ text: String, _ kind: JSONProblem.Kind, at offset: Int) {
            self.text = text
            self.kind = kind
            self.offset = offset
        }

        var testDescription: String { text }
    }

    private static let faults = [
        Fault("", .empty, at: 0), Fault(" \n", .empty, at: 2), Fault("[1,", .endsEarly, at: 3),
        Fault("\"a", .endsEarly, at: 2), Fault("tru", .endsEarly, at: 3), Fault("-", .endsEarly, at: 1),
        Fault("1.", .endsEarly, at: 2), Fault("1e", .endsEarly, at: 2), Fault("[01]", .leadingZero, at: 1),
        Fault("-01", .leadingZero, at: 0), Fault("[1 2]", .unexpected(0x32), at: 3),
        Fault("{a: 1}", .unexpected(0x61), at: 1), Fault("1 1", .unexpected(0x31), at: 2),
        Fault("[1,]", .unexpected(0x5D), at: 3), Fault(".5", .unexpected(0x2E), at: 0),
        Fault("\"a\u{1}\"", .controlCharacter, at: 2), Fault(#""\x""#, .invalidEscape, at: 1),
        Fault(#""\u12g4""#, .invalidEscape, at: 5), Fault(#""\ud800""#, .loneSurrogate, at: 1),
        Fault(#""\udc00""#, .loneSurrogate, at: 1), Fault(#""\ud83d\u0041""#, .loneSurrogate, at: 1),
    ]

    @Test(arguments: faults)
    private func aFaultHasItsKindAndPlace(_ fault: Fault) {
        #expect(problem(fault.text) == JSONProblem(kind: fault.kind, offset: fault.offset))
    }

    @Test func aTextThatIsNotUTF8IsNamed() {
        #expect(problem([0x5B, 0x22, 0x61, 0xFF, 0x22, 0x5D]) == JSONProblem(kind: .invalidUTF8, offset: 2))
        #expect(problem([0x22, 0xC3, 0x5C, 0x6E, 0x22])?.kind == .invalidUTF8)
    }

    @Test func nestingHasALimit() {
        let deepest = JSONDepth.limit
        let fine = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
        #expect(problem(fine) == nil)
        #expect(problem("[" + fine + "]")?.kind == .tooDeep(deepest))
    }

    @Test(arguments: [
        #"{"a":[1,2.5,true,null,"x"],"b":{}}"#, "[]", "{}", #""\"\\\n\t\r\u0001""#, "-9223372036854775808", #""😀""#,
        // What no 64 bits hold is kept as it is written.
        "[18446744073709551615,-9223372036854775809,1E400,1e-400,-12345678901234567890.125,0.12345678901234567890]",
    ])
    func whatIsWrittenIsReadAsIt(_ text: String) throws {
        #expect(try Value(json: Array(text.utf8)).wireJSONText == text)
    }

    @Test func secretsAreWrittenForTheWireAlone() {
        let value: Value = ["a": .secret("hunter22"), "b": .secret(.list([.integer(4711)]))]
        #expect(value.wireJSONText == #"{"a":"hunter22","b":[4711]}"#)
        var shown = JSONWriter(.report)
        shown.value(value)
        #expect(shown.text == #"{"a":"•••","b":"•••"}"#)
    }
}
