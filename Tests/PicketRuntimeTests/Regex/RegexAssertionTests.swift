import Testing

@testable import PicketRuntime

@Suite struct RegexAssertionTests {
    @Test(
        "places and flags",
        arguments: [
            ("^a", "ba", nil),
            ("^b", "ba", ["b"]),
            ("a$", "ba", ["a"]),
            ("a$", "ba\n", nil),
            (#"\Aa\z"#, "a", ["a"]),
            (#"(?m)\Ab"#, "a\nb", nil),
            ("^b", "a\nb", nil),
            ("(?m)^b$", "a\nb\nc", ["b"]),
            ("(?m)^$", "a\n\nb", [""]),
            ("^$", "", [""]),
            ("^$", "a", nil),
            ("^a|b", "cb", ["b"]),
            ("(?:^)*a", "ba", ["a"]),
            (#"(?:\b)+a"#, "ba a", ["a"]),
            ("(?:^a|^b)c", "abc", nil),
            (#"\bport\b"#, "report port", ["port"]),
            (#"\Bport"#, "report", ["port"]),
            (#"\b"#, "...", nil),
            (#"\B"#, "", [""]),
            (#"x\b"#, "xé", ["x"]),
            ("a.b", "a\nb", nil),
            ("(?s)a.b", "a\nb", ["a\nb"]),
            ("(?i)HeLLo", "hEllO", ["hEllO"]),
            ("(?i)[a-z]+", "ABC", ["ABC"]),
            ("(?i)[A-Z]+", "abc", ["abc"]),
            ("(?i)[^k]", "K", nil),
            ("(?i)ÉCOLE", "école", ["école"]),
            ("(?i)[à-ü]+", "ÉÈ", ["ÉÈ"]),
            ("(?i)σ+", "Σσς", ["Σσς"]),
            ("(?i)k", "\u{212A}", ["\u{212A}"]),
            ("(?i)\u{212A}", "k", ["k"]),
            ("(?i)[\u{17F}]", "S", ["S"]),
            ("(?i)i", "ı", nil),
            ("(?i)ı", "I", nil),
            ("(?is)A.B", "a\nb", ["a\nb"]),
            ("(?i-i)A", "a", nil),
            ("a(?i)b", "aB", ["aB"]),
            ("a(?i)b", "AB", nil),
            ("(?i:a)b", "Ab", ["Ab"]),
            ("(?i:a)b", "AB", nil),
            ("((?i)a)b", "Ab", ["Ab", "A"]),
            ("((?i)a)b", "AB", nil),
            ("a(?i)b|c", "C", ["C"]),
        ] as [(String, String, [String]?)])
    func places(pattern: String, text: String, expected: [String]?) throws {
        #expect(try found(pattern, text) == expected)
    }

    @Test("a later start still sees what stands before it")
    func start() throws {
        let text = Array("aab a".utf8)
        #expect(try range("^a", text, from: 1) == nil)
        #expect(try range(#"\ba"#, text, from: 1) == 4..<5)
        #expect(try range("a", text, from: 1) == 1..<2)
        #expect(try range("", text, from: 5) == 5..<5)
        #expect(try range("", text, from: 6) == nil)
        #expect(try range("", text, from: -1) == nil)
    }

    @Test("bytes that are not UTF-8 match as U+FFFD, one each")
    func brokenText() throws {
        let text: [UInt8] = [0x61, 0xFF, 0xC3, 0xE2, 0x82, 0x62, 0xC3, 0xA9]
        #expect(try range(#"\u{FFFD}+"#, text) == 1..<5)
        #expect(try range("a\u{FFFD}", text) == 0..<2)
        #expect(try range("a.{4}b", text) == 0..<6)
        #expect(try range("é", text) == 6..<8)
        #expect(try range("[^a]+", text) == 1..<8)
    }
}
