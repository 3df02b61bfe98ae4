import Goldens
import Testing

@testable import PicketSyntax

/// grammar.md and the code say the same.
@Suite struct GrammarTests {
    @Test func productionsAreThoseOfTheParser() {
        #expect(GrammarPage.productions.count > 70)
        #expect(GrammarPage.productions.sorted() == GrammarPage.productionsOfTheCode.sorted())
    }

    @Test func everyNameOfAProductionHasOne() {
        let characters = GrammarPage.lines.filter { $0.hasPrefix("| `") }.compactMap {
            $0.split(separator: "`").dropFirst().first
        }
        let defined = Set(GrammarPage.productions.compactMap { $0.split(separator: " ").first } + characters)
        for production in GrammarPage.productions {
            for word in production.split(separator: " ") where word.first?.isLetter == true {
                #expect(defined.contains(word), "\(word) in \(production)")
            }
        }
    }

    @Test func everyProductionIsUsed() {
        let names = GrammarPage.productions.compactMap { $0.split(separator: " ").first }
        for name in names where name != "script" {
            let users = GrammarPage.productions.filter { $0.split(separator: " ").dropFirst().contains(name) }
            #expect(!users.isEmpty, "\(name) is used nowhere")
        }
    }

    @Test func listsAreThoseOfTheCode() {
        let keywords = GrammarPage.list("keywords").flatMap { $0 }
        #expect(keywords.sorted() == StatementKeyword.allCases.map(\.rawValue).sorted())
        #expect(GrammarPage.list("units").flatMap { $0 } == DurationUnit.allCases.map(\.rawValue))
        #expect(GrammarPage.list("subjects").flatMap { $0 } == ResponseSubject.allCases.map { "\($0)" })
        #expect(GrammarPage.codes(under: "### Of the syntax") == DiagnosticCode.ofSyntax.map(\.rawValue))
    }

    @Test func operatorsBindInTheOrderOfTheTable() throws {
        let rows = GrammarPage.list("operators")
        #expect(rows.flatMap { $0 }.count == BinaryOperator.allCases.count + UnaryOperator.allCases.count + 2)
        for (index, row) in rows.enumerated() {
            for tighterRow in rows[(index + 1)...] {
                for looser in row {
                    for tighter in tighterRow {
                        try expectOrder(looser, isPrefix: row == ["not"], tighter, isPrefix: tighterRow == ["-"])
                    }
                }
            }
        }
    }

    /// Shows that parentheses around the tighter operator change nothing but themselves.
    private func expectOrder(_ looser: String, isPrefix isLooserPrefix: Bool, _ tighter: String, isPrefix: Bool) throws
    {
        // `not` begins a condition, and cannot follow another operator without parentheses of its own.
        guard tighter != "not" else { return }
        let inner = isPrefix ? "\(tighter)$a" : "$a \(tighter) $b"
        let (plain, marked) =
            isLooserPrefix ? ("not \(inner)", "not (\(inner))") : ("\(inner) \(looser) $c", "(\(inner)) \(looser) $c")
        let bare = tree("let x = \(plain)")
        #expect(!bare.hasPrefix("!"))
        let group = try #require(tree("let x = (\(inner))").split(separator: " ", maxSplits: 2).last)
        let content = group.dropFirst("(group ".count).dropLast(2)
        #expect(tree("let x = \(marked)").replacing("(group \(content))", with: content) == bare)
    }

    @Test(arguments: GrammarPage.examples)
    func examplesAreRead(_ example: GrammarPage.Example) {
        var parser = Parser(SourceFile(name: "grammar.md", text: example.text))
        _ = parser.parseScript()
        let codes = parser.diagnostics.map(\.code)
        if let error = example.error, DiagnosticCode.ofSyntax.contains(DiagnosticCode(rawValue: error)) {
            #expect(codes.first?.rawValue == error)
        } else {
            #expect(codes.isEmpty, "\(parser.diagnostics.map(DiagnosticRenderer().render).joined())")
        }
    }

    /// The examples are written the way the formatter writes.
    @Test(arguments: GrammarPage.examples.filter { $0.error == nil && !$0.text.contains(";") })
    func examplesAreFormatted(_ example: GrammarPage.Example) {
        #expect(format(SourceFile(name: "grammar.md", text: example.text)).text == example.text)
    }
}
