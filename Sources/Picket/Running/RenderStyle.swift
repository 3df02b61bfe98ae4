internal import PicketRuntime
internal import PicketSyntax

/// The form in which diagnostics become text.
public enum RenderStyle: Sendable {
    /// Lines for people.
    case plain
    /// Lines for people with the colours of a terminal.
    case colored
    /// One line of JSON for each diagnostic.
    case json
}

/// Makes text of diagnostics, without secrets.
struct Rendering {
    private var renderer: DiagnosticRenderer
    private let style: RenderStyle
    private let secrets: SecretStore

    init(_ style: RenderStyle, _ hidden: HiddenTexts) {
        renderer = DiagnosticRenderer(hidden.places)
        if case .colored = style { renderer.style = Self.colored }
        (self.style, secrets) = (style, hidden.secrets)
    }

    func text(_ diagnostics: [Diagnostic]) -> String {
        let redactor = Redactor(secrets)
        return diagnostics.map { diagnostic in
            let shown = redactor.show(diagnostic)
            switch style {
            case .plain, .colored: return renderer.render(shown, by: redactor).content
            case .json: return renderer.json(shown, by: redactor).content + "\n"
            }
        }.joined()
    }

    private static func colored(_ text: String, _ role: DiagnosticRenderer.Role) -> String {
        let code =
            switch role {
            case .error, .caret: "1;31"
            case .warning: "1;33"
            case .note, .help: "1;36"
            case .message: "1"
            case .place, .gutter: "34"
            case .source, .label: ""
            }
        return code.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
