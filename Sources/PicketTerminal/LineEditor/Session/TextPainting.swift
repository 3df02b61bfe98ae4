/// Cached values for drawing a text, valid while the text stays the same.
struct TextPainting {
    private var scalars: [Unicode.Scalar] = []
    private var text = ""
    private var clusters: [Cluster] = []
    private var spans: [StyledSpan]?
    private var styles: [TextStyle?] = []
    /// Which parts had the style of a text that is being typed, in `styles`.
    private var typed: [Range<Int>]?

    private mutating func take(_ buffer: EditBuffer) {
        guard buffer.scalars != scalars else { return }
        scalars = buffer.scalars
        text = buffer.text
        clusters = Cluster.split(scalars)
        (spans, typed) = (nil, nil)
    }

    mutating func text(of buffer: EditBuffer) -> String {
        take(buffer)
        return text
    }

    mutating func clusters(of buffer: EditBuffer) -> [Cluster] {
        take(buffer)
        return clusters
    }

    /// Returns the appearance of each scalar.
    ///
    /// - Parameter isFinal: Whether nothing is being typed any more.
    mutating func appearances(
        of buffer: EditBuffer, language: EditorLanguage, theme: Theme, withBracket: Bool, isFinal: Bool = false
    ) -> [Appearance] {
        take(buffer)
        let spans = spans ?? language.highlight(text)
        self.spans = spans
        update(spans, buffer, isFinal: isFinal)
        var looks = Array(repeating: Appearance.plain, count: styles.count)
        var cached: (style: TextStyle, appearance: Appearance)?
        for (index, style) in styles.enumerated() {
            guard let style else { continue }
            if cached?.style != style { cached = (style, theme[style]) }
            looks[index] = cached?.appearance ?? .plain
        }
        if withBracket { markBrackets(&looks, buffer, styles, theme[.bracketMatch]) }
        return looks
    }

    /// Computes the styles if the text or what is being typed has changed.
    private mutating func update(_ spans: [StyledSpan], _ buffer: EditBuffer, isFinal: Bool) {
        var current: [Range<Int>] = []
        if !isFinal, spans.contains(where: { $0.typing != nil }) {
            let cursor = buffer.cursorInUTF8
            current = spans.compactMap { $0.typing }.filter { $0.holds(at: cursor) }.map(\.range)
        }
        guard current != typed else { return }
        typed = current
        styles = spread(spans, current, over: buffer)
    }

    /// Gives each scalar the style of its span. The language's offsets count bytes, the editor's count scalars.
    private func spread(_ spans: [StyledSpan], _ typed: [Range<Int>], over buffer: EditBuffer) -> [TextStyle?] {
        var result: [TextStyle?] = Array(repeating: nil, count: buffer.scalars.count)
        var rest = spans[...]
        var offset = 0
        for (index, scalar) in buffer.scalars.enumerated() {
            while let span = rest.first, span.range.upperBound <= offset { rest = rest.dropFirst() }
            if let span = rest.first, span.range.contains(offset) {
                let typing = span.typing.flatMap { typed.contains($0.range) ? $0 : nil }
                result[index] = typing.map(\.style) ?? span.style
            }
            offset += UTF8.width(scalar)
        }
        return result
    }

    private func markBrackets(
        _ looks: inout [Appearance], _ buffer: EditBuffer, _ styles: [TextStyle?], _ mark: Appearance
    ) {
        let pair = Brackets.pair(in: buffer.scalars, at: buffer.cursor) {
            styles[$0] != .string && styles[$0] != .comment
        }
        guard let pair else { return }
        for index in [pair.0, pair.1] {
            looks[index].traits.formUnion(mark.traits)
            if let color = mark.color { looks[index].color = color }
        }
    }
}
