import PicketOptions

/// The words after a command, with the settings that its options give.
struct CommandLineWords {
    let command: ProgramCommand
    /// The settings that the options give.
    private(set) var options = Profile(source: .commandLine)
    private let words: OptionWords<ProgramCommand>

    /// The texts of `-c`, in order.
    var texts: [String] { words.texts }
    var operands: [String] { words.operands }
    var wantsHelp: Bool { words.wantsHelp }
    /// Whether the help page also shows the options for developers.
    var wantsHiddenHelp: Bool { words.wantsHiddenHelp }
    var wantsVersion: Bool { words.wantsVersion }

    /// - Throws: `Ending` with status 2 and a sentence that names the word.
    init(_ command: ProgramCommand, _ words: some Sequence<String>) throws {
        self.command = command
        do throws(UsageProblem) {
            self.words = try OptionWords(words, of: command)
        } catch {
            throw Ending(error)
        }
        for (setting, text) in self.words.options { options.say(setting, text) }
    }
}
