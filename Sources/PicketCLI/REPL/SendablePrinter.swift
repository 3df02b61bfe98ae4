import PicketRuntime
import PicketSyntax

/// Shows failures from the loop's thread, while the session's own waits or reads.
struct SendablePrinter: Sendable {
    let colors: Bool
    let hidden: [ObjectIdentifier: [SourceSpan]]

    private var printer: DiagnosticPrinter {
        DiagnosticPrinter(colors: colors) { hidden[ObjectIdentifier($0)] ?? [] }
    }

    func show(_ failure: Failure) { printer.show(failure) }

    func show(_ diagnostics: [Diagnostic]) { printer.show(diagnostics) }

    func text(_ diagnostic: Diagnostic) -> String { printer.text(diagnostic) }
}
