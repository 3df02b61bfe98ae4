import Goldens
import PicketRuntime
import Testing

/// Every code of checking and running stands in grammar.md, and in a golden.
@Suite struct RuntimeCodeTests {
    @Test func thePageListsThem() {
        #expect(GrammarPage.codes(under: "### Of checking and running") == RuntimeCode.allCases.map(\.rawValue))
    }

    @Test func everyCodeIsShown() {
        let transcripts = LanguageGoldenTests.goldens.map {
            GoldenFolder($0.area, expecting: "transcript").expected($0.name)
        }
        let missing = RuntimeCode.allCases.filter { code in
            !transcripts.contains { $0.contains("[\(code.rawValue)]:") }
        }
        // What ends only a test or an iteration is never shown; the toy host has files, and nobody interrupts it.
        #expect(missing == [.noFiles, .skipped, .interrupted, .cancelled])
    }
}
