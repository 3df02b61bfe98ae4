import Picket

extension SessionLanguage {
    /// Returns the completions at the cursor, each with a description.
    package func complete(_ text: String, cursor: Int) -> Completion {
        let input = SessionInput(text, cursor: cursor)
        // A candidate with a secret is not offered, since a mask would turn it into another word.
        let candidates = candidates(input).filter {
            !vocabulary.holdsSecret($0.text) && !vocabulary.holdsSecret($0.note)
        }
        return Completion(start: input.start, candidates: candidates)
    }

    private func candidates(_ input: SessionInput) -> [Candidate] {
        switch input.place {
        case .language(let context): return Completer(vocabulary).items(context).map(Candidate.init)
        case .command: return commands.filter { $0.text.utf8.starts(with: input.prefix.utf8) }
        case .argument(let name):
            return arguments(name, input.prefix).filter { $0.text.utf8.starts(with: input.prefix.utf8) }
        }
    }

    private var commands: [Candidate] { SessionCommand.Name.allCases.map { Candidate($0.rawValue, note: $0.summary) } }

    private func arguments(_ name: String, _ prefix: String) -> [Candidate] {
        switch SessionCommand.Name(rawValue: name) {
        case .help: return Completer(vocabulary).calls.map { Candidate($0.text, note: $0.detail) } + commands
        case .use:
            return vocabulary.profiles.map { Candidate($0, note: "profile") }
                + [Candidate("local", note: "a platform of this session")]
        case .tour: return [Candidate("next", note: "leaves a step out"), Candidate("stop", note: "ends the tour")]
        case .source, .save: return vocabulary.files(prefix).map(Candidate.init(path:))
        case .timing: return [Candidate("on"), Candidate("off")]
        case .format: return [Candidate("table"), Candidate("json")]
        case .stop:
            return vocabulary.jobs.map { Candidate(String($0.number), note: $0.title) }
                + [Candidate("all", note: "every job")]
        default: return []
        }
    }
}

extension Candidate {
    fileprivate init(_ item: EditorServices.CompletionItem) {
        switch item.kind {
        case .file: self.init(path: item.text)
        case .command, .definition, .keyword, .value: self.init(item.text, note: item.detail)
        case .function, .parameter, .variable, .field: self.init(item.text, note: item.detail, suffix: "")
        }
    }

    /// More may follow a folder.
    fileprivate init(path: String) {
        self.init(path, suffix: path.hasSuffix("/") ? "" : " ")
    }
}
