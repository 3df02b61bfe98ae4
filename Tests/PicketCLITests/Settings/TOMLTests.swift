import Testing

@testable import PicketCLI

/// The reader of `config.toml` and `suite.toml` (https://toml.io/en/v1.0.0).
@Suite struct TOMLTests {
    /// Writes a value on one line: tables in braces with the line of each key, lists in brackets.
    private static func shown(_ value: TOMLValue) -> String {
        switch value {
        case .string(let text): "\"\(text)\""
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .boolean(let boolean): "\(boolean)"
        case .time(let text): "<\(text)>"
        case .array(let values): "[\(values.map(shown).joined(separator: ", "))]"
        case .table(let table): shown(table)
        }
    }

    private static func shown(_ table: TOMLTable) -> String {
        "{\(table.entries.map { "\($0.key)@\($0.line)=\(shown($0.value))" }.joined(separator: ", "))}"
    }

    @Test(arguments: [
        ("", "{}"), ("# only\n\n\t \n", "{}"), ("a=1", "{a@1=1}"), ("\r\na = 1 # c\r\nb = 2\r\n", "{a@2=1, b@3=2}"),
        ("[a]\nb = 1\n[c]\n", "{a@1={b@2=1}, c@3={}}"), ("[a.b]\n[a]\nc = 1", "{a@1={b@1={}, c@3=1}}"),
        ("[ a . \"b.c\" . 'd' ]\nx = 1", "{a@1={b.c@1={d@1={x@2=1}}}}"),
        ("[[p]]\nn = 1\n[[p]]\nn = 2\n[p.q]\nr = 3", "{p@1=[{n@2=1}, {n@4=2, q@5={r@6=3}}]}"),
        ("a.b.c = 1\na . d = 2\n\"\" = 3", "{a@1={b@1={c@1=1}, d@2=2}, @3=3}"),
        ("[a]\nb.c = 1\n[a.b.d]\ne = 1", "{a@1={b@2={c@2=1, d@3={e@4=1}}}}"),
        ("1234 = 1\n-_ = 2\n3.14 = 3", "{1234@1=1, -_@2=2, 3@3={14@3=3}}"),
        ("a = { b = 1, c.d = 'x' }\ne = {}", "{a@1={b@1=1, c@1={d@1=\"x\"}}, e@2={}}"),
        ("a = [1, [2,\n # c\n 3,\n], {b = 1}]\nb = 2", "{a@1=[1, [2, 3], {b@4=1}], b@5=2}"), ("a = [ ]", "{a@1=[]}"),
    ])
    func tablesAndListsAreRead(_ text: String, _ content: String) throws {
        #expect(Self.shown(try TOMLReader.table(Array(text.utf8))) == content)
    }

    @Test(arguments: [
        ("0", "0"), ("+99", "99"), ("-17", "-17"), ("1_000", "1000"), ("0xDEAD_beef", "3735928559"), ("0o755", "493"),
        ("0b1101", "13"), ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"), ("1.5", "1.5"), ("-0.0", "-0.0"), ("5e+2", "500.0"),
        ("6.5E-1", "0.65"), ("9_2.4_4", "92.44"), ("inf", "inf"), ("-inf", "-inf"), ("nan", "nan"), ("true", "true"),
        ("false", "false"), ("1979-05-27", "<1979-05-27>"), ("07:32:00.999", "<07:32:00.999>"),
        ("1979-05-27T07:32:00", "<1979-05-27T07:32:00>"), ("1979-05-27 07:32:00Z # c", "<1979-05-27 07:32:00Z>"),
        ("2000-02-29t00:00:60.5-07:30", "<2000-02-29t00:00:60.5-07:30>"), ("'a\\n'", "\"a\\n\""),
        (#""a\t\"\\\u00e9\U0001F600""#, "\"a\t\"\\é😀\""), ("\"\"", "\"\""), ("''", "\"\""),
        ("\"\"\"\r\na\r\nb\"\"\"", "\"a\nb\""), ("\"\"\"a \\\n\n   b \\\" \"\" \"\"\"\"\"", "\"a b \" \"\" \"\"\""),
        ("'''\n'a'\\''''", "\"'a'\\'\""), ("\"\"\"\"\"\"", "\"\""), ("\"é\u{301}\"", "\"é\u{301}\""),
    ])
    func valuesAreRead(_ text: String, _ value: String) throws {
        #expect(Self.shown(try TOMLReader.table(Array("a = \(text)".utf8))) == "{a@1=\(value)}")
    }

    @Test(arguments: [
        ("01", "5: expected a value"), ("1__0", "5: expected a value"), ("1_", "5: expected a value"),
        ("+0x1", "5: expected a value"), ("0x", "5: expected a value"), ("1.", "5: expected a value"),
        (".5", "5: expected a value"), ("1e", "5: expected a value"), ("9223372036854775808", "5: expected a value"),
        ("tru", "5: expected a value"), ("ops", "5: expected a value"), ("1979-02-29", "5: expected a value"),
        ("1979-13-01", "5: expected a value"), ("24:00:00", "5: expected a value"), ("07:32", "5: expected a value"),
        ("1979-05-27T07:32:00+24:00", "5: expected a value"), ("1979-05-27T", "5: expected a value"),
        ("", "5: expected a value"), ("1 2", "7: expected the end of the line"), ("'a", "7: the string is not closed"),
        ("\"a\n\"", "7: the string is not closed"), (#""\x41""#, "6: there is no such escape"),
        (#""\u12""#, "6: this escape needs 4"), (#""\ud800""#, "6: this escape is no"),
        (#""\U00110000""#, "6: this escape is no"), ("\"\u{1}\"", "6: a control character"),
        ("'''a\u{7F}'''", "9: a control character"), ("\"\"\"a\r b\"\"\"", "9: a control character"),
        ("[1 2]", "8: expected `,` or `]`"), ("[,]", "6: expected a value"), ("{b = 1,}", "12: expected a key"),
        ("{b = 1\n}", "11: expected `,` or `}`"), ("{b = 1, b = 2}", "13: this key stands in the file twice"),
        ("{b = 1, b.c = 2}", "13: this key is inside of a value"),
        ("1\na = 2", "2:1: this key stands in the file twice"),
        ("1\na.b = 2", "2:1: this key is inside of a value"), ("{}\na.b = 2", "2:1: this key is inside of a value"),
        ("{}\n[a.b]", "2:2: this section is inside of a value"), ("[{}]\n[a.b]", "2:2: this section is inside"),
        ("1\n[a]", "2:2: this section stands in the file twice"), ("[]\n[[a]]", "2:3: this section stands in the file"),
        ("1\n[b]\n[b]", "3:2: this section stands in the file twice"),
        ("1\n[b.c]\n[b]\nc.d = 1", "4:1: this key is inside of a value"),
        ("1\n[b]\nc.d = 1\n[b.c]", "4:2: this section stands in the file twice"),
        ("1\n[[b]]\n[b]", "3:2: this section stands in the file twice"),
        ("1\n[b", "2:3: the name of the section does not end with `]`"),
        ("1\n[[b]", "2:5: the name of the section does not end with `]]`"), ("1\n[]", "2:2: line 2 does not name"),
        ("1\n[b.]", "2:4: expected a key"), ("1\nb", "2:2: expected `=`"), ("1\n= 1", "2:1: expected a key"),
        ("1\n\"\"\"b\"\"\" = 1", "2:3: expected `=`"), ("1 # \u{0}", "9: a control character"),
        ("1\nü = 1", "2:1: expected a key"), ("'ü' 1", "9: expected the end of the line"),
    ])
    func aProblemHasItsPlace(_ text: String, _ problem: String) {
        let found = #expect(throws: TOMLProblem.self) { try TOMLReader.table(Array("a = \(text)".utf8)) }
        guard let found else { return }
        let place = problem.hasPrefix("2:") || problem.hasPrefix("3:") || problem.hasPrefix("4:") ? "" : "1:"
        #expect("\(found.line):\(found.column): \(found.reason)".hasPrefix(place + problem))
    }

    /// Hostile files end in a problem: the reader's stack is bounded.
    @Test(arguments: ["[", "{b=", "b.", "\"\"."])
    func deepNestingIsAProblem(_ part: String) {
        for head in ["a = ", "", "["] {
            let text = head + String(repeating: part, count: 100_000)
            #expect(throws: TOMLProblem.self) { try TOMLReader.table(Array(text.utf8)) }
        }
        let found = #expect(throws: TOMLProblem.self) {
            try TOMLReader.table(Array("a = \(String(repeating: "[", count: 100))".utf8))
        }
        #expect(found?.reason == "this nests deeper than 32")
    }

    /// Every beginning of a file is read or refused.
    @Test func everyBeginningIsReadOrRefused() {
        let text = Array(
            #"""
            [a]
            b = [1, {c.d = "\u00e9"}] # x
            e = """
            f\
              g"""
            [[h.i]]
            j = 1979-05-27 07:32:00.5+01:00
            """#.utf8)
        for end in 0...text.count { _ = try? TOMLReader.table(Array(text[..<end])) }
        for place in text.indices {
            for byte: UInt8 in [0, 0x0A, 0x0D, 0x22, 0x27, 0x2E, 0x3D, 0x5B, 0x5D, 0x7B, 0x80, 0xFF] {
                var broken = text
                broken[place] = byte
                _ = try? TOMLReader.table(broken)
            }
        }
    }

    @Test(arguments: [
        ("[defaults]\nuser = ops\n", ["    user = ops", "           ^"]),
        ("[defaults\n", ["    [defaults", "             ^"]),
        ("[defaults]\npassword_env = hush\n", []), ("[defaults]\nhunter2\n", []), ("[defaults]\npw = hunter2\n", []),
        ("[defaults]\ntoken = '''\nuser = x\n[y]\u{1}'''\n", []), ("[defaults]\nuser = ü\n", []),
    ])
    func theLineIsShownUnlessItMayHoldASecret(_ text: String, _ lines: [String]) {
        let problem = #expect(throws: TOMLProblem.self) { try TOMLReader.table(Array(text.utf8)) }
        #expect(problem.map { TOMLExcerpt($0, Array(text.utf8))?.lines ?? [] } == lines)
    }
}
