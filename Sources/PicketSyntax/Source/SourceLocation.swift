/// A span in one of the files of a run.
public struct SourceLocation: Sendable, Equatable {
    /// The file.
    public let source: SourceFile
    /// The span in its text.
    public let span: SourceSpan

    package init(source: SourceFile, span: SourceSpan) {
        self.source = source
        self.span = span
    }

    /// Line and column of the span's start, both counted from 1; the column counts Unicode scalars.
    public var position: (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in source.bytes(SourceSpan(start: 0, end: span.start)) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }

    public static func == (left: SourceLocation, right: SourceLocation) -> Bool {
        left.source === right.source && left.span == right.span
    }
}
