package import PicketSyntax

/// The parts of a text that are wrong whatever is typed at its end.
package enum ProblemMarks {
    /// A longer text is not checked at each key.
    private static let longestText = 1 << 16

    /// A part of a text that is wrong.
    package struct Mark {
        package let span: SourceSpan
        /// While the cursor is between the start of the span and this offset, the part may only be unfinished.
        package let typingEnd: UInt32
    }

    /// Returns the places of errors.
    ///
    /// - Parameter problems: checks a text.
    package static func marks(in source: SourceFile, _ problems: (SourceFile) -> [Diagnostic]) -> [Mark] {
        let bytes = Array(source.bytes(source.span))
        guard bytes.count <= longestText, !includesFile(bytes), let text = StatementScanner.closed(bytes) else {
            return []
        }
        // What is only unclosed is closed, so that it is no error.
        let closed = SourceFile(name: source.name, bytes: text)
        return problems(closed).compactMap { problem in
            // A word in the place of a subject is a text, and the comparison never holds.
            let isWrong = problem.severity == .error || problem.code == .wordAsSubject
            guard isWrong, let location = problem.location, location.source === closed else {
                return nil
            }
            return mark(problem, location.span, in: bytes)
        }
    }

    /// Whether a text includes a file, which may declare any name.
    private static func includesFile(_ bytes: [UInt8]) -> Bool {
        guard bytes.place(of: "include".utf8) != nil else { return false }
        let source = SourceFile(name: "", bytes: bytes)
        return highlight(source).contains { span, role in
            role == .keyword && source.bytes(span).elementsEqual("include".utf8)
        }
    }

    /// Returns a mark; nil if its part is not in the text, or if the statement may continue with what it lacks.
    private static func mark(_ problem: Diagnostic, _ span: SourceSpan, in bytes: [UInt8]) -> Mark? {
        guard let span = visible(span, in: bytes) else { return nil }
        var end = Int(span.end)
        if problem.code == .missingArgument {
            // Another argument may follow in the same line.
            end = bytes[end...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        } else if bytes[Int(span.start)..<end].elementsEqual("try".utf8) {
            // A handler may follow the block.
            end = bytes.count
        } else {
            while end < bytes.count, bytes[end] == UInt8(ascii: " ") || bytes[end] == UInt8(ascii: "\t") { end += 1 }
        }
        return Mark(span: span, typingEnd: UInt32(end))
    }

    /// Returns the part of a span in its first line; nil if there is none in the text.
    private static func visible(_ span: SourceSpan, in bytes: [UInt8]) -> SourceSpan? {
        var (start, end) = (Int(span.start), Int(span.end))
        guard start < end, end <= bytes.count else { return nil }
        // The sign before the name of a variable belongs to it.
        if start > 1, bytes[start - 1] == UInt8(ascii: "{"), bytes[start - 2] == UInt8(ascii: "$") { start -= 1 }
        if start > 0, bytes[start - 1] == UInt8(ascii: "$") { start -= 1 }
        end = bytes[start..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
        return end > start ? SourceSpan(start, end) : nil
    }
}
