import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Shows diagnostics on standard error, coloured if that is wanted, without any secret.
struct DiagnosticPrinter {
    private var renderer = DiagnosticRenderer()

    init(colors: Bool, compiler: Compiler?) {
        if colors { renderer.style = TerminalStyle.diagnostic }
        if let compiler {
            renderer.hidden = { compiler.hiddenSpans[ObjectIdentifier($0)] ?? [] }
        }
    }

    func show(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { Console.standard.error(renderer.render(diagnostic) + "\n") }
    }

    func show(_ failure: Failure) { show([failure.diagnostic]) }

    /// One JSON array, for programs.
    func json(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "[]\n" }
        return "[\n  " + diagnostics.map { renderer.json($0) }.joined(separator: ",\n  ") + "\n]\n"
    }
}
