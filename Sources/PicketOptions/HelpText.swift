/// The text of a help page, 80 columns wide.
package struct HelpText {
    package private(set) var content = ""

    package init() {}

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

    package mutating func rows(_ title: String, _ entries: [CommandPage.Entry]) {
        guard !entries.isEmpty else { return }
        content += title.uppercased() + ":\n"
        for entry in entries {
            let wrapped = Self.wrapped(entry.summary, at: Self.column)
            let head = "  " + entry.name
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
        return WrappedText.lines(text, after: margin, width: width, following: indentation).map { $0 + "\n" }.joined()
    }
}
