/// The lines of a source as they may be shown, with `•••` in place of secrets.
///
/// Create it once per source; it answers many queries.
package struct ShownSource: Sendable {
    private let source: SourceFile
    private let hidden: HiddenPlaces
    /// The offset of each line, and one more past the end.
    private let starts: [Int]

    package init(_ source: SourceFile, table: SecretNames = .byLooks, hidden known: [SourceSpan] = []) {
        self.source = source
        var starts = [0]
        for (offset, byte) in source.bytes(source.span).enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(offset + 1)
        }
        self.starts = starts + [source.count + 1]
        hidden = HiddenPlaces(source, table, known: known)
    }

    /// The name that diagnostics show.
    package var name: String { source.name }

    package var lineCount: Int { starts.count - 1 }

    /// Line and column of an offset, both from 1; the column counts Unicode scalars.
    package func position(_ offset: UInt32) -> (line: Int, column: Int) {
        let offset = min(Int(offset), source.count)
        var (low, high) = (0, lineCount - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        let before = source.bytes(SourceSpan(starts[low], offset))
        return (low + 1, before.count { $0 & 0xC0 != 0x80 } + 1)
    }

    /// The offsets of a line, counted from 1, without its end.
    package func span(ofLine number: Int) -> SourceSpan {
        guard number >= 1, number <= lineCount else { return SourceSpan(0, 0) }
        var end = max(starts[number] - 1, starts[number - 1])
        if end > starts[number - 1], source.base[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return SourceSpan(starts[number - 1], min(end, source.count))
    }

    /// The text of a span, with its secrets hidden.
    package func text(_ span: SourceSpan) -> String { hidden.text(span, of: source) }
}
