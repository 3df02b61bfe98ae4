import PicketRuntime
import PicketSyntax

/// Shows failures from the loop's thread, while the session's own thread waits or reads.
struct SendablePrinter: Sendable {
    let colors: Bool
    let table: SecretNames
    /// The session's variables that hold secrets.
    let names: SecretVariables

    private var printer: DiagnosticPrinter { DiagnosticPrinter(colors: colors, SourceSecrets(table, names: names)) }

    func show(_ failure: Failure) { printer.show(failure) }

    func show(_ diagnostics: [Diagnostic]) { printer.show(diagnostics) }

    func text(_ diagnostic: Diagnostic) -> Shown<String> { printer.text(diagnostic) }
}
