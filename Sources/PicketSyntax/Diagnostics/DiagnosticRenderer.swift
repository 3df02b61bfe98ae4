/// Writes diagnostics for people: message, place, the source line with a caret, notes, and help.
///
///     error[unknown-command]: unknown command `sohw`
///       --> nightly.picket:3:1
///        |
///      3 | sohw sales-production
///        | ^^^^ not a command
///        |
///        = help: did you mean `show`?
///
/// Password literals are shown as `•••`, in the excerpt and in every text.
package struct DiagnosticRenderer {
    /// The parts of a rendered diagnostic that a terminal may colour.
    package enum Role: Sendable, CaseIterable {
        case error, warning, note, help, message, place, gutter, source, caret, label
    }

    /// Styles a piece of text by its role; plain by default.
    package var style: (String, Role) -> String = { text, _ in text }
    /// Returns the spans that the caller knows to be secret in a source, such as literals of password parameters.
    package var hidden: (SourceFile) -> [SourceSpan] = { _ in [] }
    /// Returns the ranges of further secrets in some lines of a source, in order.
    package var knownSecrets: ([UInt8]) -> [Range<Int>] = { _ in [] }
    private let places: SourceSecrets
    /// The width of an excerpt in columns, without its gutter.
    package var maximumWidth = 110

    /// - Parameter places: the hidden places of the sources.
    package init(_ places: SourceSecrets = SourceSecrets()) { self.places = places }

    /// Renders a diagnostic as several lines, each with its newline.
    package func render(_ diagnostic: Diagnostic) -> String {
        let role: Role = diagnostic.severity == .error ? .error : .warning
        let words = Wording(diagnostic, hidden: secrets(of: diagnostic))
        let locations = [diagnostic.location] + diagnostic.notes.map(\.location)
        let gutter = locations.compactMap { $0.map { "\($0.endPosition.line)".utf8.count } }.max() ?? 0
        var text = style("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", role)
        text += style(": \(words.message)", .message) + "\n"
        if let location = diagnostic.location {
            text += excerpt(location, label: words.label, gutter: gutter, role: role)
        }
        var needsRule = diagnostic.location != nil
        for (note, message) in zip(diagnostic.notes, words.notes) {
            if let location = note.location {
                text += style("note", .note) + style(": \(message)", .message) + "\n"
                text += excerpt(location, label: "", gutter: gutter, role: .note)
                needsRule = true
            } else {
                text += remark("note", message, gutter: gutter, role: .note, afterRule: &needsRule)
            }
        }
        if let help = words.help { text += remark("help", help, gutter: gutter, role: .help, afterRule: &needsRule) }
        return text
    }

    private func remark(_ kind: String, _ message: String, gutter: Int, role: Role, afterRule needsRule: inout Bool)
        -> String
    {
        let margin = String(repeating: " ", count: gutter + 2)
        let rule = needsRule ? style(margin + "|", .gutter) + "\n" : ""
        needsRule = false
        return rule + style(margin + "= ", .gutter) + style("\(kind):", role) + " \(message)\n"
    }

    private func excerpt(_ location: SourceLocation, label: String, gutter: Int, role: Role) -> String {
        let (line, column) = location.position
        let margin = String(repeating: " ", count: gutter + 2)
        let place = "\(location.source.name.displayed):\(line):\(column)"
        var text = style(String(repeating: " ", count: gutter + 1) + "--> ", .gutter) + style(place, .place) + "\n"
        text += style(margin + "|", .gutter) + "\n"
        let lines = ExcerptRange(location)
        let last = lines.last
        text += rows(location, lines.first, number: line, label: last == nil ? label : "", gutter: gutter, role: role)
        if let last {
            if lines.hasGap { text += style(" ...", .gutter) + "\n" }
            let number = location.endPosition.line
            text += rows(location, last, number: number, label: label, gutter: gutter, role: role)
        }
        return text
    }

    /// A line of source and its underline.
    private func rows(
        _ location: SourceLocation, _ part: ExcerptRange.Part, number: Int, label: String, gutter: Int, role: Role
    ) -> String {
        let digits = "\(number)"
        let padding = String(repeating: " ", count: gutter + 1 - digits.utf8.count)
        let excerpt = ExcerptLine(
            location.source, line: part.line, focus: part.focus,
            hidden: secrets(in: location.source, around: part.line),
            maximumWidth: maximumWidth)
        let (indentation, length) = excerpt.underline
        let margin = String(repeating: " ", count: gutter + 2)
        var text = style("\(padding)\(digits) |", .gutter) + " " + style(excerpt.text, .source)
        text = trimmed(text) + "\n" + style(margin + "|", .gutter) + String(repeating: " ", count: indentation + 1)
        text += style(String(repeating: "^", count: length), role == .note ? .note : .caret)
        return text + (label.isEmpty ? "" : " " + style(label, .label)) + "\n"
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    /// Returns a function that hides the secrets near a diagnostic in other texts of it, as `render` does.
    package func hiding(near diagnostic: Diagnostic) -> (String) -> String {
        let secrets = secrets(of: diagnostic)
        return { Wording.hide(secrets, in: $0) }
    }

    /// The texts of the secrets near a diagnostic, which must not be shown.
    func secrets(of diagnostic: Diagnostic) -> [String] {
        let locations = [diagnostic.location] + diagnostic.notes.map(\.location)
        return locations.compactMap { $0 }.flatMap { location in
            let lines = ExcerptRange(location)
            let around = lines.first.line.lowerBound..<(lines.last ?? lines.first).line.upperBound
            let start = max(0, around.lowerBound - DiagnosticRenderer.reach)
            return secrets(in: location.source, around: start..<around.upperBound).map { location.source.text($0) }
        }
    }

    /// How many bytes before its line a diagnostic may quote.
    private static let reach = 65_536

    /// The hidden spans in a range, in order and without overlap.
    private func secrets(in source: SourceFile, around stretch: Range<Int>) -> [SourceSpan] {
        var found = Array(places.places(in: source).spans(in: stretch))
        found += hidden(source).filter { Int($0.start) < stretch.upperBound && Int($0.end) > stretch.lowerBound }
        let text = Array(source.bytes(SourceSpan(stretch.lowerBound, stretch.upperBound)))
        found += knownSecrets(text).map {
            SourceSpan(stretch.lowerBound + $0.lowerBound, stretch.lowerBound + $0.upperBound)
        }
        return found.merged
    }
}
