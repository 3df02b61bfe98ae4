import Picket

extension SessionLanguage {
    /// Returns the styles of the text. Unknown commands and invalid arguments are marked.
    package func highlight(_ text: String) -> [StyledSpan] {
        SessionCommand.isOne(text) ? sessionCommand(text) : statements(text)
    }

    private func statements(_ text: String) -> [StyledSpan] {
        TextMarker.parts(of: SourceFile(name: "", text: text), vocabulary).compactMap { part in
            part.kind.style.map { StyledSpan(Int(part.span.start)..<Int(part.span.end), $0) }
        }
    }

    /// Styles the name after the colon, and the part in the language after it.
    private func sessionCommand(_ text: String) -> [StyledSpan] {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return [] }
        let end = bytes[colon...].firstIndex(where: SessionInput.isBlank) ?? bytes.count
        let name = SessionCommand.Name(rawValue: String(decoding: bytes[(colon + 1)..<end], as: UTF8.self))
        let own = StyledSpan(colon..<end, name == nil ? .unknownCommand : .keyword)
        let isNested = name == .job && bytes[end...].first { !SessionInput.isBlank($0) } == UInt8(ascii: ":")
        guard let start = isNested ? end : SessionCommand.statementStart(bytes) else { return [own] }
        let rest = highlight(String(decoding: bytes[start...], as: UTF8.self))
        return [own]
            + rest.map { StyledSpan(($0.range.lowerBound + start)..<($0.range.upperBound + start), $0.style) }
    }
}

extension EditorServices.Highlight.Kind {
    /// The style on a terminal; nil for plain text.
    fileprivate var style: TextStyle? {
        switch self {
        case .command, .function: .command
        case .unknown: .unknownCommand
        case .keyword: .keyword
        case .argumentName: .argumentName
        case .word, .bracket: nil
        case .string, .escape: .string
        case .number: .number
        case .variable: .variable
        case .operator: .operator
        case .comment: .comment
        case .error: .error
        }
    }
}
