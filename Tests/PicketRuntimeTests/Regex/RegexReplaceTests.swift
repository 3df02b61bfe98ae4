import Testing

@testable import PicketRuntime

@Suite struct RegexReplaceTests {
    private func replaced(_ pattern: String, _ text: String, _ template: String) throws -> String {
        let regex = try Regex(pattern.utf8)
        let template = try RegexTemplate(template.utf8, for: regex)
        var budget = 100_000
        let bytes = try Array(text.utf8).withUnsafeBytes {
            try regex.replaceAll(in: $0, with: template, budget: &budget)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "every match is replaced",
        arguments: [
            ("b", "abc", "-", "a-c"),
            ("x", "abc", "-", "abc"),
            ("", "", "-", "-"),
            ("", "aé", "-", "-a-é-"),
            ("x*", "abxd", "-", "-a-b--d-"),
            ("a+", "aabaaa", "<$0>", "<aa>b<aaa>"),
            ("^a", "aaa", "-", "-aa"),
            ("$", "ab", "!", "ab!"),
            (#"\b"#, "ab cd", "|", "|ab| |cd|"),
            (#"(\w+)@(\w+)"#, "me@there", "$2 at $1", "there at me"),
            (#"(?<user>\w+)@(?<host>\w+)"#, "me@there", "${host}:${user}:${1}x", "there:me:mex"),
            ("(a)(b)?", "a", "[$1$2]", "[a]"),
            ("a", "a", "$$0 $x $", "$0 $x $"),
            ("a", "a", "$$$0$$", "$a$"),
            ("(a)", "a", "$12", "a2"),
            ("(a)", "a", "${1}2", "a2"),
            ("a", "a", "${x", "${x"),
        ])
    func replacements(pattern: String, text: String, template: String, expected: String) throws {
        #expect(try replaced(pattern, text, template) == expected)
    }

    @Test(
        "a template that names no group is refused",
        arguments: [
            ("a", "x$1", 1..<3, "no group `1`: the pattern has 0 groups"),
            ("(a)", "${host}", 0..<7, "no group `host`: the pattern has 1 group"),
            ("(a)", "${}", 0..<3, "no group ``: the pattern has 1 group"),
            ("(a)(b)", "$3", 0..<2, "no group `3`: the pattern has 2 groups"),
            ("(a)(b)", "${-1}", 0..<5, "no group `-1`: the pattern has 2 groups"),
        ])
    func refused(pattern: String, template: String, range: Range<Int>, message: String) throws {
        let regex = try Regex(pattern.utf8)
        do throws(RegexError) {
            _ = try RegexTemplate(template.utf8, for: regex)
            Issue.record("the template is accepted")
        } catch {
            #expect(error.range == range)
            #expect(error.message == message)
        }
    }

    @Test(
        "splitting",
        arguments: [
            (",", "a,b,,c", ["a", "b", "", "c"]),
            (",", ",a,", ["", "a", ""]),
            (",", "", [""]),
            (#"\s*,\s*"#, "a , b,c", ["a", "b", "c"]),
            ("x", "abc", ["abc"]),
            ("", "aéb", ["a", "é", "b"]),
            ("x*", "axbc", ["a", "b", "c"]),
            ("^", "ab", ["ab"]),
            ("$", "ab", ["ab"]),
        ])
    func splitting(pattern: String, text: String, expected: [String]) throws {
        let regex = try Regex(pattern.utf8)
        let bytes = Array(text.utf8)
        var budget = 100_000
        let pieces = try bytes.withUnsafeBytes { try regex.split($0, budget: &budget) }
        #expect(pieces.map { String(decoding: bytes[$0], as: UTF8.self) } == expected)
    }
}
