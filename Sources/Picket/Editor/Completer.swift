package import PicketRuntime
internal import PicketSyntax

/// Finds what can be typed at a place. The prompt and the editor services share it.
package struct Completer {
    package typealias Item = EditorServices.CompletionItem

    let vocabulary: any EditorVocabulary

    package init(_ vocabulary: any EditorVocabulary) { self.vocabulary = vocabulary }

    /// Returns what completes the word at the cursor.
    package func items(_ context: InputContext) -> [Item] {
        let replaced = SourceSpan(context.start, context.start + context.prefix.utf8.count)
        return offers(context).filter { $0.text.utf8.starts(with: context.prefix.utf8) }
            .map { Item(text: $0.text, kind: $0.kind, detail: $0.detail, replaced: replaced) }
    }

    private func offers(_ context: InputContext) -> [Offer] {
        switch context.place {
        case .statement: return calls + keywords(WordNote.statements)
        case .argument(let call): return arguments(call)
        case .value(let call, let name): return parameter(name, of: call).map(values) ?? []
        case .variable(let path): return variables(path)
        case .target: return names
        case .expression: return functions + keywords(WordNote.operators)
        case .file: return files(context.prefix)
        case .nothing: return []
        }
    }

    // MARK: Statements

    /// The commands and defs that may begin a statement.
    package var calls: [Offer] {
        let commands = vocabulary.commands.commands.flatMap { command in
            ([command.name] + command.aliases).map { Offer($0, .command, command.summary) }
        }
        return commands + vocabulary.definitions.map { Offer($0, .definition, detail(of: $0)) }
    }

    private func keywords(_ notes: [WordNote]) -> [Offer] { notes.map { Offer($0.word, .keyword, $0.note) } }

    private var functions: [Offer] {
        vocabulary.functions.map { Offer($0.name + "(", .function, $0.summary) }
            + vocabulary.definitions.map { Offer($0 + "(", .function, detail(of: $0)) }
    }

    private func detail(of definition: String) -> String { vocabulary.signature(of: definition)?.usage ?? "def" }

    // MARK: Arguments

    /// The parameter that the next argument of a call is for: the next positional one, or else the first required one;
    /// nil if no more is required.
    package func due(_ call: InputContext.Call) -> Parameter? {
        let parameters = vocabulary.parameters(of: call.command)
        let positionals = parameters.filter(\.isPositional)
        if positionals.count > call.positionals.count { return positionals[call.positionals.count] }
        return requiredByName(call)
    }

    /// The first required named parameter that a call does not have yet; nil if a positional one comes before it.
    package func requiredByName(_ call: InputContext.Call) -> Parameter? {
        let parameters = vocabulary.parameters(of: call.command)
        guard call.positionals.count >= parameters.count(where: { $0.isPositional && $0.isRequired }) else {
            return nil
        }
        return parameters.first { $0.isRequired && !$0.isPositional && !call.has($0.name) }
    }

    private func arguments(_ call: InputContext.Call) -> [Offer] {
        let parameters = vocabulary.parameters(of: call.command)
        let positionals = parameters.filter(\.isPositional)
        let due = positionals.count > call.positionals.count ? values(positionals[call.positionals.count]) : []
        let named = parameters.filter { !$0.isPositional && !call.has($0.name) }
        return due + named.map { Offer($0.name + "=", .parameter, $0.note) } + definitionArguments(call)
    }

    /// The arguments of a def may be given by position or by name.
    private func definitionArguments(_ call: InputContext.Call) -> [Offer] {
        guard vocabulary.commands[call.command] == nil, let signature = vocabulary.signature(of: call.command) else {
            return []
        }
        return signature.parameters.dropFirst(call.positionals.count).filter { !call.has($0.name) }
            .map { Offer($0.name + "=", .parameter, $0.isRequired ? "" : "optional") }
    }

    private func parameter(_ name: String, of call: InputContext.Call) -> Parameter? {
        vocabulary.parameters(of: call.command).first { $0.name.hasBytes(of: name) }
    }

    private func values(_ parameter: Parameter) -> [Offer] {
        if parameter.kind == .boolean { return [Offer("true", .value), Offer("false", .value)] }
        switch parameter.completion {
        case .files: return files("")
        case .words(let words): return words.map { Offer($0, .value) }
        default:
            return vocabulary.values(for: parameter.completion).map { Offer($0.text, .value, $0.detail) }
        }
    }

    // MARK: Variables and files

    private func variables(_ path: [String]) -> [Offer] {
        guard path.isEmpty else { return vocabulary.fields(below: path).map { Offer($0, .field) } }
        return [Offer("last", .variable, Completer.latest)] + names
    }

    private var names: [Offer] { vocabulary.visibleVariables.map { Offer($0.name, .variable, $0.detail) } }

    /// The description of `$last`.
    static let latest = "the latest response"

    private func files(_ prefix: String) -> [Offer] {
        vocabulary.files(completing: prefix).map { Offer($0, .file) }
    }
}

extension Completer {
    /// A text that may complete a word.
    package struct Offer {
        package let text: String
        let kind: Item.Kind
        package let detail: String

        init(_ text: String, _ kind: Item.Kind, _ detail: String = "") {
            (self.text, self.kind, self.detail) = (text, kind, detail)
        }
    }
}

extension EditorVocabulary {
    /// The parameters of a command; empty for an unknown one.
    fileprivate func parameters(of command: String) -> [Parameter] { commands[command]?.parameters ?? [] }
}

extension InputContext.Call {
    fileprivate func has(_ name: String) -> Bool { names.contains { $0.hasBytes(of: name) } }
}

extension Parameter {
    /// `PostgreSQL port (integer 1…65535)`
    package var note: String {
        let kind = isRequired ? kindText : kindText + ", optional"
        return summary.isEmpty ? kind : "\(summary) (\(kind))"
    }
}
