import Testing

@testable import PicketRuntime

@Suite struct RegexMatchTests {
    @Test(
        "literals, classes and escapes",
        arguments: [
            ("abc", "xabcx", ["abc"]),
            ("", "abc", [""]),
            ("a.c", "abc", ["abc"]),
            (#"a\.c"#, "abc a.c", ["a.c"]),
            ("[b-d]+", "abcde", ["bcd"]),
            ("[^b-d]+", "bcdxyz", ["xyz"]),
            ("[]a]+", "x]a]", ["]a]"]),
            ("[^]a]+", "]ax", ["x"]),
            ("[a-]+", "b-a", ["-a"]),
            ("[-a]+", "b-a", ["-a"]),
            (#"[a\-z]+"#, "m-z", ["-z"]),
            (#"[\]\[]+"#, "a[]", ["[]"]),
            ("[[]", "a[", ["["]),
            ("[[:digit:]a]+", "xa1b", ["a1"]),
            ("[[:^digit:]]+", "12ab", ["ab"]),
            ("[[:alpha:][:blank:]]+", "1a b2", ["a b"]),
            (#"\d+"#, "port 5432", ["5432"]),
            (#"\D+"#, "12ab", ["ab"]),
            (#"[\D]+"#, "12é3", ["é"]),
            (#"\w+"#, "-a_1-", ["a_1"]),
            (#"\W+"#, "a -b", [" -"]),
            (#"\s+"#, "a \t\nb", [" \t\n"]),
            (#"\S+"#, "  ab ", ["ab"]),
            (#"[\w.]+@[\w.]+"#, "to a.b@c.d!", ["a.b@c.d"]),
            (#"\x41\x{42}\u0043\u{44}"#, "ABCD", ["ABCD"]),
            (#"\u{1F600}"#, "a😀b", ["😀"]),
            ("😀+", "a😀😀b", ["😀😀"]),
            ("é", "cafés", ["é"]),
            ("[à-ü]+", "cafés", ["é"]),
            (#"a\tb\nc"#, "a\tb\nc", ["a\tb\nc"]),
            ("{", "a{", ["{"]),
            ("a{x}", "a{x}", ["a{x}"]),
            ("a{1,x}", "a{1,x}", ["a{1,x}"]),
            ("}]", "}]", ["}]"]),
            (#"[\b]"#, "a\u{8}", ["\u{8}"]),
        ])
    func atoms(pattern: String, text: String, expected: [String]) throws {
        #expect(try found(pattern, text) == expected)
    }

    @Test(
        "repetitions, alternatives and groups, leftmost first",
        arguments: [
            ("a*", "aaa", ["aaa"]),
            ("a*?", "aaa", [""]),
            ("a+?", "aaa", ["a"]),
            ("a??b", "ab", ["ab"]),
            ("ab?", "abb", ["ab"]),
            ("ab??", "abb", ["a"]),
            ("a{2}", "aaa", ["aa"]),
            ("a{2,}", "aaaa", ["aaaa"]),
            ("a{2,}?", "aaaa", ["aa"]),
            ("a{1,3}", "aaaa", ["aaa"]),
            ("a{1,3}?", "aaaa", ["a"]),
            ("a{0}b", "ab", ["b"]),
            ("(a){0}b", "ab", ["b", "-"]),
            ("<.+>", "<a><b>", ["<a><b>"]),
            ("<.+?>", "<a><b>", ["<a>"]),
            ("a|ab", "ab", ["a"]),
            ("ab|a", "ab", ["ab"]),
            ("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]),
            ("(?:a|ab)(?:c|bcd)$", "abcd", ["abcd"]),
            ("a||b", "b", [""]),
            ("(|a)+", "aa", ["", ""]),
            ("(|a)*", "aa", ["", ""]),
            ("(a|)+", "aab", ["aa", "a"]),
            ("(a*)+", "b", ["", ""]),
            ("(a*)*", "b", ["", ""]),
            ("(a)|b", "b", ["b", "-"]),
            ("(a)|(b)", "b", ["b", "-", "b"]),
            ("(a(b)?)+", "aba", ["aba", "a", "b"]),
            ("(?:(a)|b)*", "ab", ["ab", "a"]),
            ("((a)(b)?)", "a", ["a", "a", "a", "-"]),
            (#"(?<name>\w+)@(?P<host>\w+)"#, "me@there", ["me@there", "me", "there"]),
            ("x*", "aaa", [""]),
            ("foo|foobar", "foobar", ["foo"]),
            ("(?:foo|foobar)baz", "foobarbaz", ["foobarbaz"]),
            ("(a+)(a+)", "aaa", ["aaa", "aa", "a"]),
            ("(a+?)(a+)", "aaa", ["aaa", "a", "aa"]),
            ("(a?)*?b", "aab", ["aab", "a"]),
        ])
    func choices(pattern: String, text: String, expected: [String]) throws {
        #expect(try found(pattern, text) == expected)
    }
}
