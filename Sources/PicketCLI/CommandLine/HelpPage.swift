/// The help page of the program or of a command, 80 columns wide. The table of settings provides its options.
struct HelpPage {
    private var text = ""

    /// Creates the help page of the program.
    init() {
        section("overview", "A command language for Datasentinel's pool of monitored PostgreSQL connections.")
        paragraphs(
            """
            Without arguments, it starts the prompt on a terminal; otherwise it runs the script from standard input.

            Exit status: 0 all done as asked; 1 something failed; 2 nothing was sent (usage, syntax, or what `check` \
            finds); 3 no response came, or the login failed; 4 a limit or deadline ended the run; 5 no test was \
            selected, or `plan --detailed-exitcode` found changes; 129, 130 and 143 \
            interrupted.

            Environment: `PICKET_CONNECT_TIMEOUT` is the option `--connect-timeout`, and the key `connect_timeout` of \
            ~/.config/picket/config.toml. The variables are \(Setting.variables.map(\.variable).joined(separator: ", ")).
            """)
        text += "USAGE: picket <subcommand>\n\n"
        rows("options", Self.general)
        rows("subcommands", ProgramCommand.allCases.map { ($0.rawValue, $0.summary) })
        text += "  See 'picket help <subcommand>' for detailed help.\n"
    }

    /// Creates the help page of a command.
    ///
    /// - Parameter showsHidden: Whether the page also shows the options for developers.
    init(_ command: ProgramCommand, showsHidden: Bool) {
        section("overview", command.summary)
        paragraphs(command.discussion)
        let settings = command.settings.filter { showsHidden || !$0.row.isHidden }
        var usage = "picket \(command.rawValue)"
        if !settings.isEmpty { usage += " [<options>]" }
        if !command.operands.usage.isEmpty { usage += " " + command.operands.usage }
        text += "USAGE: \(usage)\n\n"
        if !command.operands.summary.isEmpty { rows("arguments", [(command.operands.name, command.operands.summary)]) }
        for group in SettingRow.Group.allCases {
            var entries = settings.filter { $0.row.group == group }.map { Self.entry($0, of: command) }
            if group == .options {
                if command.takesTexts {
                    entries.insert(("-c <script>", "Take this text as a script; may be given several times."), at: 0)
                }
                entries += Self.general
            }
            rows(group.rawValue, entries)
        }
    }

    /// The whole page.
    var content: String { text }

    private static let general = [
        ("--version", "Show the version."), ("-h, --help", "Show help information."),
    ]

    private static func entry(_ setting: Setting, of command: ProgramCommand) -> (String, String) {
        let row = setting.row
        let name =
            (row.short.map { "-\($0), " } ?? "") + setting.option + (row.valueName.isEmpty ? "" : " <\(row.valueName)>")
        let choices = row.kind.choices(for: command).map { " (\($0.joined(separator: ", ")))" } ?? ""
        return (name, row.summary + choices)
    }

    private mutating func section(_ title: String, _ body: String) {
        text += Self.wrapped("\(title.uppercased()): \(body)", at: 0) + "\n"
    }

    /// Lines that begin with a blank are not wrapped.
    private mutating func paragraphs(_ body: String) {
        guard !body.isEmpty else { return }
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            text += line.first == " " || line.isEmpty ? line + "\n" : Self.wrapped(String(line), at: 0)
        }
        text += "\n"
    }

    private mutating func rows(_ title: String, _ entries: [(name: String, summary: String)]) {
        guard !entries.isEmpty else { return }
        text += title.uppercased() + ":\n"
        for (name, summary) in entries {
            let wrapped = Self.wrapped(summary, at: Self.column)
            let head = "  " + name
            if head.count + 2 <= Self.column {
                text += head + wrapped.dropFirst(head.count)
            } else {
                text += head + "\n" + wrapped
            }
        }
        text += "\n"
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
