internal import PicketRuntime
package import PicketSyntax

/// The problems of a script or a run as data and as text, with secrets hidden, for interfaces in other languages.
package struct ShownProblems: Sendable {
    /// The parts of each problem.
    package let parts: [DiagnosticParts]
    private let diagnostics: [Diagnostic]
    private let hidden: HiddenTexts

    init(_ diagnostics: [Diagnostic], _ hidden: HiddenTexts) {
        (self.diagnostics, self.hidden) = (diagnostics, hidden)
        let redactor = Redactor(hidden.secrets)
        let renderer = DiagnosticRenderer(hidden.places)
        parts = diagnostics.map { renderer.parts(redactor.show($0), by: redactor).content }
    }

    /// Problems of a text that was not run.
    package init(_ diagnostics: [Diagnostic]) { self.init(diagnostics, HiddenTexts()) }

    /// All problems as text; empty for none.
    package func rendered(_ style: RenderStyle) -> String { Rendering(style, hidden).text(diagnostics) }
}

extension RunResult {
    /// The recorded failures in order, then what ended the run.
    package var problems: ShownProblems { ShownProblems(problemDiagnostics, hidden) }
}
