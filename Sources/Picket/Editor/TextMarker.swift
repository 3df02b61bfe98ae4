internal import PicketRuntime
package import PicketSyntax

/// A highlighted part of a text, and what it names.
package struct MarkedPart {
    package let span: SourceSpan
    package let kind: EditorServices.Highlight.Kind
    let subject: Subject

    enum Subject {
        /// None of the others.
        case none
        /// A command or a def that a statement calls or declares.
        case verb
        case function
        case parameter(Parameter)
        /// A parameter of a def.
        case argument(of: Signature)
    }
}

/// Gives each part of a text its role, with regard to the command that the part belongs to. Unknown commands and
/// invalid arguments are marked. The prompt and the editor services share it.
package struct TextMarker {
    /// What the next words are arguments of.
    private enum Owner {
        case none
        case command(PicketRuntime.Command)
        case definition(Signature)
    }

    private let source: SourceFile
    private let commands: CommandTable
    private let functions: Set<TextKey>
    /// The defs that are known, and those of the text.
    private var definitions: Set<TextKey>
    private let signature: (String) -> Signature?
    private let statementWords: [String]

    private var parts: [MarkedPart] = []
    private var owner = Owner.none
    /// The owners of the words around the open brackets.
    private var outerOwners: [Owner] = []
    /// The def whose call a bracket at this offset opens.
    private var callee: (definition: Signature, end: UInt32)?
    /// The parameter of the next value, and the end of its `=`.
    private var parameter: (value: Parameter, end: UInt32)?
    private var definesName = false

    /// Returns the parts that have a role, in order and without overlap.
    package static func parts(of source: SourceFile, _ vocabulary: any EditorVocabulary) -> [MarkedPart] {
        let roles = highlight(source)
        var marker = TextMarker(source, vocabulary)
        marker.learnDefinitions(roles)
        for (span, role) in roles { marker.add(span, role) }
        return marker.parts
    }

    private init(_ source: SourceFile, _ vocabulary: any EditorVocabulary) {
        self.source = source
        commands = vocabulary.commands
        functions = Set(vocabulary.functions.map { TextKey($0.name) })
        definitions = Set(vocabulary.definitions.map { TextKey($0) })
        signature = vocabulary.signature
        statementWords = vocabulary.statementWords
    }

    /// A def may be called before its declaration.
    private mutating func learnDefinitions(_ roles: [(SourceSpan, HighlightRole)]) {
        var follows = false
        for (span, role) in roles {
            if follows, role == .command { definitions.insert(TextKey(source.text(span))) }
            follows = isDefinition(span, role)
        }
    }

    private func isDefinition(_ span: SourceSpan, _ role: HighlightRole) -> Bool {
        role == .keyword && source.bytes(span).elementsEqual("def".utf8)
    }

    private mutating func add(_ span: SourceSpan, _ role: HighlightRole) {
        let (kind, subject) = mark(span, role)
        parts.append(MarkedPart(span: span, kind: kind, subject: subject))
        definesName = isDefinition(span, role)
    }

    private mutating func mark(
        _ span: SourceSpan, _ role: HighlightRole
    ) -> (EditorServices.Highlight.Kind, MarkedPart.Subject) {
        switch role {
        case .command: return name(span)
        case .keyword:
            if !source.bytes(span).elementsEqual("as".utf8) { owner = .none }
            return (.keyword, .none)
        case .argumentName: return argumentName(span)
        case .operator:
            // Only an `=` directly after the name introduces the parameter's value.
            if parameter?.end == span.start { parameter?.end = span.end } else { parameter = nil }
            return (.operator, .none)
        case .word: return (value(span, .word), .none)
        case .number: return (value(span, .number), .none)
        case .string: return (.string, .none)
        case .escape: return (.escape, .none)
        case .variable: return (.variable, .none)
        case .comment: return (.comment, .none)
        case .bracket:
            bracket(span)
            return (.bracket, .none)
        case .error: return (.error, .none)
        }
    }

    // MARK: Names

    private mutating func name(_ span: SourceSpan) -> (EditorServices.Highlight.Kind, MarkedPart.Subject) {
        let text = source.text(span)
        if definesName {
            owner = .none
            return (.command, .verb)
        }
        if byte(after: span) == UInt8(ascii: "(") {
            let key = TextKey(text)
            let isKnown = functions.contains(key) || definitions.contains(key)
            callee = signature(text).map { ($0, span.end) }
            return (isKnown ? .function : .unknown, .function)
        }
        parameter = nil
        owner = .none
        if let command = commands[text] {
            owner = .command(command)
        } else if definitions.contains(TextKey(text)) {
            owner = signature(text).map { .definition($0) } ?? .none
        } else {
            return (isBeginning(text, span) ? .word : .unknown, .none)
        }
        return (.command, .verb)
    }

    /// Whether the text ends in a word that may still become the name of a command.
    private func isBeginning(_ text: String, _ span: SourceSpan) -> Bool {
        Int(span.end) == source.count && statementWords.contains { $0.utf8.starts(with: text.utf8) }
    }

    /// The words inside a bracket are no arguments of the command around it. They may be arguments of a def that is called.
    private mutating func bracket(_ span: SourceSpan) {
        parameter = nil
        defer { callee = nil }
        switch source.bytes(span).last {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
            outerOwners.append(owner)
            owner = .none
            if let callee, callee.end == span.start { owner = .definition(callee.definition) }
        default: owner = outerOwners.popLast() ?? .none
        }
    }

    // MARK: Arguments

    private mutating func argumentName(_ span: SourceSpan) -> (EditorServices.Highlight.Kind, MarkedPart.Subject) {
        parameter = nil
        switch owner {
        case .none: return (.argumentName, .none)
        case .definition(let signature):
            let isKnown = signature.parameters.contains { isSpelled($0.name, by: span) }
            return (isKnown ? .argumentName : .error, isKnown ? .argument(of: signature) : .none)
        case .command(let command):
            guard let known = command.parameters.first(where: { isSpelled($0.name, by: span) }) else {
                return (command.acceptsOthers ? .argumentName : .error, .none)
            }
            parameter = (known, span.end)
            return (.argumentName, .parameter(known))
        }
    }

    private func isSpelled(_ name: String, by span: SourceSpan) -> Bool {
        source.bytes(span).elementsEqual(name.utf8)
    }

    private mutating func value(
        _ span: SourceSpan, _ usual: EditorServices.Highlight.Kind
    ) -> EditorServices.Highlight.Kind {
        defer { parameter = nil }
        guard let parameter, parameter.end == span.start, isWhole(span) else { return usual }
        return parameter.value.kind.accepts(source.text(span)) ? usual : .error
    }

    /// Whether the argument consists of this word only.
    private func isWhole(_ span: SourceSpan) -> Bool {
        switch byte(after: span) {
        case nil, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ";"),
            UInt8(ascii: ")"), UInt8(ascii: "}"):
            return true
        default: return false
        }
    }

    private func byte(after span: SourceSpan) -> UInt8? {
        source.bytes(SourceSpan(start: span.end, end: span.end + 1)).first
    }
}

extension Parameter.Kind {
    /// Whether a literal word is valid for a parameter.
    fileprivate func accepts(_ word: String) -> Bool {
        switch self {
        case .integer(let bounds): return Int64(word).map(bounds.contains) ?? false
        case .boolean: return word == "true" || word == "false"
        case .duration: return Array(word.utf8).withUnsafeBufferPointer { durationValue(of: $0) } != nil
        case .text, .path, .tags, .value: return true
        }
    }
}
