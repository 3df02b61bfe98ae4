internal import PicketRuntime
package import PicketSyntax

/// The problems of a script or a run as data and as text, with secrets hidden, for interfaces in other languages.
package struct ShownProblems: Sendable {
    /// The parts of each problem.
    package let parts: [DiagnosticParts]
    private let diagnostics: [Diagnostic]
    private let secrets: SecretStore
    private let names: SecretNames

    init(_ diagnostics: [Diagnostic], _ secrets: SecretStore, _ names: SecretNames) {
        (self.diagnostics, self.secrets, self.names) = (diagnostics, secrets, names)
        let redactor = Redactor(secrets)
        let renderer = DiagnosticRenderer(SourceSecrets(names))
        parts = diagnostics.map { renderer.parts(redactor.show($0), by: redactor).content }
    }

    /// Problems of a text that was not run.
    package init(_ diagnostics: [Diagnostic]) { self.init(diagnostics, SecretStore(), .byLooks) }

    /// All problems as text; empty for none.
    package func rendered(_ style: RenderStyle) -> String { Rendering(style, secrets, names).text(diagnostics) }
}

extension RunResult {
    /// The recorded failures in order, then what ended the run.
    package var problems: ShownProblems { ShownProblems(problemDiagnostics, secrets, commands.secretNames) }
}
