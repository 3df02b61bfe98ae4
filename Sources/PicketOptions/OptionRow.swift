/// A row of a table of options: what the reader of the command line, the help page and the completions know of an option.
package struct OptionRow: Sendable {
    package let kind: OptionKind
    /// A sentence for the help page.
    package let summary: String
    /// An example of a valid value; empty for a flag.
    package let example: String
    /// The value's name on the help page; empty for a flag.
    package let valueName: String
    package let short: Character?
    /// The words that may follow the value as a second one.
    package let followers: [String]
    /// Whether the command line may repeat the option.
    package let isRepeated: Bool
    /// Whether the help page omits the option.
    package let isHidden: Bool

    package init(
        _ kind: OptionKind, _ summary: String, example: String = "", value: String? = nil, short: Character? = nil,
        followers: [String] = [], isRepeated: Bool = false, isHidden: Bool = false
    ) {
        self.kind = kind
        self.summary = summary
        self.example = example
        valueName = value ?? kind.valueName
        self.short = short
        self.followers = followers
        self.isRepeated = isRepeated
        self.isHidden = isHidden
    }
}

/// An option of a program. The raw value is the long option without its dashes.
package protocol ProgramOption: RawRepresentable<String>, Hashable, Sendable {
    var optionRow: OptionRow { get }
}

extension ProgramOption {
    /// The long option.
    package var option: String { "--" + rawValue }

    /// The raw value as a part of an environment variable's name: in capitals, with underscores.
    package var suffix: String {
        String(decoding: rawValue.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 & 0xDF }, as: UTF8.self)
    }
}

/// A command with its options.
package protocol OptionCommand {
    associatedtype Option: ProgramOption

    /// How a shell calls the command: `picket run`.
    var invocation: String { get }
    /// The options of the command, in the order of the table.
    var options: [Option] { get }
    /// Whether the command accepts `-c SCRIPT`.
    var takesTexts: Bool { get }

    func has(_ option: Option) -> Bool
    /// The allowed words of an option; nil if the option is not a choice.
    func choices(of option: Option) -> [String]?
    /// Other commands that have an option of this name, as a shell calls them.
    func otherOwners(of option: String) -> [String]
}
