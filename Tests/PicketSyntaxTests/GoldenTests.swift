import Goldens
import Testing

@testable import PicketSyntax

/// One behaviour a file: what is reported about `NAME.picket` stands in `NAME.expected`.
@Suite struct GoldenTests {
    static let folder = GoldenFolder("syntax", expecting: "expected")

    @Test func someExist() {
        #expect(GoldenTests.folder.names.count > 20)
    }

    @Test(arguments: folder.names)
    func reportsAsExpected(_ name: String) throws {
        let source = SourceFile(name: name + ".picket", bytes: try GoldenTests.folder.script(name))
        try GoldenTests.folder.compare(name, report(on: source))
    }

    private func report(on source: SourceFile) -> String {
        var parser = Parser(source)
        _ = parser.parseScript()
        let renderer = DiagnosticRenderer()
        return parser.diagnostics.map(renderer.render).joined(separator: "\n")
    }

    /// Every code of the page is shown by a golden or an example, but for the one that takes a text of 4 GiB.
    @Test func everyCodeIsShown() {
        var shown = Set(GrammarPage.examples.compactMap(\.error))
        for name in GoldenTests.folder.names {
            let text = GoldenTests.folder.expected(name)
            shown.formUnion(DiagnosticCode.ofSyntax.map(\.rawValue).filter { text.contains("[\($0)]:") })
        }
        #expect(DiagnosticCode.ofSyntax.map(\.rawValue).filter { !shown.contains($0) } == ["source-too-large"])
    }
}
