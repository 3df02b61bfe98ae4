import Picket
import Testing

/// What the library says about a name, and where it finds it.
@Suite struct EditorNameTests {
    // MARK: Hovering

    static let hovers: [(marked: String, signature: String, summary: String)] = [
        ("or|der nuts count=1", "order ITEM count= [speed=] [gift=]", "orders something"),
        ("bu|y nuts count=1", "order ITEM count= [speed=] [gift=]", "orders something"),
        ("order| nuts count=1", "order ITEM count= [speed=] [gift=]", "orders something"),
        ("order nuts co|unt=1", "count=", "how many (integer 1…9)"),
        ("note me", "", ""),
        ("print pr|ice(nuts)", "price(item, [count])", "what it costs"),
        ("print \"$(pr|ice(nuts))\"", "price(item, [count])", "what it costs"),
        ("print sp|lit(x)", "split(text, [sep])", "splits a string at a separator, or at blanks without one"),
        ("gr|eet you", "greet(who)", "Greets someone."),
        ("greet wh|o=you", "greet(who)", "Greets someone."),
        ("print cr|ack(x)\ninclude parts/nuts", "crack(nut, [times])", "Counts nuts.\nTwice."),
        ("wh|ile true { }", "while", "repeats a block while a condition holds"),
        ("if true { } el|se { }", "else", "runs a block if the condition does not hold"),
        ("print 1 an|d 2", "and", "holds if both sides hold"),
        ("print $la|st", "$last", "the latest response"),
        ("param host = h \"the host\"\nprint $ho|st", "$host", "the host"),
        ("param host\nprint $ho|st", "$host", "a value given from outside"),
        ("def f(a) { print $|a }", "$a", "parameter of the def"),
        ("for x in [1] { print |$x }", "$x", "name of the loop"),
        ("print ${currenc|y}", "$currency", "variable"),
    ]

    @Test(arguments: hovers.indices) func aNameIsDescribed(_ index: Int) {
        let (marked, signature, summary) = Self.hovers[index]
        let hover = EditorFixture.hover(marked)
        #expect(hover?.signature ?? "" == signature, "\(marked)")
        #expect(hover?.summary ?? "" == summary, "\(marked)")
    }

    @Test func theSpanIsTheName() throws {
        let (text, offset) = EditorFixture.place("let é = 1\nprint \"é${curr|ency}\"")
        let hover = try #require(EditorFixture.services.hover(text, at: offset))
        let source = SourceFile(name: "", bytes: Array(text.utf8))
        #expect(source.text(hover.span) == "currency")
    }

    @Test func noValueIsShown() throws {
        let text =
            "secret pin = \"4321-abcd\"\nlet password = \"hunter22\"\nparam token = \"tok-12345\"\nprint $pin $password $token $"
        for offset in 0...text.utf8.count {
            let hover = EditorFixture.services.hover(text, at: offset)
            let items = EditorFixture.services.complete(text, at: offset)
            let shown = "\(hover?.signature ?? "") \(hover?.summary ?? "") \(items.map { $0.text + $0.detail })"
            for value in ["4321", "hunter", "12345"] { #expect(!shown.contains(value), "\(offset)") }
        }
    }

    // MARK: Declarations and uses

    static let places: [(marked: String, definition: String?, references: [String])] = [
        ("let a = 1\nprint $|a", "script:4", ["script:4", "script:17"]),
        ("let |a = 1\nprint $a", "script:4", ["script:4", "script:17"]),
        // The inner name hides the outer one of the same spelling.
        ("let a = 1\nif true { let a = 2; print $|a }\nprint $a", "script:24", ["script:24", "script:38"]),
        ("let a = 1\nif true { let a = $|a }\nprint $a", "script:4", ["script:4", "script:29", "script:40"]),
        ("for x in [1] { print $|x }\nfor x in [2] { print $x }", "script:4", ["script:4", "script:22"]),
        ("f|(1)\ndef f(a) { }\nf 2", "script:9", ["script:0", "script:9", "script:18"]),
        ("let a = 1\nprint \"x ${a} $(len($|a))\"", "script:4", ["script:4", "script:21", "script:31"]),
        ("gr|eet you\ngreet me", "prelude:41", ["script:0", "script:10", "prelude:41"]),
        ("print $currenc|y", "prelude:4", ["script:7", "prelude:4"]),
        ("include parts/nuts\ncra|ck 1\nprint $shelf", "parts/nuts:28", ["script:19", "parts/nuts:28"]),
        ("include parts/nuts\nprint $|shelf", "parts/nuts:82", ["script:26", "parts/nuts:82"]),
        ("or|der nuts count=1\norder bolts count=1", nil, ["script:0", "script:19"]),
        ("print le|n(1), len(2)", nil, ["script:6", "script:14"]),
        ("print $nothing|", nil, []), ("print |1", nil, []), ("|", nil, []),
        ("include par|ts/nuts", "parts/nuts:0", []), ("include \"parts/nuts|\"", "parts/nuts:0", []),
        // The argument of a call has the name of the parameter.
        (
            "def f(|a, b = 1) { print $a, $b }\nf a=1 b=2\nprint f(a = 1), len([{a: 1}])", "script:6",
            ["script:6", "script:25", "script:35", "script:51"]
        ),
        (
            "def f(a) { print $a }\ndef g(a) { print $a }\nf a=1\ng |a=2", "script:28",
            ["script:28", "script:40", "script:52"]
        ),
        ("greet wh|o=you", "prelude:41", []),
        ("include parts/nuts\ncrack 1 time|s=2", "parts/nuts:39", ["script:27", "parts/nuts:39", "parts/nuts:70"]),
        ("\u{FEFF}let a = 1\r\nprint $|a\r\n", "script:7", ["script:7", "script:21"]),
        // Statements with errors, and blocks that are not closed.
        ("let a = 1\nprint $|a +", "script:4", ["script:4", "script:17"]),
        ("let a = 1\nif true {\n  print $|a", "script:4", ["script:4", "script:29"]),
        ("def f(p) {\n  for x in [1] {\n    print $|p, $x", "script:6", ["script:6", "script:39"]),
        ("def f(p) {\n  print $|p + )\n}", "script:6", ["script:6", "script:20"]),
        ("print $currenc|y +", "prelude:4", ["script:7", "prelude:4"]),
        ("include parts/nuts\nprint $shel|f + )", "parts/nuts:82", ["script:26", "parts/nuts:82"]),
        ("def f(p) { }\n|f (", "script:4", ["script:4", "script:13"]),
    ]

    @Test(arguments: places.indices) func aNameHasADeclarationAndUses(_ index: Int) {
        let (marked, definition, references) = Self.places[index]
        #expect(EditorFixture.definition(marked) == definition, "\(marked)")
        #expect(EditorFixture.references(marked) == references, "\(marked)")
    }

    /// Whoever renames a name changes these places and no others.
    @Test func eachReferenceHasTheSpellingOfTheName() {
        let text =
            "print \"größe\"\nlet a = 2\nif $a == 2 { let a = 3; print $a, \"${a}\" }\ndef f(a) { return $a }\nprint f($a)\n"
        for offset in 0...text.utf8.count {
            let places = EditorFixture.services.references(text, at: offset)
            #expect(Set(places.map { $0.source.text($0.span) }).count <= 1, "\(offset)")
            for place in places {
                let again = EditorFixture.services.references(text, at: Int(place.span.start))
                #expect(again.map(\.span) == places.map(\.span), "\(offset)")
            }
        }
    }

    /// The host's own text is in the result, and not the one with closing brackets that the services resolve.
    @Test func aPlaceIsInTheTextOfTheHost() {
        let text = "if true {\n  let a = 1\n  print $a"
        let place = EditorFixture.services.definition(text, at: text.utf8.count)
        #expect(place?.source.count == text.utf8.count && place?.position.line == 2)
    }
}
