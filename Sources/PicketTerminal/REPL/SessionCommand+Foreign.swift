import PicketSyntax

/// What people type who know other prompts.
extension SessionCommand {
    /// The words of other prompts that mean a session command. What follows the word follows the command.
    private static let foreign: [(words: [String], command: String)] = [
        (["help", "\\h", "?", "\\?", ".help", ".h", "man"], ":help"), (["\\i", ".read"], ":source"), (["\\e"], ":edit"),
        (["\\c", "\\connect", ".open"], ":use"), (["\\s"], ":history"), (["\\timing", ".timer"], ":timing"),
        (["\\w"], ":save"), (["\\x"], ":wide"), (["\\o", ".output"], ":output"), (["\\watch"], ":watch"),
        (["\\!", ".shell", ".system"], ":!"),
    ]

    /// The words that end another prompt, if they are alone.
    private static let farewells = [
        "quit", "\\q", "bye", "logout", ".quit", ".exit", ".q", "quit()", "exit()", "exit;", "quit;",
    ]

    /// The words of other prompts for which there is no command, and what to do instead.
    private static let advice: [(words: [String], advice: String)] = [
        (
            ["\\d", "\\dt", "\\l", "\\d+", "\\dt+", "\\l+", ".tables", ".databases", ".schema"],
            "`show NAME` shows a connection, and Tab after `show` offers those that the session has met"
        ),
        (["\\du", "\\conninfo"], "the prompt names the user and the platform"),
        (["\\set", "\\echo"], "`let NAME = VALUE` declares a name, and `print` shows a value"),
    ]

    /// Returns the session command that another prompt writes in another way, such as `help` or `\\q`; nil for any other
    /// text.
    ///
    /// - Parameter definitions: The names of defs, which are not taken for other prompts' words.
    package static func meant(by text: String, besides definitions: [String]) -> String? {
        guard let (word, rest) = foreignWord(of: text, besides: definitions) else { return nil }
        if rest.isEmpty, farewells.contains(where: { $0.hasBytes(of: word) }) { return ":quit" }
        // `man` is a word that may be meant otherwise.
        if rest.isEmpty, word.hasBytes(of: "man") { return nil }
        return foreign.first { $0.words.contains { $0.hasBytes(of: word) } }.map { $0.command + " " + rest }
    }

    /// Returns what to do instead of a command that only other prompts have; nil for any other text.
    package static func advice(on text: String, besides definitions: [String]) -> String? {
        guard let (word, _) = foreignWord(of: text, besides: definitions) else { return nil }
        let found = advice.first { $0.words.contains { $0.hasBytes(of: word) } }
        return found.map { "there is no `\(word)` here; \($0.advice)" }
    }

    /// Returns the first word and the text after it; nil if the word is the name of a def.
    private static func foreignWord(of text: String, besides definitions: [String]) -> (word: String, rest: String)? {
        let words = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard let first = words.first, !definitions.contains(where: { $0.hasBytes(of: String(first)) }) else {
            return nil
        }
        return (String(first), words.count > 1 ? String(words[1]) : "")
    }
}

extension SessionCommand.Name {
    /// Other names, after the colon.
    private static let others: [(words: [String], name: SessionCommand.Name)] = [
        (["q", "q!", "wq", "exit", "bye"], .quit), (["h", "?"], .help), (["e"], .edit), (["w"], .save),
        (["i"], .source),
    ]

    /// The command that a word after the colon names, here or at other prompts; nil for none.
    package init?(written word: String) {
        guard
            let name = Self(rawValue: word)
                ?? Self.others.first(where: { $0.words.contains(where: word.hasBytes) })?.name
        else { return nil }
        self = name
    }

    /// A line that uses the command.
    package var example: String {
        switch self {
        case .help: ":help ensure"
        case .timing: ":timing off"
        case .watch: ":watch 2s show web"
        case .job: ":job within 5m { show web }"
        case .jobs: ":jobs"
        case .stop: ":stop 1"
        case .save: ":save night.picket"
        case .source: ":source night.picket region=eu"
        case .edit: ":edit night.picket"
        case .vars: ":vars"
        case .use: ":use production"
        case .history: ":history 10 ensure"
        case .journal: ":journal 5"
        case .undo: ":undo"
        case .format: ":format json"
        case .wide: ":wide on"
        case .pager: ":pager off"
        case .find: ":find pg-web"
        case .diff: ":diff web crm"
        case .output: ":output night.txt"
        case .tour: ":tour"
        case .shell: ":!ls *.csv"
        case .quit: ":quit"
        }
    }
}
