package import PicketRuntime
internal import PicketSyntax

/// Finds what can be typed at a place. The prompt and the editor services share it.
package struct Completer {
    package typealias Item = EditorServices.CompletionItem

    let vocabulary: any EditorVocabulary

    package init(_ vocabulary: any EditorVocabulary) { self.vocabulary = vocabulary }

    /// Returns what completes the word at the cursor.
    package func items(_ context: InputContext) -> [Item] {
        let found = Offer.matches(context.prefix, in: offers(context))
        return found.compactMap { offer in written(offer, context) }
    }

    /// Returns an offer as it must be written at the place; nil if that is not possible.
    private func written(_ offer: Offer, _ context: InputContext) -> Item? {
        var (text, start) = (offer.text, context.start)
        switch context.place {
        case .variable, .subject:
            guard offer.kind == .field else { break }
            let isSubject = if case .subject = context.place { true } else { false }
            text = SourceForm.field(offer.text, dashed: isSubject, isInText: context.isInText)
            // A name stays after the dot; a key in brackets replaces the dot.
            if text.utf8.first == UInt8(ascii: ".") { text = offer.text } else { start -= 1 }
        case .argument, .value, .file, .data:
            guard offer.isText else { break }
            guard let quote = context.quote else {
                text = form(of: offer.text, at: context.place)
                break
            }
            guard let content = SourceForm.content(offer.text, in: quote) else { return nil }
            text = content
        default: break
        }
        let replaced = SourceSpan(start, context.start + context.prefix.utf8.count)
        return Item(text: text, kind: offer.kind, detail: offer.detail, replaced: replaced)
    }

    /// Returns a text as it is written without an opening quote before it. The quotes of a folder stay open, since more
    /// follows it.
    private func form(of text: String, at place: InputContext.Place) -> String {
        let form =
            switch place {
            case .data: SourceForm.quoted(text)
            case .file: SourceForm.word(text, after: "include ")
            default: SourceForm.word(text, after: "x ")
            }
        let isFolder = text.utf8.last == UInt8(ascii: "/")
        return isFolder && form.utf8.last != UInt8(ascii: "/") ? String(form.dropLast()) : form
    }

    private func offers(_ context: InputContext) -> [Offer] {
        switch context.place {
        case .statement: return calls + keywords(WordNote.statements)
        case .argument(let call): return arguments(call, context)
        case .value(let call, let name):
            return parameter(name, of: call).map { values($0, context.prefix) } ?? []
        case .variable(let path): return variables(path, context.localNames)
        case .subject(let path): return fields(path, context.localNames)
        case .index(let path):
            return fields(path, context.localNames).map {
                let takesPlain = context.isInText || context.prefix.utf8.first == UInt8(ascii: "'")
                return Offer(SourceForm.index($0.text, isInText: takesPlain) + "]", .field)
            }
        case .target: return names(context.localNames)
        case .expression: return functions + keywords(WordNote.operators)
        case .file, .data: return files(context.prefix)
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

    private func arguments(_ call: InputContext.Call, _ context: InputContext) -> [Offer] {
        let parameters = vocabulary.parameters(of: call.command)
        let positionals = parameters.filter(\.isPositional)
        let due =
            positionals.count > call.positionals.count
            ? values(positionals[call.positionals.count], context.prefix) : []
        // A quoted word is no name of a parameter.
        if context.quote != nil { return due }
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

    private func values(_ parameter: Parameter, _ prefix: String) -> [Offer] {
        if parameter.kind == .boolean { return [Offer("true", .value), Offer("false", .value)] }
        switch parameter.completion {
        case .files: return files(prefix)
        case .words(let words): return words.map { Offer($0, .value) }
        default:
            return vocabulary.values(for: parameter.completion).map {
                Offer($0.text, .value, $0.detail, isText: true)
            }
        }
    }

    // MARK: Variables and files

    private func variables(_ path: [String], _ locals: [InputContext.LocalName]) -> [Offer] {
        guard path.isEmpty else { return fields(path, locals) }
        return [Offer("last", .variable, Completer.latest)] + names(locals)
    }

    /// The fields below a path. Those of a response of the text itself are known, but not what its body holds.
    private func fields(_ path: [String], _ locals: [InputContext.LocalName]) -> [Offer] {
        let local =
            vocabulary.knowsLocalNames ? nil : locals.last { name in path.first?.hasBytes(of: name.name) == true }
        let fields = local.map { path.count == 1 && $0.isResponse ? LastResponse.fields : [] }
        return (fields ?? vocabulary.fields(below: path)).map { Offer($0, .field) }
    }

    /// The variables of the text and of the vocabulary.
    private func names(_ locals: [InputContext.LocalName]) -> [Offer] {
        let visible = vocabulary.visibleVariables.map { Offer($0.name, .variable, $0.detail) }
        guard !vocabulary.knowsLocalNames else { return visible }
        var seen: Set<TextKey> = []
        let own = locals.reversed().filter { seen.insert(TextKey($0.name)).inserted }.map {
            Offer($0.name, .variable, $0.isResponse ? Declaration.Kind.response.note : Declaration.Kind.name.note)
        }
        return own + visible.filter { !seen.contains(TextKey($0.text)) }
    }

    /// The description of `$last`.
    static let latest = "the latest response"

    private func files(_ prefix: String) -> [Offer] {
        vocabulary.files(completing: prefix).map { Offer($0, .file, isText: true) }
    }
}

extension Completer {
    /// A text that may complete a word.
    package struct Offer {
        package let text: String
        let kind: Item.Kind
        package let detail: String
        /// Whether the script must read exactly this text, which may need quotes.
        let isText: Bool

        init(_ text: String, _ kind: Item.Kind, _ detail: String = "", isText: Bool = false) {
            (self.text, self.kind, self.detail, self.isText) = (text, kind, detail, isText)
        }

        /// Returns the offers that begin with a prefix, then those that do so in other case.
        static func matches(_ prefix: String, in offers: [Offer]) -> [Offer] {
            Completer.matches(prefix, in: offers, \.text)
        }
    }

    /// Returns the elements whose text begins with a prefix, then those whose text does so in other case.
    package static func matches<Element>(
        _ prefix: String, in elements: [Element], _ text: (Element) -> String
    ) -> [Element] {
        let exact = elements.filter { text($0).utf8.starts(with: prefix.utf8) }
        guard exact.count < elements.count, prefix.utf8.contains(where: { $0 >= 0x41 }) else { return exact }
        let folded = Array(prefix.lowercased().utf8)
        let others = elements.filter { element in
            let text = text(element)
            // Most texts differ in the first letter already.
            guard let first = text.utf8.first, (first | folded[0]) >= 0x80 || first | 0x20 == folded[0] | 0x20 else {
                return false
            }
            return !text.utf8.starts(with: prefix.utf8) && text.lowercased().utf8.starts(with: folded)
        }
        return exact + others
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
