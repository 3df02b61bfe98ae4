import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Shows diagnostics on standard error without secrets, in colour if wanted.
struct DiagnosticPrinter {
    private var renderer: DiagnosticRenderer
    private let secrets: SecretStore

    /// - Parameter places: The secret places in the sources.
    init(colors: Bool, _ places: SourceSecrets, secrets: SecretStore = Door.secrets) {
        renderer = DiagnosticRenderer(places)
        if colors { renderer.style = TerminalStyle.diagnostic }
        self.secrets = secrets
    }

    /// Creates a printer for the sources of a compiler.
    init(colors: Bool, compiler: Compiler, secrets: SecretStore = Door.secrets) {
        self.init(colors: colors, SourceSecrets(compiler.commands.secretNames), secrets: secrets)
    }

    func show(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { Console.standard.error(text(diagnostic) + "\n") }
    }

    func show(_ failure: Failure) { show([failure.diagnostic]) }

    /// Renders a diagnostic with the currently known secrets hidden.
    func text(_ diagnostic: Diagnostic) -> Shown<String> {
        let redactor = Redactor(secrets)
        return renderer.render(redactor.show(diagnostic), by: redactor)
    }

    /// Returns a diagnostic's parts, for programs.
    func parts(_ diagnostic: Diagnostic) -> Shown<DiagnosticParts> {
        let redactor = Redactor(secrets)
        return renderer.parts(redactor.show(diagnostic), by: redactor)
    }

    /// Returns the objects of a JSON array, for programs.
    func json(_ diagnostics: [Diagnostic]) -> [Shown<String>] {
        let redactor = Redactor(secrets)
        return diagnostics.map { renderer.json(redactor.show($0), by: redactor) }
    }
}
