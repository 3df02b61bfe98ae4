/// The literals of a text that look like secrets and must not be kept: the value after `password=` and its like, and what
/// `secret NAME =` and `secret(…)` are given. In order, not overlapping.
package func secretLiterals(in source: SourceFile) -> [SourceSpan] {
    var spans: [SourceSpan] = []
    for span in HiddenLiterals(source, from: 0, to: source.count, hidesURLs: false).spans.sorted(by: {
        $0.start < $1.start
    }) {
        if let last = spans.last, span.start < last.end {
            spans[spans.count - 1] = last.union(span)
        } else {
            spans.append(span)
        }
    }
    return spans
}
