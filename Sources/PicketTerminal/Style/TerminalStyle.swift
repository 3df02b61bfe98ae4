package import PicketSyntax

/// The styles of texts on a terminal (ECMA-48, Select Graphic Rendition).
package enum TerminalStyle {
    private static func wrap(_ text: String, _ code: String) -> String {
        text.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// Styles a part of a rendered diagnostic.
    package static func diagnostic(_ text: String, _ role: DiagnosticRenderer.Role) -> String {
        switch role {
        case .error: return wrap(text, "1;31")
        case .warning: return wrap(text, "1;33")
        case .caret: return wrap(text, "1;31")
        case .label: return wrap(text, "31")
        case .message: return wrap(text, "1")
        case .note, .help: return wrap(text, "1;36")
        case .place, .gutter: return wrap(text, "34")
        case .source: return text
        }
    }

    package static func good(_ text: String) -> String { wrap(text, "32") }
    package static func bad(_ text: String) -> String { wrap(text, "1;31") }
    package static func notable(_ text: String) -> String { wrap(text, "33") }
    package static func faint(_ text: String) -> String { wrap(text, "2") }
}
