import PicketSyntax

/// The sources of a run, each prepared once for showing its lines.
struct SourceLibrary {
    private var sources: [ObjectIdentifier: (source: SourceFile, shown: ShownSource)] = [:]
    private let hidden: (SourceFile) -> [SourceSpan]

    init(hidden: @escaping (SourceFile) -> [SourceSpan]) {
        self.hidden = hidden
    }

    mutating func shown(_ source: SourceFile) -> ShownSource {
        if let known = sources[ObjectIdentifier(source)] { return known.shown }
        let shown = ShownSource(source, hidden: hidden(source))
        // The entry retains the source, so that no other source can get the same address.
        sources[ObjectIdentifier(source)] = (source, shown)
        return shown
    }

    /// Returns the place with the first line of its text.
    mutating func place(_ location: SourceLocation) -> Place {
        let shown = shown(location.source)
        let (line, column) = shown.position(location.span.start)
        let end = min(location.span.end, shown.span(ofLine: line).end)
        let text = shown.text(SourceSpan(start: location.span.start, end: max(end, location.span.start)))
        return Place(file: shown.name, line: line, column: column, text: text)
    }

    /// Returns the place with its whole first line.
    mutating func linePlace(_ location: SourceLocation) -> Place {
        var place = place(location)
        let shown = shown(location.source)
        place.text = SourceLibrary.trimmed(shown.text(shown.span(ofLine: place.line)))
        return place
    }

    /// Returns the lines around a place, with the place marked.
    mutating func lines(_ location: SourceLocation, context: Int = 2) -> [FailureReport.Line] {
        let shown = shown(location.source)
        let first = shown.position(location.span.start).line
        let last = min(shown.position(max(location.span.end, location.span.start + 1) - 1).line, first + 6)
        return (max(1, first - context)...min(shown.lineCount, max(first, last) + context)).map { number in
            let span = shown.span(ofLine: number)
            guard number >= first, number <= last else {
                return FailureReport.Line(
                    number: number, before: shown.text(span), focus: "", after: "", isFault: false)
            }
            let start = min(max(span.start, location.span.start), span.end)
            let end = max(start, min(span.end, location.span.end))
            return FailureReport.Line(
                number: number, before: shown.text(SourceSpan(start: span.start, end: start)),
                focus: shown.text(SourceSpan(start: start, end: end)),
                after: shown.text(SourceSpan(start: end, end: span.end)), isFault: true)
        }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
