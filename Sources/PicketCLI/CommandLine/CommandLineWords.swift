import PicketPool
import PicketSyntax

/// The words after a command, parsed by the table of settings.
struct CommandLineWords {
    let command: ProgramCommand
    /// The settings that the options give.
    private(set) var options = Profile(source: .commandLine)
    /// The values of the options as they were written.
    private var given: [Setting: String] = [:]
    /// The texts of `-c`, in order.
    private(set) var texts: [String] = []
    /// The operands.
    private(set) var operands: [String] = []
    private(set) var wantsHelp = false
    /// Whether the help page also shows the options for developers.
    private(set) var wantsHiddenHelp = false
    private(set) var wantsVersion = false

    /// - Throws: `Ending` with status 2 and a sentence that names the word.
    init(_ command: ProgramCommand, _ words: some Sequence<String>) throws {
        self.command = command
        var rest = ArraySlice(words)
        while let word = rest.popFirst() {
            let bytes = word.utf8
            if bytes.first != UInt8(ascii: "-") || bytes.count == 1 {
                operands.append(word)
            } else if bytes.elementsEqual("--".utf8) {
                operands += rest
                return
            } else if bytes.starts(with: "--".utf8) {
                try readLong(word, &rest)
            } else {
                try readShort(word, &rest)
            }
        }
    }

    // MARK: Options

    private mutating func readLong(_ word: String, _ rest: inout ArraySlice<String>) throws {
        let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
        let name = String(word[..<(equals ?? word.endIndex)].dropFirst(2))
        let attached = equals.map { String(word[word.utf8.index(after: $0)...]) }
        switch name {
        case "help" where attached == nil: wantsHelp = true
        case "help-hidden" where attached == nil: (wantsHelp, wantsHiddenHelp) = (true, true)
        case "version" where attached == nil: wantsVersion = true
        default:
            guard let setting = Setting(rawValue: name), command.has(setting) else { throw unknown("--" + name) }
            try read(setting, attached, &rest)
        }
    }

    /// One word may contain several short options, and the value of the last one: `-qj4`.
    private mutating func readShort(_ word: String, _ rest: inout ArraySlice<String>) throws {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            if letter == "h" {
                wantsHelp = true
            } else if letter == "c", command.takesTexts {
                guard let text = letters.isEmpty ? rest.popFirst() : String(letters) else {
                    throw usage("`-c` needs a script: `-c 'SCRIPT'`")
                }
                return texts.append(text)
            } else {
                let setting = command.settings.first { $0.row.short == letter }
                guard let setting else { throw unknown("-\(letter)") }
                if setting.row.kind == .flag {
                    options.say(setting, "true")
                } else {
                    return try read(setting, letters.isEmpty ? nil : String(letters), &rest)
                }
            }
        }
    }

    private mutating func read(_ setting: Setting, _ attached: String?, _ rest: inout ArraySlice<String>) throws {
        let row = setting.row
        guard row.kind != .flag else {
            guard attached == nil else { throw usage("`\(setting.option)` takes no value") }
            return options.say(setting, "true")
        }
        var value = attached ?? ""
        if attached == nil, let next = rest.first, !Self.isOption(next) {
            value = next
            rest = rest.dropFirst()
        }
        guard !value.isEmpty else {
            throw usage("`\(setting.option)` needs a value, such as `\(setting.option) \(row.example)`")
        }
        // `--settle STEP HOW` is the only option with two values.
        if setting == .settle, let how = rest.first, Settlement(rawValue: how) != nil {
            value += "=" + how
            rest = rest.dropFirst()
        }
        do {
            try setting.check(Sourced(value: value, source: .commandLine), for: command)
        } catch let ending as Ending {
            throw usage(ending.message ?? "`\(setting.option)` cannot be `\(value)`")
        }
        if row.kind.isPath, !row.isRepeated, let earlier = given[setting] {
            throw usage("`\(setting.option)` is given twice, as `\(earlier)` and as `\(value)`: give it once")
        }
        given[setting] = value
        options.say(setting, value)
    }

    /// Whether a word is an option and not a value: a number may begin with a minus sign.
    private static func isOption(_ word: String) -> Bool {
        let bytes = word.utf8
        guard bytes.first == UInt8(ascii: "-"), let second = bytes.dropFirst().first else { return false }
        return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
    }

    // MARK: Faults

    private func unknown(_ option: String) -> Ending {
        if let setting = Setting(rawValue: String(option.dropFirst(2))), setting.row.places.contains(.option) {
            let owners = ProgramCommand.allCases.filter { $0.has(setting) }.map { "`picket \($0.rawValue)`" }
            return usage(
                "`picket \(command.rawValue)` has no option `\(option)`; "
                    + "\(owners.joined(separator: ", ")) \(owners.count == 1 ? "has" : "have")")
        }
        let known = command.settings.map(\.option) + ["--help", "--version"]
        let near = nearest(option, in: known).map { "; did you mean `\($0)`?" } ?? ""
        return usage("there is no option `\(option)`\(near)")
    }

    private func usage(_ message: String) -> Ending {
        Ending(
            ExitStatus.nothingSent, message, more: ["`picket \(command.rawValue) --help` shows how it is called"])
    }
}
