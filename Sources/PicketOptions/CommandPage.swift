/// What the help page and the manual page of a command say. Both are made of this one description.
package struct CommandPage {
    /// An option, an operand or a command, with a sentence.
    package struct Entry {
        /// A part of the name: words to type, or the name of a value.
        package enum Part: Equatable {
            case literal(String)
            case value(String)
        }

        package let parts: [Part]
        package let summary: String

        package init(_ parts: [Part], _ summary: String) {
            self.parts = parts
            self.summary = summary
        }

        /// An option as its table describes it.
        ///
        /// - Parameter choices: The allowed words; nil if the option is not a choice.
        package init(_ option: some ProgramOption, choices: [String]?) {
            let row = option.optionRow
            parts =
                [.literal((row.short.map { "-\($0), " } ?? "") + option.option)]
                + (row.valueName.isEmpty ? [] : [.value(row.valueName)])
            summary = row.summary + (choices.map { " (\($0.joined(separator: ", ")))" } ?? "")
        }

        /// The name on the help page: `-j, --jobs <count>`.
        var name: String {
            parts.map { part in
                switch part {
                case .literal(let text): text
                case .value(let name): "<\(name)>"
                }
            }.joined(separator: " ")
        }
    }

    package struct Section {
        package let title: String
        package let entries: [Entry]

        package init(_ title: String, _ entries: [Entry]) {
            self.title = title
            self.entries = entries
        }
    }

    /// The options that every command has.
    package static let general = [
        Entry([.literal("--version")], "Show the version."),
        Entry([.literal("-h, --help")], "Show help information."),
    ]

    /// One sentence.
    package let summary: String
    /// Paragraphs below the summary. A line that begins with a blank is an example.
    package let discussion: String
    /// The calls, without options and operands: `picket run`.
    package let invocations: [String]
    /// What follows a call: `[<options>] <PATH> ...`.
    package let usage: String
    package let sections: [Section]

    package init(
        _ invocations: [String], _ summary: String, discussion: String, usage: String, sections: [Section]
    ) {
        self.invocations = invocations
        self.summary = summary
        self.discussion = discussion
        self.usage = usage
        self.sections = sections
    }

    /// The help page.
    package var help: String {
        var page = HelpText()
        page.section("overview", summary)
        page.paragraphs(discussion)
        page.line("USAGE: \((invocations.prefix(1) + [usage]).filter { !$0.isEmpty }.joined(separator: " "))\n")
        for section in sections { page.rows(section.title, section.entries) }
        return page.content
    }
}
