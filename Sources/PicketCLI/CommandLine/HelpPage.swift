import PicketOptions

/// The help pages of the program and of its commands. The table of settings provides the options.
enum HelpPage {
    /// The page of the program.
    static var program: String {
        var page = HelpText()
        page.section("overview", "A command language for Datasentinel's pool of monitored PostgreSQL connections.")
        page.paragraphs(
            """
            Without arguments, it starts the prompt on a terminal; otherwise it runs the script from standard input.

            Exit status: 0 all done as asked; 1 something failed; 2 nothing was sent (usage, syntax, or what `check` \
            finds); 3 no response came, or the login failed; 4 a limit or deadline ended the run; 5 no test was \
            selected, or `plan --detailed-exitcode` found changes; 129, 130 and 143 \
            interrupted.

            Environment: `PICKET_CONNECT_TIMEOUT` is the option `--connect-timeout`, and the key `connect_timeout` of \
            ~/.config/picket/config.toml. The variables are \(Setting.variables.map(\.variable).joined(separator: ", ")).
            """)
        page.line("USAGE: picket <subcommand>\n")
        page.rows("options", HelpText.general)
        page.rows("subcommands", ProgramCommand.allCases.map { ($0.rawValue, $0.summary) })
        page.line("  See 'picket help <subcommand>' for detailed help.")
        return page.content
    }

    /// Returns the page of a command.
    ///
    /// - Parameter showsHidden: Whether the page also shows the options for developers.
    static func content(_ command: ProgramCommand, showsHidden: Bool) -> String {
        if command == .platform { return PlatformPage.content }
        var page = HelpText()
        page.section("overview", command.summary)
        page.paragraphs(command.discussion)
        let settings = command.settings.filter { showsHidden || !$0.row.isHidden }
        var usage = command.invocation
        if !settings.isEmpty { usage += " [<options>]" }
        if !command.operands.usage.isEmpty { usage += " " + command.operands.usage }
        page.line("USAGE: \(usage)\n")
        if !command.operands.summary.isEmpty {
            page.rows("arguments", [(command.operands.name, command.operands.summary)])
        }
        for group in SettingRow.Group.allCases {
            var entries = settings.filter { $0.row.group == group }.map { setting in
                HelpText.entry(setting, choices: command.choices(of: setting))
            }
            if group == .options {
                if command.takesTexts {
                    entries.insert(("-c <script>", "Take this text as a script; may be given several times."), at: 0)
                }
                entries += HelpText.general
            }
            page.rows(group.rawValue, entries)
        }
        return page.content
    }
}
