/// A range of a source text, as half-open UTF-8 offsets.
public struct SourceSpan: Hashable, Sendable {
    /// The offset of the first byte.
    public var start: UInt32
    /// The offset after the last byte.
    public var end: UInt32

    package init(start: UInt32, end: UInt32) {
        self.start = start
        self.end = end
    }

    package init(_ start: Int, _ end: Int) {
        self.init(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
    }

    /// The length in bytes.
    public var count: Int { Int(end) - Int(start) }

    /// Whether the span has no bytes.
    public var isEmpty: Bool { start >= end }

    /// The span without its first and last byte: the text of a quoted string.
    package var insideQuotes: SourceSpan { SourceSpan(start: start + 1, end: max(end, start + 2) - 1) }

    /// The smallest span that covers both.
    package func union(_ other: SourceSpan) -> SourceSpan {
        SourceSpan(start: min(start, other.start), end: max(end, other.end))
    }
}
