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
        case .language(let context):
            return Completer(vocabulary).items(context).map { Candidate($0, at: input, quote: context.quote) }
        case .command: return Completer.matches(input.prefix, in: commands, \.text)
        case .argument(let name):
            let found = arguments(name, input.prefix)
            // Paths are found by their folder, and like names may be written with quotes.
            let isQuoted = ["source", "edit", "save", "output", "!", "diff"].contains { $0.hasBytes(of: name) }
            return isQuoted ? found : Completer.matches(input.prefix, in: found, \.text)
        }
    }

    private var commands: [Candidate] { SessionCommand.Name.allCases.map { Candidate($0.rawValue, note: $0.summary) } }

    /// Everything that `:help` explains.
    ///
    /// - Parameter prefix: The typed start. With a `:`, a command of the prompt is meant.
    private func topics(_ prefix: String) -> [Candidate] {
        if prefix.utf8.first == UInt8(ascii: ":") {
            return SessionCommand.Name.allCases.map { Candidate(":\($0.rawValue)", note: $0.summary) }
        }
        let names = Completer(vocabulary).calls.map { Candidate($0.text, note: $0.detail) }
        let functions = vocabulary.functions.map { Candidate($0.name, note: $0.summary) }
        let words = WordNote.all.map { Candidate($0.word, note: $0.note) }
        let pages = vocabulary.topics.map { Candidate($0, note: "page of the documentation") }
        var seen: Set<TextKey> = []
        return (names + functions + words + commands + pages).filter { seen.insert(TextKey($0.text)).inserted }
    }

    /// The files that complete a path, in quotes if the path has blanks or begins with a quote.
    private func quotedFiles(_ prefix: String) -> [Candidate] {
        let quote = prefix.first.flatMap { "\"'".contains($0) ? $0 : nil }
        return vocabulary.files(String(quote == nil ? prefix[...] : prefix.dropFirst())).map { path in
            let needsQuotes = path.utf8.contains(where: SessionInput.isBlank)
            guard let sign = quote ?? (needsQuotes ? "'" : nil) else { return Candidate(path: path) }
            let isFolder = path.hasSuffix("/")
            return Candidate("\(sign)\(path)\(isFolder ? "" : String(sign))", suffix: isFolder ? "" : " ")
        }
    }

    /// The connections that complete the last name of `:diff`, each as `:diff` reads it back.
    private func quotedConnections(_ prefix: String) -> [Candidate] {
        let line = ShellLine(prefix)
        guard line.words.count < 2 else { return [] }
        let earlier = String(decoding: prefix.utf8.prefix(line.lastStart), as: UTF8.self)
        return Completer.matches(line.last, in: vocabulary.connections, \.self).compactMap { name in
            ShellLine.word(name, in: line.quote).map { Candidate(earlier + $0, note: "connection") }
        }
    }

    /// The parameters of the file in `:source FILE na`, which are not given yet.
    private func parameters(_ prefix: String) -> [Candidate] {
        let words = prefix.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard let last = words.last, let file = words.first, !last.utf8.contains(UInt8(ascii: "=")) else { return [] }
        let before = words.dropLast().joined(separator: " ") + " "
        return vocabulary.parameters(file).filter { parameter in
            parameter.name.utf8.starts(with: last.utf8)
                && !words.contains { $0.utf8.starts(with: "\(parameter.name)=".utf8) }
        }.map { Candidate(before + $0.name + "=", note: $0.note, suffix: "") }
    }

    func arguments(_ name: String, _ prefix: String) -> [Candidate] {
        switch SessionCommand.Name(written: name) {
        case .help: return topics(prefix)
        case .use:
            return vocabulary.profiles.map { Candidate($0, note: "profile") }
                + [Candidate("local", note: "a platform of this session")]
        case .tour: return [Candidate("next", note: "leaves a step out"), Candidate("stop", note: "ends the tour")]
        case .source where prefix.utf8.contains(where: SessionInput.isBlank): return parameters(prefix)
        case .source, .edit: return quotedFiles(prefix)
        case .save, .output, .shell: return vocabulary.files(prefix).map { Candidate(path: $0) }
        case .timing, .wide, .pager: return [Candidate("on"), Candidate("off")]
        case .format: return [Candidate("table"), Candidate("json")]
        case .diff: return quotedConnections(prefix)
        case .stop:
            return vocabulary.jobs.map { Candidate(String($0.number), note: $0.title) }
                + [Candidate("all", note: "every job")]
        default: return []
        }
    }
}

extension Candidate {
    /// - Parameter quote: The quote before the word at the cursor, if there is one. It is closed after the word.
    fileprivate init(_ item: EditorServices.CompletionItem, at input: SessionInput, quote: UInt8?) {
        let end = quote.map { String(Unicode.Scalar($0)) } ?? " "
        switch item.kind {
        case .file: self.init(path: item.text, end: end)
        case .value: self.init(item.text, note: item.detail, suffix: end)
        case .command, .definition, .keyword: self.init(item.text, note: item.detail)
        case .function, .parameter, .variable, .field: self.init(item.text, note: item.detail, suffix: "")
        }
        // The item counts from the start of the language's part.
        let contextStart = Int(item.replaced.end) - input.prefix.utf8.count
        takesBack = max(0, contextStart - Int(item.replaced.start))
    }

    /// More may follow a folder.
    fileprivate init(path: String, end: String = " ") {
        self.init(path, suffix: path.hasSuffix("/") ? "" : end)
    }
}
