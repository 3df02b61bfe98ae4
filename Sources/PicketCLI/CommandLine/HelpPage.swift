import PicketOptions

/// The help pages of the program and of its commands. The table of settings provides the options.
enum HelpPage {
    static let summary = "A command language for Datasentinel's pool of monitored PostgreSQL connections."
    static let opening =
        "Without arguments, it starts the prompt on a terminal; otherwise it runs the script from standard input."
    static let exitStatus = """
        0 all done as asked; 1 something failed, or cannot be told; 2 nothing was sent (usage, syntax, or what `check` \
        finds); 3 no response came, or the login failed; 4 a limit or deadline ended the run; 5 no test was selected, or \
        `plan --detailed-exitcode` found changes; 129, 130 and 143 interrupted.
        """
    static var environment: String {
        """
        `PICKET_CONNECT_TIMEOUT` is the option `--connect-timeout`, and the key `connect_timeout` of \
        ~/.config/picket/config.toml. The variables are \(Setting.variables.map(\.variable).joined(separator: ", ")).
        """
    }
    static let usage = "picket <subcommand>"
    static var subcommands: CommandPage.Section {
        CommandPage.Section(
            "subcommands", ProgramCommand.allCases.map { .init([.literal($0.rawValue)], $0.summary) })
    }

    /// What `picket help` shows of a word.
    static var topics: CommandPage.Section {
        CommandPage.Section(
            "topics",
            [
                .init([.literal("picket help"), .value("subcommand")], "Show the page of a subcommand."),
                .init(
                    [.literal("picket help"), .value("topic")],
                    "Show a page of the documentation: \(Documentation.topics.joined(separator: ", "))."),
                .init(
                    [.literal("picket help"), .value("name")],
                    "Explain a command, statement or function of the language, such as `ensure`."),
            ])
    }

    /// The page of the program.
    static var program: String {
        var page = HelpText()
        page.section("overview", summary)
        page.paragraphs("\(opening)\n\nExit status: \(exitStatus)\n\nEnvironment: \(environment)")
        page.line("USAGE: \(usage)\n")
        page.rows("options", CommandPage.general)
        page.rows(subcommands.title, subcommands.entries)
        page.rows(topics.title, topics.entries)
        return page.content
    }

    /// Returns the page of a command.
    ///
    /// - Parameter showsHidden: Whether the page also shows the options for developers.
    static func content(_ command: ProgramCommand, showsHidden: Bool) -> String {
        page(command, showsHidden: showsHidden).help
    }

    static func page(_ command: ProgramCommand, showsHidden: Bool = false) -> CommandPage {
        if command == .platform { return PlatformPage.page }
        let settings = command.settings.filter { showsHidden || !$0.row.isHidden }
        let usage = [settings.isEmpty ? nil : "[<options>]", command.operands?.usage].compactMap { $0 }
        var sections = [CommandPage.Section("arguments", command.operands.map { [$0.entry] } ?? [])]
        for group in SettingRow.Group.allCases {
            var entries = settings.filter { $0.row.group == group }.map { setting in
                CommandPage.Entry(setting, choices: command.choices(of: setting))
            }
            if group == .options {
                if command.takesTexts {
                    entries.insert(
                        .init(
                            [.literal("-c"), .value("script")],
                            "Take this text as a script; may be given several times."), at: 0)
                }
                entries += CommandPage.general
            }
            sections.append(CommandPage.Section(group.rawValue, entries))
        }
        return CommandPage(
            [command.invocation], command.summary, discussion: command.discussion,
            usage: usage.joined(separator: " "), sections: sections)
    }
}
