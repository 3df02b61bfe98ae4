import PicketOptions

/// The manual pages that are made of the tables of settings and options: `picket __manual` prints their names, and
/// `picket __manual picket-run.1 DATE` prints a page.
enum ManualPage: Equatable {
    /// picket(1).
    case program
    /// picket-run(1) and the like.
    case command(ProgramCommand)
    /// picket-config(5).
    case configuration

    static var all: [ManualPage] { [.program] + ProgramCommand.allCases.map { .command($0) } + [.configuration] }

    /// - Parameter file: The name of the page's file; nil if it is no page.
    init?(file: String) {
        guard let page = Self.all.first(where: { $0.file.utf8.elementsEqual(file.utf8) }) else { return nil }
        self = page
    }

    /// The name of the page's file: `picket-run.1`.
    var file: String { "\(name).\(section)" }

    private var name: String {
        switch self {
        case .program: "picket"
        case .command(let command): "picket-\(command.rawValue)"
        case .configuration: "picket-config"
        }
    }

    private var section: Int { self == .configuration ? 5 : 1 }

    /// The page.
    ///
    /// - Parameter date: The date of the release.
    func content(date: String) -> String {
        var text = ManualText(name, section: section, date: date, summary: title)
        switch self {
        case .program: addProgram(to: &text)
        case .command(let command): add(HelpPage.page(command), to: &text)
        case .configuration: addConfiguration(to: &text)
        }
        let others: [(name: String, section: Int)] =
            self == .program
            ? ProgramCommand.allCases.map { ("picket-\($0.rawValue)", 1) } : [("picket", 1)]
        let pages = others + [("picket-config", 5), ("picket-language", 7)]
        text.seeAlso(pages.filter { !$0.name.utf8.elementsEqual(name.utf8) })
        return text.content
    }

    /// The summary as a part of a sentence, in plain text.
    private var title: String {
        let sentence: String
        switch self {
        case .program: sentence = HelpPage.summary
        case .command(let command): sentence = command.summary
        case .configuration: return "the configuration file of picket"
        }
        let plain = sentence.filter { $0 != "`" && $0 != "." }
        return plain.prefix(1).lowercased() + plain.dropFirst()
    }

    private func addProgram(to text: inout ManualText) {
        text.synopsis([HelpPage.usage], "")
        text.section("description")
        text.paragraphs(HelpPage.opening)
        text.section(HelpPage.subcommands.title)
        text.entries(HelpPage.subcommands.entries)
        text.section(HelpPage.topics.title)
        text.entries(HelpPage.topics.entries)
        text.section("options")
        text.entries(CommandPage.general)
        text.section("exit status")
        text.paragraphs(HelpPage.exitStatus)
        text.section("environment")
        text.paragraphs(HelpPage.environment)
    }

    private func add(_ page: CommandPage, to text: inout ManualText) {
        text.synopsis(page.invocations, page.usage)
        text.section("description")
        text.paragraphs(page.summary + "\n\n" + page.discussion)
        text.section("options")
        for section in page.sections where !section.entries.isEmpty {
            text.subsection(section.title.prefix(1).uppercased() + section.title.dropFirst())
            text.entries(section.entries)
        }
    }

    // MARK: The configuration file

    /// A file with the most usual keys.
    static let example = """
        [defaults]
        platform = "production"
        timeout = "30s"

        [profile.production]
        url = "https://datasentinel.example"
        user = "datasentinel"
        password_file = "~/.ds-password"
        protected = true

        """

    private func addConfiguration(to text: inout ManualText) {
        text.synopsis(["~/.config/picket/config.toml"], "")
        text.section("keys")
        text.paragraphs(
            """
            The sections [defaults] and [profile.NAME] have these keys. Each example shows the type of the value. The keys url \
            and protected are for profiles only. An option of the same name has the same meaning.
            """)
        for group in SettingRow.Group.allCases {
            let settings = Setting.keys.filter { $0.row.group == group }
            guard !settings.isEmpty else { continue }
            text.subsection(group.rawValue)
            text.entries(settings.map(Self.entry))
        }
        text.section("examples")
        text.paragraphs(Self.example.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    }

    private static func entry(_ setting: Setting) -> CommandPage.Entry {
        let row = setting.row
        let summary: String
        if case .choice(let words) = row.kind {
            summary = "\(row.summary) (\(words.joined(separator: ", ")))"
        } else {
            summary = row.summary
        }
        return .init([.literal(setting.configurationKey), .literal("="), .value(value(row))], summary)
    }

    /// The example of a setting as the file writes it.
    private static func value(_ row: SettingRow) -> String {
        switch row.kind {
        case .flag: "true"
        case .count, .number: row.example
        // For a shell some examples are in quotes.
        default: "\"\(row.example.filter { $0 != "'" })\""
        }
    }
}
