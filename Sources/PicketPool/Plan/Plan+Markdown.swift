import PicketRuntime
import PicketSyntax

extension Plan {
    /// The same for a comment of a review: the summary, and a table of what would be written.
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
    /// A row for each field; one for what has none.
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
                values.dropFirst().map { MarkdownText.code($0) }.joined(separator: " → "),
            ]
        }
    }
}

/// Texts in a table of Markdown (GitHub's): nothing in them is taken for a sign of it.
enum MarkdownText {
    private static let signs = Set("\\`*_{}[]<>()#+-.!|~&".utf8)

    /// A text whose signs stand for themselves.
    static func plain(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in oneLine(text).utf8 {
            if signs.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func code(_ value: Value?) -> String {
        guard let value else { return "" }
        return code(value == .string("") ? "\"\"" : value.description)
    }

    /// A text as it is, between as many backticks as none of its own are side by side.
    static func code(_ text: String) -> String {
        let text = oneLine(text).replacing("|", with: "\\|")
        let longest = text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        return longest == 0 && !text.isEmpty ? "\(fence)\(text)\(fence)" : "\(fence) \(text) \(fence)"
    }

    private static func oneLine(_ text: String) -> String {
        text.replacing("\r", with: "\\r").replacing("\n", with: "\\n").displayed
    }
}
