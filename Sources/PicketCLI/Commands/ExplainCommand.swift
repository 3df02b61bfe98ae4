import PicketSyntax

/// `picket explain`
enum ExplainCommand {
    static func run(_ line: CommandLineWords) throws {
        guard !line.operands.isEmpty else {
            throw Ending.usage("`picket explain CODE` explains the code of an error, such as `unknown-command`")
        }
        let entries = try line.operands.map { word in
            let code = Self.code(in: word)
            guard let entry = Documentation.page("codes")?.section(code) else {
                let near = nearest(code, in: Self.codes).map { "did you mean `\($0)`?" }
                throw Ending.usage("there is no code `\(code)`; \(near ?? "`picket help codes` lists them")")
            }
            return entry
        }
        PageView.show(entries.joined(separator: "\n"))
    }

    /// Every code that has an entry.
    static var codes: [String] { Documentation.page("codes")?.entryNames ?? [] }

    /// The code in a word as an error shows it: `error[unknown-command]`.
    private static func code(in word: String) -> String {
        let inner = word.split(separator: "[", maxSplits: 1).last ?? ""
        return String(inner.prefix { $0 != "]" })
    }
}
