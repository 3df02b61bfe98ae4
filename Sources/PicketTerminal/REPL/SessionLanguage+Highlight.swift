import PicketRuntime
import PicketSyntax

extension SessionLanguage {
    /// Returns the styles of the text. Unknown commands and invalid arguments are marked.
    package func highlight(_ text: String) -> [StyledSpan] {
        SessionCommand.isOne(text) ? sessionCommand(text) : statements(text)
    }

    private func statements(_ text: String) -> [StyledSpan] {
        let source = SourceFile(name: "", text: text)
        var painter = SpanPainter(source, vocabulary)
        for (span, role) in PicketSyntax.highlight(source) { painter.add(span, role) }
        return painter.spans
    }

    /// Styles the name after the colon, and the part in the language after it.
    private func sessionCommand(_ text: String) -> [StyledSpan] {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return [] }
        let end = bytes[colon...].firstIndex(where: InputContext.isBlank) ?? bytes.count
        let name = SessionCommand.Name(rawValue: String(decoding: bytes[(colon + 1)..<end], as: UTF8.self))
        let own = StyledSpan(colon..<end, name == nil ? .unknownCommand : .keyword)
        let isNested = name == .job && bytes[end...].first { !InputContext.isBlank($0) } == UInt8(ascii: ":")
        guard let start = isNested ? end : SessionCommand.statementStart(bytes) else { return [own] }
        let rest = highlight(String(decoding: bytes[start...], as: UTF8.self))
        return [own]
            + rest.map { StyledSpan(($0.range.lowerBound + start)..<($0.range.upperBound + start), $0.style) }
    }
}

/// Converts roles to styles, with regard to the command that the words belong to.
private struct SpanPainter {
    private let source: SourceFile
    private let vocabulary: Vocabulary
    private(set) var spans: [StyledSpan] = []
    /// The command of the current arguments.
    private var command: PicketRuntime.Command?
    /// The parameter of the next value, and the end of its `=`.
    private var parameter: (value: Parameter, end: UInt32)?
    private var definesName = false
    private var defined: Set<String> = []

    init(_ source: SourceFile, _ vocabulary: Vocabulary) {
        self.source = source
        self.vocabulary = vocabulary
    }

    mutating func add(_ span: SourceSpan, _ role: HighlightRole) {
        guard let style = style(span, role) else { return }
        spans.append(StyledSpan(Int(span.start)..<Int(span.end), style))
    }

    private mutating func style(_ span: SourceSpan, _ role: HighlightRole) -> TextStyle? {
        defer { definesName = role == .keyword && source.text(span) == "def" }
        switch role {
        case .command: return name(span)
        case .keyword:
            if source.text(span) != "as" { command = nil }
            return .keyword
        case .argumentName: return argumentName(span)
        case .operator:
            // Only an `=` directly after the name introduces the parameter's value.
            if parameter?.end == span.start { parameter?.end = span.end } else { parameter = nil }
            return .operator
        case .word, .number: return value(span, role)
        case .string, .escape: return .string
        case .variable: return .variable
        case .comment: return .comment
        case .bracket: return nil
        case .error: return .error
        }
    }

    private mutating func name(_ span: SourceSpan) -> TextStyle? {
        let text = source.text(span)
        if definesName {
            defined.insert(text)
            return .command
        }
        if source.bytes(SourceSpan(start: span.end, end: span.end + 1)).first == UInt8(ascii: "(") {
            let isKnown = defined.contains(text) || vocabulary.definitions.contains(text)
            return isKnown || vocabulary.functions.contains { $0.name == text } ? .command : .unknownCommand
        }
        command = vocabulary.commands[text]
        parameter = nil
        if defined.contains(text) || vocabulary.isCallable(text) { return .command }
        return isBeginning(text, span) ? nil : .unknownCommand
    }

    /// Whether the text ends in a word that may still become the name of a command.
    private func isBeginning(_ text: String, _ span: SourceSpan) -> Bool {
        guard Int(span.end) == source.count else { return false }
        return vocabulary.commands.names.contains { $0.utf8.starts(with: text.utf8) }
            || vocabulary.definitions.contains { $0.utf8.starts(with: text.utf8) }
            || StatementKeyword.allCases.contains { $0.rawValue.utf8.starts(with: text.utf8) }
    }

    private mutating func argumentName(_ span: SourceSpan) -> TextStyle {
        parameter = nil
        guard let command else { return .argumentName }
        guard let known = command.parameters.first(where: { $0.name == source.text(span) }) else {
            return command.acceptsOthers ? .argumentName : .error
        }
        parameter = (known, span.end)
        return .argumentName
    }

    private mutating func value(_ span: SourceSpan, _ role: HighlightRole) -> TextStyle? {
        defer { parameter = nil }
        let usual: TextStyle? = role == .number ? .number : nil
        guard let parameter, parameter.end == span.start, isWhole(span) else { return usual }
        return ArgumentCheck.accepts(source.text(span), parameter.value.kind) ? usual : .error
    }

    /// Whether the argument consists of this word only.
    private func isWhole(_ span: SourceSpan) -> Bool {
        guard let next = source.bytes(SourceSpan(start: span.end, end: span.end + 1)).first else { return true }
        return [" ", "\t", "\r", "\n", ";", ")", "}"].contains(Character(Unicode.Scalar(next)))
    }
}

/// Checks whether a literal word is valid for a parameter.
enum ArgumentCheck {
    static func accepts(_ word: String, _ kind: Parameter.Kind) -> Bool {
        switch kind {
        case .integer(let bounds): return Int64(word).map(bounds.contains) ?? false
        case .boolean: return word == "true" || word == "false"
        case .duration: return Array(word.utf8).withUnsafeBufferPointer { durationValue(of: $0) } != nil
        case .text, .path, .tags, .value: return true
        }
    }
}
