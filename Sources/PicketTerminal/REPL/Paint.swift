package import PicketRuntime
import PicketSyntax

/// Colours text, or returns it unchanged if colours are off.
package struct Paint: Sendable {
    package let colors: Bool

    package init(colors: Bool) {
        self.colors = colors
    }

    package func callAsFunction(_ text: String, _ appearance: Appearance) -> String {
        let parameters = appearance.parameters(colors: true)
        guard colors, !text.isEmpty, !parameters.isEmpty else { return text }
        return "\u{1B}[\(parameters.map(String.init).joined(separator: ";"))m\(text)\u{1B}[0m"
    }

    package func callAsFunction(_ text: Shown<String>, _ appearance: Appearance) -> Shown<String> {
        text.map { self($0, appearance) }
    }

    package func faint(_ text: Shown<String>) -> Shown<String> { text.map(faint) }
    package func bad(_ text: Shown<String>) -> Shown<String> { text.map(bad) }
    package func good(_ text: Shown<String>) -> Shown<String> { text.map(good) }
    package func name(_ text: Shown<String>) -> Shown<String> { text.map(name) }

    package func faint(_ text: String) -> String { self(text, Appearance(nil, .dim)) }
    package func bad(_ text: String) -> String { self(text, Appearance(.red, .bold)) }
    package func good(_ text: String) -> String { self(text, Appearance(.green)) }
    package func name(_ text: String) -> String { self(text, Appearance(.cyan)) }

    /// Returns text from a platform in one line with its control characters spelled out.
    package static func harmless(_ text: String) -> String { TerminalText.line(text) }
}
