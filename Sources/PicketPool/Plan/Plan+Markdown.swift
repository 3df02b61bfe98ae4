import PicketRuntime
import PicketSyntax

extension Plan {
    /// The plan as a comment for a review: the summary, and a table of the planned writes.
    package var markdown: String {
        var rows = changes.filter { $0.writes > 0 }.flatMap { $0.rows(platforms: Set(changes.map(\.platform)).count) }
        rows += zip(otherWrites, otherBodies).map { line, body in
            ["!", MarkdownText.code(line), "", "", body.map { MarkdownText.code($0) } ?? ""]
        }
        var lines = ["**\(MarkdownText.plain(summary))**", ""]
        if !rows.isEmpty {
            lines += ["| | what | field | before | after |", "| --- | --- | --- | --- | --- |"]
            lines += rows.map { "| \($0.joined(separator: " | ")) |" }
            lines.append("")
        }
        lines += warnings.map { "- warning: \(MarkdownText.plain($0))" }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension Plan.Change {
    /// Returns a row for each field, or one row for a change without fields.
    fileprivate func rows(platforms: Int) -> [[String]] {
        let place = platforms > 1 ? " (\(MarkdownText.plain(platform)))" : ""
        let sign = isWrittenInVain ? Plan.Action.update.mark : action.mark
        let title = MarkdownText.code(name) + place + vainText
        guard !fields.isEmpty else { return [[sign, title, "", "", ""]] }
        return fields.enumerated().map { position, field in
            let isFirst = position == 0
            let values = [field.before] + field.through + [field.after]
            return [
                isFirst ? sign : "", isFirst ? title : "", field.field, MarkdownText.code(values.first ?? nil),
                values.dropFirst().map { value in
                    // Between two others nothing would read as an arrow that leads nowhere.
                    value == nil && !field.through.isEmpty ? Plan.nothing : MarkdownText.code(value)
                }.joined(separator: " → "),
            ]
        }
    }
}

extension MarkdownText {
    fileprivate static func code(_ value: Value?) -> String {
        guard let value else { return "" }
        return code(value == .string("") ? "\"\"" : value.description)
    }
}
