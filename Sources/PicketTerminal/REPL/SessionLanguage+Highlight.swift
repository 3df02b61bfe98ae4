import Picket

extension SessionLanguage {
    /// Returns the styles of the text. Unknown commands and invalid arguments are marked.
    package func highlight(_ text: String) -> [StyledSpan] {
        if SessionCommand.isOne(text) { return sessionCommand(text) }
        return foreignWord(text).map { [StyledSpan($0, .keyword)] } ?? statements(text)
    }

    /// The place of a word of another prompt, such as `quit`; nil if the text does not begin with one.
    private func foreignWord(_ text: String) -> Range<Int>? {
        if case .none = SessionCommand.meant(by: text, besides: vocabulary.definitions) { return nil }
        let bytes = Array(text.utf8)
        guard let start = bytes.firstIndex(where: { !SessionInput.isBlank($0) }) else { return nil }
        return start..<(bytes[start...].firstIndex(where: SessionInput.isBlank) ?? bytes.count)
    }

    private func statements(_ text: String) -> [StyledSpan] {
        let source = SourceFile(name: "", text: text)
        let spans = TextMarker.parts(of: source, vocabulary).compactMap { part in
            part.kind.style.map { style in
                let range = Int(part.span.start)..<Int(part.span.end)
                return StyledSpan(range, style, typing: style == .error ? Self.typing(range, source) : nil)
            }
        }
        return ProblemMarks.marks(in: source, vocabulary.findProblems).reduce(spans) { spans, mark in
            let start = Int(mark.span.start)
            return Self.marked(spans, start..<Int(mark.span.end), typing: start..<Int(mark.typingEnd))
        }
    }

    /// Returns how a part with an error is shown while it is being typed: an unclosed string, or a number or a path that is
    /// begun. The value of a parameter is wrong at once.
    private static func typing(_ range: Range<Int>, _ source: SourceFile) -> StyledSpan.Typing? {
        let before = range.lowerBound > 0 ? SourceSpan(range.lowerBound - 1, range.lowerBound) : SourceSpan(0, 0)
        if source.bytes(before).first == UInt8(ascii: "=") { return nil }
        let first = source.bytes(SourceSpan(range.lowerBound, range.upperBound)).first ?? 0
        return .init(range, "\"'".utf8.contains(first) ? .string : nil)
    }

    /// Marks a part of the text as an error, unless it is being typed.
    private static func marked(
        _ spans: [StyledSpan], _ problem: Range<Int>, typing: Range<Int>
    ) -> [StyledSpan] {
        var result: [StyledSpan] = []
        var place = problem.lowerBound
        func markPlain(upTo end: Int) {
            if place < end { result.append(StyledSpan(place..<end, .error, typing: .init(typing, nil))) }
            place = max(place, end)
        }
        for span in spans {
            let inner = span.range.clamped(to: problem)
            if inner.isEmpty {
                if span.range.lowerBound >= problem.upperBound { markPlain(upTo: problem.upperBound) }
                result.append(span)
                continue
            }
            let (start, end) = (span.range.lowerBound, span.range.upperBound)
            if start < inner.lowerBound { result.append(StyledSpan(start..<inner.lowerBound, span.style)) }
            markPlain(upTo: inner.lowerBound)
            let isMarked = span.style == .error || span.style == .unknownCommand
            result.append(
                isMarked
                    ? StyledSpan(inner, span.style, typing: span.typing)
                    : StyledSpan(inner, .error, typing: .init(typing, span.style)))
            place = inner.upperBound
            if inner.upperBound < end { result.append(StyledSpan(inner.upperBound..<end, span.style)) }
        }
        markPlain(upTo: problem.upperBound)
        return result
    }

    /// Styles the name after the colon, and the part in the language after it.
    private func sessionCommand(_ text: String) -> [StyledSpan] {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return [] }
        if colon + 1 < bytes.count, bytes[colon + 1] == UInt8(ascii: "!") {
            return [StyledSpan(colon..<colon + 2, .keyword)]
        }
        let end = bytes[colon...].firstIndex(where: SessionInput.isBlank) ?? bytes.count
        let name = SessionCommand.Name(written: String(decoding: bytes[(colon + 1)..<end], as: UTF8.self))
        let own = StyledSpan(colon..<end, name == nil ? .unknownCommand : .keyword)
        if name == .job, let nested = bytes[end...].first(where: { !SessionInput.isBlank($0) }),
            nested == UInt8(ascii: ":")
        {
            return [own] + part(highlight, bytes[end...])
        }
        guard let parts = SessionCommand.parts(of: bytes) else {
            return [own] + (name.flatMap { badArgument(of: $0, text, bytes, from: end) } ?? [])
        }
        var spans = [own] + (parts.count.map { [StyledSpan($0, .number)] } ?? [])
        if name == .watch { spans = [own] + badInterval(bytes[end..<parts.command.lowerBound]) + spans.dropFirst() }
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

    /// Marks the argument of a command that does not accept it. What may still become an accepted word is not marked while
    /// it is being typed.
    private func badArgument(
        of name: SessionCommand.Name, _ text: String, _ bytes: [UInt8], from end: Int
    ) -> [StyledSpan]? {
        guard let first = bytes[end...].firstIndex(where: { !SessionInput.isBlank($0) }),
            let last = bytes.lastIndex(where: { !SessionInput.isBlank($0) })
        else { return nil }
        let argument = String(decoding: bytes[first...last], as: UTF8.self)
        let words = name.isChoice ? arguments(name.rawValue, "").map(\.text) + (name == .use ? Self.schemes : []) : nil
        var isValid = (try? SessionCommand(text)) != nil
        if case .use = name { isValid = isPlatform(argument) }
        guard !isValid else { return nil }
        let mayContinue = words?.contains { $0.utf8.starts(with: argument.utf8) } ?? true
        let range = first..<last + 1
        return [StyledSpan(range, .error, typing: mayContinue ? .init(range, nil) : nil)]
    }

    private static let schemes = ["http://", "https://"]

    /// Whether a text may name a platform: a profile, `local`, or a URL.
    private func isPlatform(_ text: String) -> Bool {
        vocabulary.profiles.contains { $0.hasBytes(of: text) } || text.hasBytes(of: "local")
            || Self.schemes.contains { text.lowercased().utf8.starts(with: $0.utf8) }
    }

    /// Marks the word after `:watch` if it is no time.
    private func badInterval(_ bytes: ArraySlice<UInt8>) -> [StyledSpan] {
        guard let start = bytes.firstIndex(where: { !SessionInput.isBlank($0) }) else { return [] }
        let end = bytes[start...].firstIndex(where: SessionInput.isBlank) ?? bytes.endIndex
        let value = Array(bytes[start..<end]).withUnsafeBufferPointer { durationValue(of: $0) }
        return value ?? 0 > 0 ? [] : [StyledSpan(start..<end, .error, typing: .init(start..<end, nil))]
    }
}

extension StyledSpan {
    fileprivate func moved(by distance: Int) -> StyledSpan {
        StyledSpan(
            range.moved(by: distance), style,
            typing: typing.map { Typing($0.range.moved(by: distance), $0.style) })
    }
}

extension Range<Int> {
    func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
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
