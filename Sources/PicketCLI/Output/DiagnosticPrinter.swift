import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Shows diagnostics on standard error, coloured if that is wanted, without any secret.
struct DiagnosticPrinter {
    private var renderer: DiagnosticRenderer
    private let secrets: SecretStore

    /// - Parameter places: what is secret in the sources, by their trees.
    init(colors: Bool, _ places: SourceSecrets, secrets: SecretStore = Door.secrets) {
        renderer = DiagnosticRenderer(places)
        if colors { renderer.style = TerminalStyle.diagnostic }
        self.secrets = secrets
    }

    /// For the sources of a compiler.
    init(colors: Bool, compiler: Compiler, secrets: SecretStore = Door.secrets) {
        self.init(colors: colors, SourceSecrets(compiler.commands.secretNames), secrets: secrets)
    }

    func show(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { Console.standard.error(text(diagnostic) + "\n") }
    }

    func show(_ failure: Failure) { show([failure.diagnostic]) }

    /// By what is known to be secret now.
    func text(_ diagnostic: Diagnostic) -> Shown<String> {
        let redactor = Redactor(secrets)
        return renderer.render(redactor.show(diagnostic), by: redactor)
    }

    /// The objects of a JSON array, for programs.
    func json(_ diagnostics: [Diagnostic]) -> [Shown<String>] {
        let redactor = Redactor(secrets)
        return diagnostics.map { renderer.json(redactor.show($0), by: redactor) }
    }
}
