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
    let kind: SettingKind
    /// A sentence for the help page.
    let summary: String
    /// An example of a valid value; empty for a flag.
    let example: String
    /// The value's name on the help page; empty for a flag.
    let valueName: String
    let short: Character?
    /// The commands that have the option.
    let commands: ProgramCommand.Group
    let places: Places
    /// Whether the command line may repeat the option.
    let isRepeated: Bool
    /// Whether the help page omits the setting.
    let isHidden: Bool

    init(
        _ group: Group, _ kind: SettingKind, _ summary: String, example: String = "", value: String? = nil,
        short: Character? = nil, of commands: ProgramCommand.Group, in places: Places = .all, isRepeated: Bool = false,
        isHidden: Bool = false
    ) {
        self.group = group
        self.kind = kind
        self.summary = summary
        self.example = example
        valueName = value ?? kind.valueName
        self.short = short
        self.commands = commands
        self.places = places
        self.isRepeated = isRepeated
        self.isHidden = isHidden
    }
}

/// The form that the text of a setting must have.
enum SettingKind: Sendable, Equatable {
    case flag
    case text
    /// A URL, a profile's name, or `local`.
    case platform
    case url
    /// The name of an environment variable.
    case variable
    case file, folder
    case count(ClosedRange<Int>)
    /// From 0 to 2⁶⁴−1.
    case number
    case duration
    /// Requests a second.
    case rate
    case choice([String])
    /// A choice that depends on the command.
    case format
    case tag, testName

    var isPath: Bool { self == .file || self == .folder }

    fileprivate var valueName: String {
        switch self {
        case .flag: ""
        case .text: "text"
        case .platform: "URL|PROFILE|local"
        case .url: "url"
        case .variable: "name"
        case .file: "file"
        case .folder: "dir"
        case .count: "count"
        case .number: "number"
        case .duration: "duration"
        case .rate: "N/s"
        case .choice, .format: "choice"
        case .tag: "expr"
        case .testName: "glob"
        }
    }

    /// The allowed words; nil if the setting is not a choice.
    func choices(for command: ProgramCommand) -> [String]? {
        switch self {
        case .choice(let words): words
        case .format: command.formats
        default: nil
        }
    }
}

extension Setting {
    /// - Throws: `Ending` with status 2 if a text is invalid for the setting.
    func check(_ said: Sourced<String>, for command: ProgramCommand? = nil) throws {
        switch row.kind {
        case .text, .platform, .url, .variable, .file, .folder, .tag, .testName: break
        case .flag: _ = try said.isOn(self)
        case .count: _ = try said.count(self)
        case .number: _ = try said.number(self) as UInt64
        case .duration: _ = try DurationOption.parse(said.value, option: said.source.name(of: self))
        case .rate: _ = try said.rate(self)
        case .choice(let words): _ = try said.choice(self, words)
        case .format:
            guard let command, let choices = row.kind.choices(for: command) else { return }
            _ = try said.choice(self, choices)
        }
    }
}
