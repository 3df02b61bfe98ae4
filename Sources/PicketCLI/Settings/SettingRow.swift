import PicketOptions

/// A row of the table of settings: the one description from which the reader of the command line, environment, configuration
/// file, help and completions come.
struct SettingRow: Sendable {
    /// The sources that can give the setting.
    struct Places: OptionSet, Sendable {
        let rawValue: UInt8

        static let option = Places(rawValue: 1)
        static let variable = Places(rawValue: 2)
        static let key = Places(rawValue: 4)
        static let all: Places = [.option, .variable, .key]
    }

    /// A heading of the help page.
    enum Group: String, CaseIterable, Sendable {
        case tests = "Tests"
        case platform = "Platform"
        case run = "Run"
        case safety = "Safety"
        case output = "Output"
        case reports = "Reports"
        case options = "Options"
    }

    let group: Group
    /// What the reader of the command line and the help page know of the setting.
    let option: OptionRow
    /// The commands that have the option.
    let commands: ProgramCommand.Group
    let places: Places

    init(
        _ group: Group, _ kind: OptionKind, _ summary: String, example: String = "", value: String? = nil,
        short: Character? = nil, followers: [String] = [], of commands: ProgramCommand.Group, in places: Places = .all,
        isRepeated: Bool = false, isHidden: Bool = false
    ) {
        self.group = group
        self.commands = commands
        self.places = places
        option = OptionRow(
            kind, summary, example: example, value: value, short: short, followers: followers, isRepeated: isRepeated,
            isHidden: isHidden)
    }

    var kind: OptionKind { option.kind }
    var summary: String { option.summary }
    var example: String { option.example }
    var valueName: String { option.valueName }
    var short: Character? { option.short }
    var isRepeated: Bool { option.isRepeated }
    var isHidden: Bool { option.isHidden }
}

extension Setting: ProgramOption {
    var optionRow: OptionRow { row.option }

    /// - Throws: `Ending` with status 2 if a text is invalid for the setting.
    func check(_ said: Sourced<String>, for command: ProgramCommand? = nil) throws {
        try said.told(self) { value throws(UsageProblem) in
            try value.check(row.kind, choices: command?.choices(of: self))
        }
    }
}
