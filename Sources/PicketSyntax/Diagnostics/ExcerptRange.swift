/// The lines that show a span: its first line, and its last line if that is a different one.
struct ExcerptRange {
    struct Part {
        /// The offsets of the line, without its end.
        var line: Range<Int>
        /// The part of the line that belongs to the span.
        var focus: Range<Int>
    }

    let first: Part
    let last: Part?
    /// Whether lines between the first and the last one are left out.
    let hasGap: Bool

    init(_ location: SourceLocation) {
        let source = location.source
        let start = min(Int(location.span.start), source.count)
        let end = min(max(Int(location.span.end), start), source.count)
        let line = ExcerptRange.line(around: start, in: source)
        first = Part(line: line, focus: start..<max(start, min(end, line.upperBound)))
        let lastLine = ExcerptRange.line(around: max(end - 1, start), in: source)
        guard lastLine.lowerBound > line.lowerBound else {
            (last, hasGap) = (nil, false)
            return
        }
        var indentation = lastLine.lowerBound
        while indentation < end - 1,
            source.base[indentation] == UInt8(ascii: " ") || source.base[indentation] == UInt8(ascii: "\t")
        {
            indentation += 1
        }
        last = Part(line: lastLine, focus: indentation..<min(end, max(indentation, lastLine.upperBound)))
        hasGap = source.bytes(SourceSpan(line.upperBound, lastLine.lowerBound)).count { $0 == UInt8(ascii: "\n") } > 1
    }

    private static func line(around offset: Int, in source: SourceFile) -> Range<Int> {
        var start = offset
        while start > 0, source.base[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        var end = offset
        while end < source.count, source.base[end] != UInt8(ascii: "\n") { end += 1 }
        if end > start, source.base[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start..<max(end, start)
    }
}

extension SourceLocation {
    /// Line and column of the span's end, counted like `position`.
    package var endPosition: (line: Int, column: Int) {
        SourceLocation(source: source, span: SourceSpan(start: max(span.start, span.end), end: span.end)).position
    }
}
