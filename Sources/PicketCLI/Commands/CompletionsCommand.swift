import PicketRuntime

/// `picket completions`
enum CompletionsCommand {
    static func run(_ line: CommandLineWords) throws {
        let names = ShellScript.allCases.map(\.rawValue).joined(separator: ", ")
        guard line.operands.count == 1, let shell = ShellScript(rawValue: line.operands[0]) else {
            throw Ending.usage("`picket completions SHELL` takes one of \(names)")
        }
        Console.standard.out(Door.show(shell.text))
    }

    /// Answers a shell: a line for each candidate, its note behind a tab.
    ///
    /// - Parameter line: what has been typed, up to the cursor.
    static func answer(_ line: String) {
        let completion = Completion(line) {
            (try? ConfigurationFile.load())?.profileNames ?? []
        }
        for candidate in completion.candidates where !candidate.word.contains(where: \.isNewline) {
            let note = candidate.note.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
            Console.standard.out(Door.show(candidate.word + "\t" + note) + "\n")
        }
    }
}
