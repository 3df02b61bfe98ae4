/// The commands of the program: `picket COMMAND …`.
enum ProgramCommand: String, CaseIterable, Sendable {
    case run, test, plan, check, fmt, report, repl, platform, commands, completions

    /// Commands that have a setting in common.
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
        /// Those that talk to a platform.
        static let talking: Group = [.run, .test, .plan, .repl]
        /// Those that read scripts from files.
        static let scripts: Group = [.run, .test, .plan, .repl, .check]
        /// Those that write reports.
        static let reporting: Group = [.run, .test, .plan, .report]
        static let all: Group = [.run, .test, .plan, .check, .fmt, .report, .repl, .commands]

        init(rawValue: UInt16) { self.rawValue = rawValue }

        init(_ command: ProgramCommand) {
            self.init(rawValue: 1 << (ProgramCommand.allCases.firstIndex(of: command) ?? 15))
        }
    }

    static let version = "0.1.0"

    /// The settings that it has an option for, in the order of the table.
    var settings: [Setting] {
        let own = Group(self)
        return Setting.allCases.filter { $0.row.places.contains(.option) && $0.row.commands.contains(own) }
    }

    /// Whether it has the option of a setting.
    func has(_ setting: Setting) -> Bool {
        let row = setting.row
        return row.places.contains(.option) && row.commands.contains(Group(self))
    }

    /// Whether `-c SCRIPT` gives it a text.
    var takesTexts: Bool { self == .run || self == .plan || self == .check }

    /// The words of its `--format`; empty if it has none.
    var formats: [String] {
        switch self {
        case .test: TestCommand.Format.allCases.map(\.rawValue)
        case .plan: PlanCommand.Format.allCases.map(\.rawValue)
        case .check: CheckCommand.Format.allCases.map(\.rawValue)
        case .commands: CommandsCommand.Format.allCases.map(\.rawValue)
        default: []
        }
    }

    /// Carries out the command.
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
        case .completions: try CompletionsCommand.run(line)
        case .platform: break
        }
    }
}
