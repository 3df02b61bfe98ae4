import PicketRuntime
import PicketSyntax

extension SessionLanguage {
    /// Returns the completions at the cursor, each with a description.
    package func complete(_ text: String, cursor: Int) -> Completion {
        let context = InputContext(text, cursor: cursor)
        // A candidate with a secret is not offered, since a mask would turn it into another word.
        let candidates = candidates(context).filter {
            $0.text.utf8.starts(with: context.prefix.utf8) && !vocabulary.holdsSecret($0.text)
                && !vocabulary.holdsSecret($0.note)
        }
        return Completion(start: context.start, candidates: candidates)
    }

    private func candidates(_ context: InputContext) -> [Candidate] {
        switch context.place {
        case .statement: return calls() + keywords(Self.statementNotes)
        case .argument(let call): return arguments(call)
        case .value(let call, let name):
            guard let command = vocabulary.commands[call.command] else { return [] }
            return command.parameters.first { $0.name == name }.map(values) ?? []
        case .variable(let path): return variables(path)
        case .expression: return functions() + keywords(Self.operatorNotes)
        case .file: return files(context.prefix)
        case .sessionCommand: return SessionCommand.Name.allCases.map { Candidate($0.rawValue, note: $0.summary) }
        case .sessionArgument(let name): return sessionArguments(name, context.prefix)
        case .nothing: return []
        }
    }

    // MARK: Statements

    private func calls() -> [Candidate] {
        let commands = vocabulary.commands.commands.flatMap { command in
            [Candidate(command.name, note: command.summary)]
                + command.aliases.map { Candidate($0, note: command.summary) }
        }
        return commands + vocabulary.definitions.map { Candidate($0, note: "def") }
    }

    private func keywords(_ notes: [(name: String, note: String)]) -> [Candidate] {
        notes.map { Candidate($0.name, note: $0.note) }
    }

    /// The words that begin a statement, each with a description.
    package static let statementNotes: [(name: String, note: String)] = [
        ("let", "declares a name"), ("set", "changes the value of a name"), ("append", "adds an element to a list"),
        ("print", "prints values on a line"), ("expect", "fails unless a condition holds"),
        ("check", "records a failure unless a condition holds, and continues"),
        ("if", "runs a block if a condition holds"),
        ("for", "runs a block for each element of a list, range or map"),
        ("while", "repeats a block while a condition holds"), ("break", "ends a loop"),
        ("continue", "begins the next round of a loop"), ("def", "declares a command of your own"),
        ("return", "ends a def, and returns a value"), ("try", "handles the failures of a block"),
        ("defer", "runs a statement when the block ends, also after a failure"),
        ("within", "repeats a block until it succeeds, for a limited time"),
        ("retry", "repeats a block until it succeeds, a limited number of times"),
        ("step", "names a part of a script for messages and reports"), ("test", "declares a test"),
        ("skip", "ends a test as skipped"), ("include", "runs another file, and makes its names visible"),
        ("param", "declares a value that the caller gives"), ("secret", "declares a value that is never shown"),
        ("sleep", "waits for a time"), ("fail", "ends the run or the test with a reason"),
        ("exit", "ends the run with a status"),
    ]

    /// The words that stand in an expression.
    package static let operatorNotes: [(name: String, note: String)] = [
        ("and", "holds if both sides hold"), ("or", "holds if one side holds"),
        ("not", "holds if its operand does not"), ("in", "holds if the right side contains the left one"),
        ("contains", "holds if the left side contains the right one"),
        ("matches", "searches a text for a regular expression, or compares the named fields of a map"),
        ("status", "of the latest response"), ("body", "of the latest response"), ("header", "of the latest response"),
        ("tags", "of the latest response"), ("duration", "of the latest response"), ("error", "of the latest response"),
    ]

    private func functions() -> [Candidate] {
        vocabulary.functions.map { Candidate($0.name + "(", note: $0.summary, suffix: "") }
            + vocabulary.definitions.map { Candidate($0 + "(", note: "def", suffix: "") }
    }

    // MARK: Arguments

    private func arguments(_ call: InputContext.Call) -> [Candidate] {
        guard let command = vocabulary.commands[call.command] else { return [] }
        let positionals = command.parameters.filter(\.isPositional)
        let due = positionals.count > call.positionals.count ? values(positionals[call.positionals.count]) : []
        let named = command.parameters.filter { !$0.isPositional && !call.names.contains($0.name) }
        return due + named.map { Candidate($0.name + "=", note: note($0), suffix: "") }
    }

    private func note(_ parameter: Parameter) -> String {
        let kind = parameter.isRequired ? parameter.kindText : parameter.kindText + ", optional"
        return parameter.summary.isEmpty ? kind : "\(parameter.summary) (\(kind))"
    }

    private func values(_ parameter: Parameter) -> [Candidate] {
        if parameter.kind == .boolean { return [Candidate("true"), Candidate("false")] }
        switch parameter.completion {
        case .none: return []
        case .words(let words): return words.map { Candidate($0) }
        case .connections: return vocabulary.connections.map { Candidate($0, note: "connection") }
        case .profiles: return vocabulary.profiles.map { Candidate($0, note: "profile") }
        case .files: return files("")
        }
    }

    private func variables(_ path: [String]) -> [Candidate] {
        guard path.isEmpty else { return vocabulary.fields(path).map { Candidate($0, note: "", suffix: "") } }
        let names = vocabulary.variables.map { Candidate($0, note: "variable", suffix: "") }
        return [Candidate("last", note: "the latest response", suffix: "")] + names
    }

    private func files(_ prefix: String) -> [Candidate] {
        vocabulary.files(prefix).map { Candidate($0, note: "", suffix: $0.hasSuffix("/") ? "" : " ") }
    }

    private func sessionArguments(_ name: String, _ prefix: String) -> [Candidate] {
        switch SessionCommand.Name(rawValue: name) {
        case .help: return calls() + SessionCommand.Name.allCases.map { Candidate($0.rawValue, note: $0.summary) }
        case .use: return vocabulary.profiles.map { Candidate($0, note: "profile") }
        case .source, .save: return files(prefix)
        case .timing: return [Candidate("on"), Candidate("off")]
        case .format: return [Candidate("table"), Candidate("json")]
        case .stop:
            return vocabulary.jobs.map { Candidate(String($0.number), note: $0.title) }
                + [Candidate("all", note: "every job")]
        default: return []
        }
    }
}
