/// The spans of a source that no excerpt and no copy of it may show.
///
/// The tree decides whether a literal is secret. In comments, and in text that does not parse, `HiddenLiterals`
/// decides. The parts of URLs that hold passwords and tokens are hidden everywhere.
package struct HiddenPlaces: Sendable {
    /// In order and without overlap.
    package let spans: [SourceSpan]
    /// The literals among the spans, if a tree is available.
    private let literals: [SecretLiterals.Literal]

    /// - Parameters:
    ///
    ///   - table: the secret names of the command table.
    ///
    ///   - names: variables that hold secrets.
    ///
    ///   - known: further spans that the caller knows to be secret.
    ///
    ///   - hidesURLs: whether the secret parts of URLs are hidden too.
    package init(
        _ source: SourceFile, _ table: SecretNames = .byLooks, names: SecretVariables = SecretVariables(),
        known: [SourceSpan] = [], hidesURLs: Bool = true
    ) {
        var spans = known
        if let found = SecretLiterals(source, table, names: names) {
            spans += found.spans + HiddenPlaces.inComments(of: source, table)
            literals = found.all.filter { found.isSecret($0.span) }
        } else {
            spans += HiddenLiterals(source, table, from: 0, to: source.count).spans
            literals = []
        }
        if hidesURLs {
            let urls = ShownURL.spans(in: source.bytes(source.span), from: 0, to: source.count)
            spans += urls.map { SourceSpan($0.lowerBound, $0.upperBound) }
        }
        self.spans = spans.merged
    }

    /// The hidden spans that overlap a range of the text.
    func spans(in stretch: Range<Int>) -> ArraySlice<SourceSpan> {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(spans[middle].end) <= stretch.lowerBound { low = middle + 1 } else { high = middle }
        }
        return spans[low...].prefix { Int($0.start) < stretch.upperBound }
    }

    /// The text of a span, with `•••` in place of its secrets.
    package func text(_ span: SourceSpan, of source: SourceFile) -> String {
        var result = ""
        var offset = span.start
        for secret in spans(in: Int(span.start)..<max(Int(span.start), Int(span.end))) {
            if secret.start > offset { result += source.text(SourceSpan(start: offset, end: secret.start)) }
            result += Mask.text
            offset = secret.end
        }
        if offset < span.end { result += source.text(SourceSpan(start: offset, end: span.end)) }
        return result
    }

    /// The values of the literals that are hidden in a span, as texts.
    package func literals(in span: SourceSpan) -> [[UInt8]] {
        literals.filter { $0.span.start < span.end && $0.span.end > span.start && !$0.text.isEmpty }.map(\.text)
    }

    /// Whether a span is hidden completely.
    package func hides(_ span: SourceSpan) -> Bool {
        spans(in: Int(span.start)..<max(Int(span.start), Int(span.end)))
            .contains { $0.start <= span.start && span.end <= $0.end }
    }

    private static func inComments(of source: SourceFile, _ table: SecretNames) -> [SourceSpan] {
        guard source.bytes(source.span).contains(UInt8(ascii: "#")) else { return [] }
        return highlight(source).flatMap { span, role -> [SourceSpan] in
            guard role == .comment else { return [] }
            let found = HiddenLiterals(source, table, from: Int(span.start), to: Int(span.end), isProse: true)
            return found.spans.map { SourceSpan(start: $0.start, end: min($0.end, span.end)) }
        }
    }
}

/// The hidden places of several sources; each source is searched once.
package final class SourceSecrets {
    private let table: SecretNames
    private let names: SecretVariables
    /// An entry keeps its source alive, so that no other source gets the same identifier.
    private var known: [ObjectIdentifier: (source: SourceFile, places: HiddenPlaces)] = [:]

    /// - Parameters:
    ///
    ///   - table: the secret names of the command table.
    ///
    ///   - names: variables that hold secrets, such as those of a session.
    package init(_ table: SecretNames = .byLooks, names: SecretVariables = SecretVariables()) {
        self.table = table
        self.names = names
    }

    package func places(in source: SourceFile) -> HiddenPlaces {
        if let known = known[ObjectIdentifier(source)] { return known.places }
        let places = HiddenPlaces(source, table, names: names)
        known[ObjectIdentifier(source)] = (source, places)
        return places
    }

    /// Returns the hidden places of a text that is needed only once.
    package func places(inPassing source: SourceFile) -> HiddenPlaces { HiddenPlaces(source, table, names: names) }
}
