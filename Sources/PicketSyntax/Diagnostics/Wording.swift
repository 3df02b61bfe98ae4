/// Makes the texts of a diagnostic safe to show: without secrets and control characters, and with long quotations cut.
struct Wording {
    /// The maximum length of a text between two backticks, in scalars.
    private static let longestQuotation = 80

    let message: String
    let label: String
    let notes: [String]
    let help: String?

    init(_ diagnostic: Diagnostic, hidden: [String]) {
        func shown(_ text: String) -> String {
            Wording.shortened(Wording.hide(hidden, in: text))
        }
        message = shown(diagnostic.message)
        label = shown(diagnostic.label)
        notes = diagnostic.notes.map { shown($0.message) }
        help = diagnostic.help.map(shown)
    }

    static func hide(_ secrets: [String], in text: String) -> String {
        secrets.reduce(text) { hide($1, in: $0) }
    }

    /// Replaces a secret wherever it occurs, also without its quotes. Replaces a short secret only where it is quoted
    /// as a whole.
    private static func hide(_ secret: String, in text: String) -> String {
        let bare = secret.filter { $0 != "\"" && $0 != "'" }
        var text = text
        for form in secret == bare ? [secret] : [secret, bare] where !form.isEmpty {
            text =
                form.utf8.count >= 4
                ? text.replacing(text: form, by: Mask.text)
                : text.replacing(text: "`\(form)`", by: "`\(Mask.text)`")
        }
        return text
    }

    private static func shortened(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var quoted = -1
        for scalar in text.unicodeScalars {
            if scalar == "`" {
                quoted = quoted < 0 ? 0 : -1
            } else if quoted >= 0 {
                quoted += 1
                if quoted == longestQuotation { result.append("…") }
                if quoted >= longestQuotation { continue }
            }
            result.append(scalar.displayed)
        }
        return String(result)
    }
}
