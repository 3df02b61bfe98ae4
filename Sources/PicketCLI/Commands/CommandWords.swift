import ArgumentParser
import PicketSyntax
import PicketSystem

/// The program's arguments as the argument parser takes them. A script alone is run. A word that is not a command is an
/// error that names the nearest command.
struct CommandWords {
    let words: [String]

    /// - Throws: `Ending` with status 2 if the first word is neither a command nor a script.
    init(_ arguments: [String]) throws {
        guard let first = arguments.first, !Self.isRoot(first) else {
            words = arguments
            return
        }
        if first.utf8.elementsEqual("help".utf8) {
            if arguments.count > 1 { try Self.check(arguments[1]) }
            words = arguments
        } else if Self.isCommand(first) {
            words = arguments
        } else if first.utf8.starts(with: "-c".utf8) || Self.isScript(first) {
            words = ["run"] + arguments
        } else {
            if first.utf8.first != UInt8(ascii: "-") { try Self.check(first) }
            words = arguments
        }
    }

    private static var names: [String] {
        PicketCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// Returns the command among the words; nil if there is none.
    static func subcommand(of words: [String]) -> String? {
        words.first.flatMap { isCommand($0) ? $0 : nil }
    }

    private static func isCommand(_ word: String) -> Bool { names.contains { $0.utf8.elementsEqual(word.utf8) } }

    private static func isRoot(_ word: String) -> Bool {
        ["-h", "--help", "--version"].contains { $0.utf8.elementsEqual(word.utf8) }
    }

    /// Whether a word names a script: an existing file, or a name that ends in `.picket`.
    private static func isScript(_ word: String) -> Bool {
        if word.utf8.elementsEqual("-".utf8) { return true }
        guard word.utf8.first != UInt8(ascii: "-"), !FileCheck.isFolder(word) else { return false }
        return FileCheck.exists(word) || word.utf8.count > 7 && word.utf8.suffix(7).elementsEqual(".picket".utf8)
    }

    private static func check(_ word: String) throws {
        guard !isCommand(word) else { return }
        let help = nearest(word, in: names).map { "did you mean `\($0)`?" } ?? "`picket help` lists them"
        throw Ending.usage("there is no command `\(word)`; \(help)")
    }
}
