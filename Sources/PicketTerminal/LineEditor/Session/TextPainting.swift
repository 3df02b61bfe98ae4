/// Cached values for drawing a text, valid while the text stays the same.
struct TextPainting {
    private var scalars: [Unicode.Scalar] = []
    private var text = ""
    private var clusters: [Cluster] = []
    private var styles: [TextStyle?]?

    private mutating func take(_ buffer: EditBuffer) {
        guard buffer.scalars != scalars else { return }
        scalars = buffer.scalars
        text = buffer.text
        clusters = Cluster.split(scalars)
        styles = nil
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
    mutating func appearances(
        of buffer: EditBuffer, language: EditorLanguage, theme: Theme, withBracket: Bool
    ) -> [Appearance] {
        take(buffer)
        let styles = styles ?? spread(language.highlight(text), over: buffer)
        self.styles = styles
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

    /// Gives each scalar the style of its span. The language's offsets count bytes, the editor's count scalars.
    private func spread(_ spans: [StyledSpan], over buffer: EditBuffer) -> [TextStyle?] {
        var result: [TextStyle?] = Array(repeating: nil, count: buffer.scalars.count)
        var rest = spans[...]
        var offset = 0
        for (index, scalar) in buffer.scalars.enumerated() {
            while let span = rest.first, span.range.upperBound <= offset { rest = rest.dropFirst() }
            if let span = rest.first, span.range.contains(offset) { result[index] = span.style }
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
