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
        if name == .job, let nested = bytes[end...].first(where: { !SessionInput.isBlank($0) }),
            nested == UInt8(ascii: ":")
        {
            return [own] + part(highlight, bytes[end...])
        }
        guard let parts = SessionCommand.parts(of: bytes) else { return [own] }
        var spans = [own] + (parts.count.map { [StyledSpan($0, .number)] } ?? [])
        spans += part(statements, bytes[parts.command])
        if let until = parts.until { spans.append(StyledSpan(until, .keyword)) }
        if let condition = parts.condition { spans += part(self.condition, bytes[condition]) }
        return spans
    }

    private func condition(_ text: String) -> [StyledSpan] {
        let statement = SessionCommand.expectation
        let length = statement.utf8.count
        return statements(statement + text).filter { $0.range.lowerBound >= length }.map { $0.moved(by: -length) }
    }

    /// Styles a part of the text.
    private func part(_ styles: (String) -> [StyledSpan], _ bytes: ArraySlice<UInt8>) -> [StyledSpan] {
        styles(String(decoding: bytes, as: UTF8.self)).map { $0.moved(by: bytes.startIndex) }
    }
}

extension StyledSpan {
    fileprivate func moved(by distance: Int) -> StyledSpan {
        StyledSpan(range.lowerBound + distance..<range.upperBound + distance, style)
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
