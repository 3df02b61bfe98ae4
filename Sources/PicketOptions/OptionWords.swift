import PicketSyntax

/// The words after a command, read by its table of options.
package struct OptionWords<Command: OptionCommand> {
    package typealias Option = Command.Option

    private let command: Command
    /// The options with their texts, in order; a flag has the text `true`.
    package private(set) var options: [(option: Option, text: String)] = []
    /// The paths that options were given, to name the first one if an option is repeated.
    private var paths: [Option: String] = [:]
    /// The texts of `-c`, in order.
    package private(set) var texts: [String] = []
    package private(set) var operands: [String] = []
    package private(set) var wantsHelp = false
    /// Whether the help page also shows the options for developers.
    package private(set) var wantsHiddenHelp = false
    package private(set) var wantsVersion = false

    /// - Throws: A sentence that names the word.
    package init(_ words: some Sequence<String>, of command: Command) throws(UsageProblem) {
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

    private mutating func readLong(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageProblem) {
        let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
        let name = String(word[..<(equals ?? word.endIndex)].dropFirst(2))
        let attached = equals.map { String(word[word.utf8.index(after: $0)...]) }
        switch name {
        case "help" where attached == nil: wantsHelp = true
        case "help-hidden" where attached == nil: (wantsHelp, wantsHiddenHelp) = (true, true)
        case "version" where attached == nil: wantsVersion = true
        default:
            guard let option = Option(rawValue: name), command.has(option) else { throw unknown("--" + name) }
            try read(option, attached, &rest)
        }
    }

    /// One word may contain several short options, and the value of the last one: `-qj4`.
    private mutating func readShort(_ word: String, _ rest: inout ArraySlice<String>) throws(UsageProblem) {
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
                let option = command.options.first { $0.optionRow.short == letter }
                guard let option else { throw unknown("-\(letter)") }
                if option.optionRow.kind == .flag {
                    options.append((option, "true"))
                } else {
                    return try read(option, letters.isEmpty ? nil : String(letters), &rest)
                }
            }
        }
    }

    private mutating func read(
        _ option: Option, _ attached: String?, _ rest: inout ArraySlice<String>
    ) throws(UsageProblem) {
        let row = option.optionRow
        guard row.kind != .flag else {
            guard attached == nil else { throw usage("`\(option.option)` takes no value") }
            return options.append((option, "true"))
        }
        var value = attached ?? ""
        if attached == nil, let next = rest.first, !Self.isOption(next) {
            value = next
            rest = rest.dropFirst()
        }
        guard !value.isEmpty else {
            throw usage("`\(option.option)` needs a value, such as `\(option.option) \(row.example)`")
        }
        if let next = rest.first, row.followers.contains(where: { $0.utf8.elementsEqual(next.utf8) }) {
            value += "=" + next
            rest = rest.dropFirst()
        }
        do throws(UsageProblem) {
            try OptionValue(value, of: "`\(option.option)`").check(row.kind, choices: command.choices(of: option))
        } catch {
            throw usage(error.message)
        }
        if row.kind.isPath, !row.isRepeated {
            if let earlier = paths[option] {
                throw usage("`\(option.option)` is given twice, as `\(earlier)` and as `\(value)`: give it once")
            }
            paths[option] = value
        }
        options.append((option, value))
    }

    /// Whether a word is an option and not a value: a number may begin with a minus sign.
    private static func isOption(_ word: String) -> Bool {
        let bytes = word.utf8
        guard bytes.first == UInt8(ascii: "-"), let second = bytes.dropFirst().first else { return false }
        return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
    }

    // MARK: Faults

    private func unknown(_ option: String) -> UsageProblem {
        let owners = command.otherOwners(of: option).map { "`\($0)`" }
        guard owners.isEmpty else {
            return usage(
                "`\(command.invocation)` has no option `\(option)`; "
                    + "\(owners.joined(separator: ", ")) \(owners.count == 1 ? "has" : "have")")
        }
        let known = command.options.map(\.option) + ["--help", "--version"]
        let near = nearest(option, in: known).map { "; did you mean `\($0)`?" } ?? ""
        return usage("there is no option `\(option)`\(near)")
    }

    private func usage(_ message: String) -> UsageProblem {
        UsageProblem(message, more: ["`\(command.invocation) --help` shows how it is called"])
    }
}
