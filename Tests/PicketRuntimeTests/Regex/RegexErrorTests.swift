import Testing

@testable import PicketRuntime

@Suite struct RegexErrorTests {
    @Test(
        "a refused pattern says where and why",
        arguments: [
            ("*a", 0..<1, "nothing to repeat before `*`"),
            ("a|*", 2..<3, "nothing to repeat before `*`"),
            ("é(+)", 3..<4, "nothing to repeat before `+`"),
            ("{3}", 0..<3, "nothing to repeat before `{3}`"),
            ("^*", 1..<2, "nothing to repeat before `*`"),
            (#"\b{2}"#, 2..<5, "nothing to repeat before `{2}`"),
            ("(?i)?", 4..<5, "nothing to repeat before `?`"),
            ("a**", 2..<3, "a repetition follows another one directly"),
            ("a{2}{3}", 4..<7, "a repetition follows another one directly"),
            ("a+?*", 3..<4, "a repetition follows another one directly"),
            ("a++", 1..<3, "possessive repetitions and atomic groups are not supported"),
            ("(?>a)", 0..<3, "possessive repetitions and atomic groups are not supported"),
            ("a{3,2}", 1..<6, "the repetition's bounds are in the wrong order"),
            ("a{,2}", 1..<5, "the repetition has no lower bound"),
            ("a{1001}", 2..<6, "the repetition is higher than 1000"),
            ("a{1,99999999999999999999}", 4..<24, "the repetition is higher than 1000"),
            ("(a", 0..<1, "the group is not closed"),
            ("x(?:a", 1..<2, "the group is not closed"),
            ("(?i", 0..<1, "the group is not closed"),
            ("a)b", 1..<2, "`)` closes no group"),
            (
                "(?<1a>x)", 3..<5,
                "a group's name has letters, digits and `_`, does not begin with a digit, and ends at `>`"
            ),
            ("(?<a", 3..<4, "a group's name has letters, digits and `_`, does not begin with a digit, and ends at `>`"),
            ("(?<a>x)(?<a>y)", 10..<11, "two groups are named `a`"),
            ("x[abc", 1..<2, "the class is not closed"),
            ("[]", 0..<1, "the class is not closed"),
            ("[a-", 0..<1, "the class is not closed"),
            ("[z-a]", 1..<4, "the range runs from a higher to a lower character"),
            (#"[a-\d]"#, 1..<5, "a range's bound must be one character"),
            (#"[\w-.]"#, 1..<5, "a range's bound must be one character"),
            ("[[:nope:]]", 1..<9, "unknown class `[:nope:]`"),
            ("[:alpha:]", 0..<1, "a named class is allowed only inside a class"),
            (#"a\"#, 1..<2, "the pattern ends in a backslash"),
            (#"[\"#, 1..<2, "the pattern ends in a backslash"),
            (#"\x4"#, 0..<3, "the escape names no Unicode character"),
            (#"\u{}"#, 0..<3, "the escape names no Unicode character"),
            (#"\u{D800}"#, 0..<8, "the escape names no Unicode character"),
            (#"\u{110000}"#, 0..<10, "the escape names no Unicode character"),
            (#"a\y"#, 1..<3, #"unknown escape `\y`"#),
            (#"\Z"#, 0..<2, #"unknown escape `\Z`"#),
            ("(?x)a", 2..<3, "unknown flag or group `(?x`"),
            ("(?)a", 2..<3, "unknown flag or group `(?)`"),
            (#"(a)\1"#, 3..<5, "back-references are not supported, because matching them can take exponential time"),
            (
                #"(?<a>.)\k<a>"#, 7..<9,
                "back-references are not supported, because matching them can take exponential time"
            ),
            ("(?P=a)", 0..<4, "back-references are not supported, because matching them can take exponential time"),
            (
                "a(?=b)", 1..<4,
                "look-ahead and look-behind are not supported, because matching them can take exponential time"
            ),
            (
                "(?!b)", 0..<3,
                "look-ahead and look-behind are not supported, because matching them can take exponential time"
            ),
            (
                "(?<=b)", 0..<4,
                "look-ahead and look-behind are not supported, because matching them can take exponential time"
            ),
            (
                "(?<!b)", 0..<4,
                "look-ahead and look-behind are not supported, because matching them can take exponential time"
            ),
        ])
    func refused(pattern: String, range: Range<Int>, message: String) {
        let error = refusal(pattern.utf8)
        #expect(error?.message == message)
        #expect(error?.range == range)
        #expect(error?.offset == range.lowerBound)
    }

    @Test("a pattern that is not UTF-8 is refused at its byte")
    func notText() {
        #expect(refusal([0x61, 0xFF, 0x62])?.range == 1..<2)
        #expect(refusal(Array("\u{FFFD}".utf8)) == nil)
    }

    @Test("limits: length, program, depth and groups")
    func limits() {
        let atLength = String(repeating: "a", count: 8_192)
        #expect(refusal(atLength.utf8) == nil)
        #expect(refusal((atLength + "a").utf8)?.message == "the pattern has 8193 bytes, more than 8192")

        let tooLarge = "the pattern is too large with its repetitions expanded"
        #expect(refusal("a{1000}".utf8) == nil)
        #expect(refusal("(?:a{1000}){1000}".utf8)?.message == tooLarge)
        #expect(refusal("(?:(?:(?:(?:){1000}){1000}){1000}){1000}".utf8)?.message == tooLarge)
        #expect(refusal("(((a{30}){30}){30}){30}".utf8)?.range == 0..<23)

        let nested = String(repeating: "(?:", count: 101) + String(repeating: ")", count: 101)
        #expect(refusal(nested.utf8)?.message == "more than 100 nested groups")
        #expect(refusal(nested.utf8)?.offset == 300)
        #expect(refusal(nested.dropFirst(3).dropLast().utf8) == nil)

        #expect(refusal(String(repeating: "()", count: 99).utf8) == nil)
        #expect(refusal(String(repeating: "()", count: 100).utf8)?.message == "more than 99 groups that capture")
    }
}
