import PicketOptions
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// The candidates for the last word of an unfinished command line. The completion scripts of the shells ask for them.
struct Completion {
    /// A word with its description. After a word that ends with `=` or `/`, the user continues to type.
    struct Candidate: Equatable {
        let word: String
        var note = ""
    }

    private let line: ShellLine
    /// The names of the profiles, loaded only to complete a platform.
    private let profiles: () -> [String]

    /// - Parameter line: The text before the cursor, which begins with the program's name.
    init(_ line: String, profiles: @escaping () -> [String]) {
        self.line = ShellLine(line)
        self.profiles = profiles
    }

    /// The candidates that begin with the typed text, in order.
    var candidates: [Candidate] {
        let words = line.words.dropFirst()
        guard let first = words.first else {
            return begun(
                ProgramCommand.allCases.map { Candidate(word: $0.rawValue, note: $0.summary) }
                    + [Candidate(word: "help", note: "Show the page of a command or a topic.")]) + scripts
        }
        if first == "help" {
            return begun(
                ProgramCommand.allCases.map { Candidate(word: $0.rawValue, note: $0.summary) }
                    + Documentation.topics.map { Candidate(word: $0, note: "A page of the documentation.") })
        }
        let command = ProgramCommand(rawValue: first)
        let rest = command == nil ? words : words.dropFirst()
        if command == .platform {
            let platform = PlatformLine.Command()
            return options(of: platform, TypedWords(platform, rest)) ?? []
        }
        return candidates(of: command ?? .run, TypedWords(command ?? .run, rest))
    }

    private func candidates(of command: ProgramCommand, _ typed: TypedWords<ProgramCommand>) -> [Candidate] {
        if typed.awaitsText { return [] }
        if let candidates = options(of: command, typed) { return candidates }
        switch command {
        case .run, .plan, .test: return parameters(of: typed.operands) + (command == .test ? paths(.picket) : scripts)
        case .check, .fmt: return paths(.picket)
        case .report:
            let actions = ReportCommand.Action.allCases.map { Candidate(word: $0.rawValue) }
            return typed.operands.isEmpty ? begun(actions) : paths(.any)
        case .commands: return begun(ConnectionAPI.commands.commands.map { Candidate(word: $0.name, note: $0.summary) })
        case .explain: return begun(ExplainCommand.codes.map { Candidate(word: $0) })
        case .completions: return begun(ShellScript.allCases.map { Candidate(word: $0.rawValue) })
        case .repl, .platform: return []
        }
    }

    /// The options, or the values of an option; nil if neither is being typed.
    private func options<Command: OptionCommand>(
        of command: Command, _ typed: TypedWords<Command>
    ) -> [Candidate]? {
        if let option = typed.awaiting { return values(of: option, command, typed.operands, line.last) }
        guard line.last.utf8.first == UInt8(ascii: "-"), !typed.areOptionsOver else { return nil }
        if let equals = line.last.utf8.firstIndex(of: UInt8(ascii: "=")) {
            let head = line.last[..<line.last.utf8.index(after: equals)]
            let option = Command.Option(rawValue: String(line.last[..<equals].dropFirst(2)))
            guard let option, command.has(option) else { return [] }
            return values(of: option, command, typed.operands, String(line.last[head.endIndex...]))
                .map { Candidate(word: head + $0.word, note: $0.note) }
        }
        let own = command.options.filter { !$0.optionRow.isHidden }
        return begun(
            own.map { Candidate(word: $0.option, note: $0.optionRow.summary) }
                + [Candidate(word: "--help", note: "Show help information.")])
    }

    /// The candidates for the value of an option.
    private func values<Command: OptionCommand>(
        of option: Command.Option, _ command: Command, _ operands: [String], _ prefix: String
    ) -> [Candidate] {
        switch option.optionRow.kind {
        case .file: paths(.any, prefix)
        case .folder: paths(.folder, prefix)
        case .platform: begun((profiles() + ["local"]).map { Candidate(word: $0) }, prefix)
        case .choice, .format: begun((command.choices(of: option) ?? []).map { Candidate(word: $0) }, prefix)
        case .tag: begun(distinct(tests(of: operands).flatMap(\.tags)).map { Candidate(word: $0) }, prefix)
        case .testName: begun(distinct(tests(of: operands).map(\.name)).map { Candidate(word: $0) }, prefix)
        default: []
        }
    }

    // MARK: Scripts

    private func tests(of operands: [String]) -> [DeclaredTest] {
        let paths = ScriptArguments(operands).files
        return ((try? ScriptFolder.scripts(in: paths.isEmpty ? ["."] : paths)) ?? []).flatMap { path in
            Self.compilation(of: path)?.tests ?? []
        }
    }

    /// The parameters of the scripts that are not given yet.
    private func parameters(of operands: [String]) -> [Candidate] {
        let arguments = ScriptArguments(operands)
        let given = arguments.parameters.map(\.name)
        if let equals = line.last.utf8.firstIndex(of: UInt8(ascii: "=")) {
            let head = line.last[..<line.last.utf8.index(after: equals)]
            return paths(.any, String(line.last[head.endIndex...])).map { Candidate(word: head + $0.word) }
        }
        let parameters = arguments.files.flatMap { Self.compilation(of: $0)?.parameters ?? [] }
        return begun(
            parameters.filter { parameter in !given.contains { $0.utf8.elementsEqual(parameter.name.utf8) } }.map {
                let fallback = $0.defaultText.map { "default: \($0)" } ?? "must be given"
                return Candidate(word: $0.name + "=", note: $0.note.map { "\($0) (\(fallback))" } ?? fallback)
            })
    }

    private static func compilation(of path: String) -> Compilation? {
        // A pipe or a device could block the shell for ever.
        guard FileCheck.isRegular(path), let script = try? ScriptFile.read(path, root: nil) else { return nil }
        return Compiler(commands: ConnectionAPI.commands, loader: script.loader).compile(script.source)
    }

    // MARK: Paths

    private enum Kind {
        case any, folder, picket
    }

    private var scripts: [Candidate] { paths(.picket) }

    private func paths(_ kind: Kind, _ prefix: String? = nil) -> [Candidate] {
        FolderListing.candidates(prefix ?? line.last, below: ".").filter { path in
            path.utf8.last == UInt8(ascii: "/") || kind == .any
                || kind == .picket && path.utf8.suffix(7).elementsEqual(".picket".utf8)
        }.map { Candidate(word: $0) }
    }

    // MARK: Words

    private func begun(_ candidates: [Candidate], _ prefix: String? = nil) -> [Candidate] {
        candidates.filter { $0.word.utf8.starts(with: (prefix ?? line.last).utf8) }
    }

    private func distinct(_ words: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return words.filter { seen.insert(Array($0.utf8)).inserted }
    }
}

/// The complete words after a command. Errors in them are ignored.
private struct TypedWords<Command: OptionCommand> {
    private(set) var operands: [String] = []
    /// The option whose value is the last word; nil for none.
    private(set) var awaiting: Command.Option?
    /// Whether the last word is the script of `-c`.
    private(set) var awaitsText = false
    private(set) var areOptionsOver = false

    init(_ command: Command, _ words: some Sequence<String>) {
        for word in words {
            if awaiting != nil || awaitsText {
                (awaiting, awaitsText) = (nil, false)
            } else if areOptionsOver || word.utf8.first != UInt8(ascii: "-") || word.utf8.count == 1 {
                operands.append(word)
            } else if word.utf8.elementsEqual("--".utf8) {
                areOptionsOver = true
            } else if word.utf8.starts(with: "--".utf8) {
                awaiting = Command.Option(rawValue: String(word.dropFirst(2))).flatMap { option in
                    command.has(option) && option.optionRow.kind != .flag ? option : nil
                }
            } else if let last = word.last {
                awaitsText = last == "c" && command.takesTexts && word.count == 2
                awaiting = command.options.first { $0.optionRow.short == last && $0.optionRow.kind != .flag }
            }
        }
    }
}
