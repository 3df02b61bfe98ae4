import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Shows diagnostics on standard error, coloured if that is wanted, without any secret.
struct DiagnosticPrinter {
    private var renderer = DiagnosticRenderer()

    init(colors: Bool, compiler: Compiler?) {
        self.init(colors: colors) { compiler?.hiddenSpans[ObjectIdentifier($0)] ?? [] }
    }

    /// - Parameter hidden: where a source has secrets that its looks do not tell.
    init(colors: Bool, hidden: @escaping (SourceFile) -> [SourceSpan]) {
        if colors { renderer.style = TerminalStyle.diagnostic }
        renderer.hidden = hidden
    }

    func show(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { Console.standard.error(text(diagnostic) + "\n") }
    }

    func text(_ diagnostic: Diagnostic) -> String { renderer.render(diagnostic) }

    func show(_ failure: Failure) { show([failure.diagnostic]) }

    /// The objects of a JSON array, for programs.
    func json(_ diagnostics: [Diagnostic]) -> [String] { diagnostics.map { renderer.json($0) } }
}
