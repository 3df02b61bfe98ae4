import Picket
import Testing

/// What the library offers where a text is being typed.
@Suite struct EditorCompletionTests {
    private func words(_ marked: String) -> [String] { EditorFixture.words(marked) }

    @Test func aStatementBeginsWithACommandADefOrAKeyword() {
        let all = words("|")
        #expect(all.prefix(3) == ["order", "buy", "note"])
        #expect(all.contains("greet") && all.contains("for"))
        #expect(words("def mine() { }\nmi|") == ["mine"])
        #expect(words("or|\ndef orbit() { }") == ["order", "orbit"])
        #expect(words("include parts/nuts\ncra|") == ["crack"])
        #expect(words("for x in [1] {\n    if true { or|") == ["order"])
    }

    @Test func aCallHasTheParametersOfTheCommand() {
        #expect(words("order |") == ["nuts", "bolts", "count=", "speed=", "gift="])
        #expect(words("order nuts count=1 |") == ["speed=", "gift="])
        #expect(words("order nuts speed=f|") == ["fast"])
        #expect(words("order nuts gift=|") == ["true", "false"])
        #expect(words("order nuts count=|").isEmpty)
        #expect(words("greet |") == ["who="])
        #expect(words("include parts/nuts\ncrack nut |") == ["times="])
        #expect(words("unknown |").isEmpty)
        // A value in brackets is an argument too.
        #expect(words("order $(upper(nuts)) speed=[1] cou|") == ["count="])
        #expect(words("order \"a$(x) b\" speed=\"$(y)\" |") == ["count=", "gift="])
    }

    @Test func anItemSaysWhatItIsAndWhatItReplaces() throws {
        let item = try #require(EditorFixture.complete("print 1\norder nuts co|").first)
        #expect(item.text == "count=" && item.kind == .parameter && item.detail == "how many (integer 1…9)")
        #expect(item.replaced.start == 19 && item.replaced.end == 21)
        let greet = EditorFixture.complete("gre|").first
        #expect(greet?.kind == .definition && greet?.detail == "greet(who)")
        let kinds = Set(
            ["|", "order |", "print |", "print $|", "print $last.|", "include |"].flatMap {
                EditorFixture.complete($0).map(\.kind)
            })
        #expect(kinds == Set(EditorServices.CompletionItem.Kind.allCases))
    }

    @Test func anExpressionHasFunctionsAndOperators() {
        #expect(words("print pri|") == ["price("])
        #expect(words("let x = spl|") == ["split("])
        #expect(words("print \"so much: $(pri|") == ["price("])
        #expect(words("print \"\"\"\n    so much: $(price(nuts) + pri|") == ["price("])
        #expect(words("order $(up|") == ["upper("])
        #expect(words("print {a: upp|") == ["upper("])
        #expect(words("for k, v in {a: 1} { or|") == ["order"])
        #expect(words("len(x) al|").isEmpty)
        #expect(words("print \"pri|").isEmpty && words("print 'pri|").isEmpty && words("# pri|").isEmpty)
    }

    static let variables: [(String, [String])] = [
        ("let a = 1\nprint $|", ["a"]),
        ("print $|\nlet a = 1", []),
        ("let a = $|", []),
        ("let a = 1\nif true {\n  let b = 2\n  print $|", ["a", "b"]),
        ("let a = 1\nif true {\n  let b = 2\n}\nprint $|", ["a"]),
        ("let a = 1\nif true {\n  let a = 2\n  print $|\n}\nprint $a", ["a"]),
        ("for x, y in {a: 1} { print \"${|\" }", ["x", "y"]),
        ("def f(p) {\n  print $|\n}\nlet late = 1\n", ["late", "p"]),
        ("def f(p) { print $p }\nprint $|", []),
        ("def f(p) { let inner = 1 }\ndef g(q) { print $|", ["q"]),
        ("try { order nuts count=1 as r } catch e { print $|", ["e"]),
        ("order nuts count=1 as r\nprint $|", ["r"]),
        ("include parts/nuts\nprint $s|", ["shelf"]),
        ("print $s|\ninclude parts/nuts", []),
        ("let (\nlet a = 1\nprint $|", ["a"]),
        ("for x in [1] {\n  print (\n  print $|\n}", ["x"]),
        ("let a = 1\nset |\n", ["a"]), ("let a = []\nappend |", ["a"]), ("let a = []\nset a[$|", ["a"]),
        ("param host = \"h\"\nprint \"a $host and $|\"\n", ["host"]),
    ]

    @Test(arguments: variables.indices) func aVariableIsOfferedWhereItCanBeRead(_ index: Int) {
        let (marked, expected) = Self.variables[index]
        let own = words(marked).filter { $0 != "last" && $0 != "currency" }
        #expect(own == expected, "\(marked)")
    }

    @Test func thePreludesVariablesAreVisible() {
        #expect(words("print $cur|") == ["currency"])
        #expect(words("print '$cur|'").isEmpty)
    }

    @Test func fieldsAreKnownOfResponsesAndFailures() {
        #expect(words("print $last.st|") == ["status"])
        #expect(words("order nuts count=1 as r\nprint $r.bo|") == ["body"])
        #expect(words("try { fail x } catch e { print $e.me| }") == ["message"])
        #expect(words("let a = {b: 1}\nprint $a.|").isEmpty)
    }

    @Test func anIncludeHasTheModules() {
        #expect(words("include |") == ["parts/bolts", "parts/nuts"])
        #expect(words("include \"parts/n|\"\n") == ["parts/nuts"])
        let item = EditorFixture.complete("include \"parts/n|").first
        #expect(item?.kind == .file && item?.replaced.start == 9)
    }

    /// A text above with an unclosed quote or bracket, or with the ends of lines of another system.
    @Test func aFaultAboveEndsWithItsLine() {
        #expect(words("print \"never closed\nor|") == ["order"])
        #expect(words("print \"a $(len(\nor|") == ["order"])
        #expect(words("if true { print (1 }\nor|") == ["order"])
        #expect(words("order nuts \\\r\n  cou|") == ["count="])
    }
}
