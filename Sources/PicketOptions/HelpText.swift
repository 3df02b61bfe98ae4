/// The text of a help page, 80 columns wide.
package struct HelpText {
    package private(set) var content = ""

    package init() {}

    package static let general = [
        (name: "--version", summary: "Show the version."), (name: "-h, --help", summary: "Show help information."),
    ]

    /// Returns an option's name and sentence for `rows`.
    ///
    /// - Parameter choices: The allowed words; nil if the option is not a choice.
    package static func entry(
        _ option: some ProgramOption, choices: [String]?
    ) -> (name: String, summary: String) {
        let row = option.optionRow
        let name =
            (row.short.map { "-\($0), " } ?? "") + option.option
            + (row.valueName.isEmpty ? "" : " <\(row.valueName)>")
        return (name, row.summary + (choices.map { " (\($0.joined(separator: ", ")))" } ?? ""))
    }

    package mutating func section(_ title: String, _ body: String) {
        content += Self.wrapped("\(title.uppercased()): \(body)", at: 0) + "\n"
    }

    /// Adds paragraphs. Lines that begin with a blank are not wrapped.
    package mutating func paragraphs(_ body: String) {
        guard !body.isEmpty else { return }
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            content += line.first == " " || line.isEmpty ? line + "\n" : Self.wrapped(String(line), at: 0)
        }
        content += "\n"
    }

    /// Adds a line as it is.
    package mutating func line(_ text: String) { content += text + "\n" }

    package mutating func rows(_ title: String, _ entries: [(name: String, summary: String)]) {
        guard !entries.isEmpty else { return }
        content += title.uppercased() + ":\n"
        for (name, summary) in entries {
            let wrapped = Self.wrapped(summary, at: Self.column)
            let head = "  " + name
            if head.count + 2 <= Self.column {
                content += head + wrapped.dropFirst(head.count)
            } else {
                content += head + "\n" + wrapped
            }
        }
        content += "\n"
    }

    /// The column in which the sentences of options begin.
    private static let column = 26
    private static let width = 80

    /// Indents lines by a number of blanks and ends each with a newline.
    private static func wrapped(_ text: String, at indentation: Int) -> String {
        let margin = String(repeating: " ", count: indentation)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indentation + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        lines.append(line)
        return lines.map { margin + $0 + "\n" }.joined()
    }
}
