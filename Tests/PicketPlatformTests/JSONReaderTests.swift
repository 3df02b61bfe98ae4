import Testing

@testable import PicketPlatform

@Suite("Reading JSON")
struct JSONReaderTests {
    static let texts: [(String, String?)] = [
        ("null", "null"), (" true ", "true"), ("false", "false"), ("\"\"", "\"\""), ("[]", "[]"), ("{}", "{}"),
        ("-0.5e+10", "-0.5e+10"), ("0", "0"), ("01", nil), ("-", nil), ("1.", nil), ("1e", nil), ("+1", nil),
        (".5", nil),
        ("[1,2]", "[1, 2]"), ("[1,2,]", "[1, 2]"), ("[1,,2]", nil), ("[,]", nil), ("[,1]", nil), ("[1", nil),
        (#"{"b":1,"a":[{}]}"#, #"{"b": 1, "a": [{}]}"#), (#"{"a":1,}"#, #"{"a": 1}"#), (#"{"a":1,,}"#, nil),
        (#"{"a"}"#, nil), (#"{"a":}"#, nil), (#"{a:1}"#, nil), (#"{"a":1]"#, nil), ("", nil), ("tru", nil),
        ("nul!", nil),
        (#""\"\\\/\b\f\n\r\t""#, #""\"\\/\u0008\u000c\n\r\t""#), (#""\u00e9\ud83d\ude00""#, #""é😀""#),
        (#""\ud83d""#, nil), (#""\ude00""#, nil), (#""\ud83d\u0041""#, nil), (#""\u12""#, nil), (#""\x""#, nil),
        ("\"a\nb\"", nil), ("\"abc", nil), ("\"abc\\", nil), ("1 2", nil), ("{} x", nil), ("// a\n1", nil),
        ("'a'", nil),
    ]

    @Test(arguments: texts)
    func textsAreReadAndWrittenBack(text: String, expected: String?) {
        let value = try? JSONValue(parsing: Array(text.utf8), strict: false)
        #expect(value.map { String(decoding: $0.bytes, as: UTF8.self) } == expected)
    }

    @Test func aProblemHasItsPlace() {
        #expect {
            try JSONValue(parsing: Array("{\n  \"a\": 1,\n  \"b\" 2\n}".utf8), strict: false)
        } throws: { error in
            let problem = error as? JSONProblem
            return problem?.line == 3 && problem?.column == 7
        }
    }

    @Test func strictReadingRefusesTheLastComma() {
        #expect(throws: JSONProblem.self) { try JSONValue(parsing: Array("[1,]".utf8), strict: true) }
        #expect(throws: JSONProblem.self) { try JSONValue(parsing: Array(#"{"a":1,}"#.utf8), strict: true) }
    }

    @Test func textThatIsNotUTF8IsRefused() {
        #expect(throws: JSONProblem.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22], strict: false) }
    }

    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONValue(parsing: nested(JSONReader.greatestDepth), strict: false)
        #expect(throws: JSONProblem.self) {
            try JSONValue(parsing: nested(JSONReader.greatestDepth + 1), strict: false)
        }
        #expect(throws: JSONProblem.self) {
            try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 1_000_000), strict: false)
        }
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00:00"), (-1, "1969-12-31 23:59:59"), (951_782_400, "2000-02-29 00:00:00"),
        (1_583_695_277, "2020-03-08 19:21:17"), (4_107_542_399, "2100-02-28 23:59:59"),
        (4_107_542_400, "2100-03-01 00:00:00"),
    ])
    func momentsAreWrittenInUTC(seconds: Int, text: String) {
        #expect(UTCTime(secondsSince1970: seconds).description == text)
    }
}
