import PicketOptions
import PicketSyntax
import PicketSystem

/// The action that the arguments of the program request.
enum ProgramLine {
    case command(CommandLineWords)
    /// Prints the help page of a command, with or without the options for developers; nil for the page of the program.
    case help(ProgramCommand?, showsHidden: Bool = false)
    /// Shows a page of the documentation, or entries of one, as Markdown.
    case topic(String)
    case version
    /// Prints the candidates for a shell's completion.
    case completion(of: String)
    /// Prints a manual page with a date; without a name, the names of the pages.
    case manual(ManualPage?, date: String)
    /// Starts the local platform's program with the same words.
    case platform([String])

    /// Parses the arguments. A script alone is run. For an unknown command, the error names the nearest one.
    ///
    /// - Throws: `Ending` with status 2.
    init(_ arguments: [String]) throws {
        guard let first = arguments.first else {
            self = .command(
                try CommandLineWords(StandardInput.isTerminal ? .repl : .run, StandardInput.isTerminal ? [] : ["-"]))
            return
        }
        switch first {
        case "-h", "--help": self = .help(nil)
        case "--version": self = .version
        case "__complete": self = .completion(of: arguments.dropFirst().first ?? "")
        case "__manual": self = try Self.manual(Array(arguments.dropFirst()))
        case "help": self = try Self.pages(arguments.dropFirst().first)
        case "platform": self = try Self.localPlatform(Array(arguments.dropFirst()))
        default:
            let line: CommandLineWords
            if let command = ProgramCommand(rawValue: first) {
                line = try CommandLineWords(command, arguments.dropFirst())
            } else if first.utf8.starts(with: "-c".utf8) || Self.isScript(first) {
                line = try CommandLineWords(.run, arguments)
            } else if first.utf8.first == UInt8(ascii: "-") {
                if let near = nearest(first, in: ["--help", "--version"]) {
                    throw Ending.usage("there is no option `\(first)`; did you mean `\(near)`?")
                }
                throw Ending.usage(
                    "`\(first)` stands before a command: options come after it; `picket help` lists the commands"
                )
            } else {
                _ = try Self.command(first)
                self = .help(nil)
                return
            }
            if line.wantsHelp {
                self = .help(line.command, showsHidden: line.wantsHiddenHelp)
            } else {
                self = line.wantsVersion ? .version : .command(line)
            }
        }
    }

    /// Checks the words for the local platform's program, so that mistakes are told as those of other commands.
    private static func localPlatform(_ words: [String]) throws -> ProgramLine {
        do throws(UsageProblem) {
            let line = try PlatformLine(words, variable: Environment.value)
            if line.wantsHelp { return .help(.platform) }
            return line.wantsVersion ? .version : .platform(words)
        } catch {
            throw Ending(error)
        }
    }

    private static func manual(_ words: [String]) throws -> ProgramLine {
        guard let name = words.first else { return .manual(nil, date: "") }
        guard let page = ManualPage(file: name), words.count == 2 else {
            throw Ending.usage("`picket __manual` takes a page and a date: `picket __manual picket-run.1 DATE`")
        }
        return .manual(page, date: words[1])
    }

    private static func pages(_ word: String?) throws -> ProgramLine {
        guard let word else { return .help(nil) }
        if let command = ProgramCommand(rawValue: word) { return .help(command) }
        if let text = Documentation.text(word) { return .topic(text) }
        let near = nearest(word, in: ProgramCommand.allCases.map(\.rawValue)) ?? Documentation.nearest(word)
        let help = near.map { "did you mean `\($0)`?" } ?? "`picket help` lists them"
        throw Ending.usage("there is no command or topic `\(word)`; \(help)")
    }

    private static func command(_ word: String) throws -> ProgramCommand {
        if let command = ProgramCommand(rawValue: word) { return command }
        let names = ProgramCommand.allCases.map(\.rawValue)
        let help = nearest(word, in: names).map { "did you mean `\($0)`?" } ?? "`picket help` lists them"
        throw Ending.usage("there is no command `\(word)`; \(help)")
    }

    /// Whether a word names a script: an existing file, or a name with the extension of scripts.
    private static func isScript(_ word: String) -> Bool {
        if word.utf8.elementsEqual("-".utf8) { return true }
        guard word.utf8.first != UInt8(ascii: "-"), !FileCheck.isFolder(word) else { return false }
        return FileCheck.exists(word) || word.utf8.count > 7 && word.utf8.suffix(7).elementsEqual(".picket".utf8)
    }
}
