import PicketOptions

/// The commands of the program: `picket COMMAND …`.
enum ProgramCommand: String, CaseIterable, Sendable, OptionCommand {
    case run, test, plan, check, fmt, report, repl, platform, commands, explain, completions

    /// Groups of commands that share settings.
    struct Group: OptionSet, Sendable {
        let rawValue: UInt16

        static let run = Group(.run)
        static let test = Group(.test)
        static let plan = Group(.plan)
        static let check = Group(.check)
        static let fmt = Group(.fmt)
        static let report = Group(.report)
        static let repl = Group(.repl)
        static let commands = Group(.commands)
        /// The commands that send requests to a platform.
        static let talking: Group = [.run, .test, .plan, .repl]
        /// The commands that read scripts from files.
        static let scripts: Group = [.run, .test, .plan, .repl, .check]
        /// The commands that write reports.
        static let reporting: Group = [.run, .test, .plan, .report]
        static let all: Group = [.run, .test, .plan, .check, .fmt, .report, .repl, .commands]

        init(rawValue: UInt16) { self.rawValue = rawValue }

        init(_ command: ProgramCommand) {
            self.init(rawValue: 1 << (ProgramCommand.allCases.firstIndex(of: command) ?? 15))
        }
    }

    static let version = ProgramVersion.text

    /// The settings for which the command has an option, in the order of the table.
    var settings: [Setting] {
        let own = Group(self)
        return Setting.allCases.filter { $0.row.places.contains(.option) && $0.row.commands.contains(own) }
    }

    var invocation: String { "picket \(rawValue)" }

    var options: [Setting] { settings }

    func choices(of setting: Setting) -> [String]? {
        switch setting.row.kind {
        case .choice(let words): words
        case .format: formats
        default: nil
        }
    }

    func otherOwners(of option: String) -> [String] {
        let setting =
            option.utf8.count == 2
            ? Setting.allCases.first { $0.row.short == option.last } : Setting(rawValue: String(option.dropFirst(2)))
        guard let setting else { return [] }
        return ProgramCommand.allCases.filter { $0.has(setting) }.map(\.invocation)
    }

    /// Whether the command has an option for a setting.
    func has(_ setting: Setting) -> Bool {
        let row = setting.row
        return row.places.contains(.option) && row.commands.contains(Group(self))
    }

    /// Whether the command accepts `-c SCRIPT`.
    var takesTexts: Bool { self == .run || self == .plan || self == .check }

    /// The words of its option `--format`; empty if the command has no such option.
    var formats: [String] {
        switch self {
        case .test: TestCommand.Format.allCases.map(\.rawValue)
        case .plan: PlanCommand.Format.allCases.map(\.rawValue)
        case .check: CheckCommand.Format.allCases.map(\.rawValue)
        case .commands: CommandsCommand.Format.allCases.map(\.rawValue)
        default: []
        }
    }

    /// Runs the command.
    ///
    /// - Throws: `Ending` with its exit status, unless that is 0.
    func perform(_ line: CommandLineWords) throws {
        switch self {
        case .run: try RunCommand.run(line)
        case .test: try TestCommand.run(line)
        case .plan: try PlanCommand.run(line)
        case .check: try CheckCommand.run(line)
        case .fmt: try FormatCommand.run(line)
        case .report: try ReportCommand.run(line)
        case .repl: try ReplCommand.run(line)
        case .commands: try CommandsCommand.run(line)
        case .explain: try ExplainCommand.run(line)
        case .completions: try CompletionsCommand.run(line)
        case .platform: break
        }
    }
}
