import Goldens
import PicketRuntime
import PicketSyntax
import Testing

/// Every code of checking and running stands in grammar.md, and in a golden.
@Suite struct RuntimeCodeTests {
    private static let codes = DiagnosticCode.ofChecking + DiagnosticCode.ofRunning

    @Test func thePageListsThem() {
        #expect(GrammarPage.codes(under: "### Of checking and running") == Self.codes.map(\.rawValue))
    }

    @Test func everyCodeIsShown() {
        let transcripts = LanguageGoldenTests.goldens.map {
            GoldenFolder($0.area, expecting: "transcript").expected($0.name)
        }
        let missing = Self.codes.filter { code in
            !transcripts.contains { $0.contains("[\(code.rawValue)]:") }
        }
        // What ends only a test or an iteration is never shown. The toy host has no functions, and ignores parameters that
        // a script does not have; see HostFunctionTests and LibraryTests.
        #expect(missing == [.unknownParameter, .skipped, .functionFailed, .cancelled])
    }

    /// Every fault of a script comes with a suggestion, but for those that end a run from outside or say what the script says.
    @Test func everyCodeHasASuggestion() {
        let blocks = LanguageGoldenTests.goldens.flatMap { golden in
            GoldenFolder(golden.area, expecting: "transcript").expected(golden.name).split(separator: "\n\n")
        }
        let silent = Self.codes.filter { code in
            let shown = blocks.filter { $0.contains("[\(code.rawValue)]:") }
            return !shown.isEmpty && !shown.contains { $0.contains("= help:") }
        }
        #expect(silent == RuntimeCodeTests.withoutSuggestion)
    }

    /// The host's own faults say what to do about them where the host makes them; the toy host does not.
    static let withoutSuggestion: [DiagnosticCode] = [
        .failed, .expectationFailed, .noResponse, .loginFailed, .commandFailed, .noPlatform, .noCredentials, .badAnswer,
        .deadline,
        .interrupted,
    ]
}
