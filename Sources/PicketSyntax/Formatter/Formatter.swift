/// Lays a script out in the standard layout of `picket fmt` without changing its meaning.
///
/// Blocks are indented by four blanks, arguments are separated by one blank, and statements by at most one empty line.
/// A call that is wider than 100 columns is broken before named arguments. Words, strings, numbers and comments stay as
/// written. Formatting a formatted text changes nothing.
///
/// - Returns: the text. A source with syntax errors is returned unchanged, and `diagnostics` says why.
package func format(_ source: SourceFile) -> (text: String, diagnostics: [Diagnostic]) {
    var parser = Parser(source)
    parser.lexer.keepsComments = true
    let script = parser.parseScript()
    guard parser.diagnostics.isEmpty else { return (source.text(source.span), parser.diagnostics) }
    var formatter = Formatter(source, comments: parser.lexer.comments)
    formatter.write(script)
    return (formatter.text, [])
}

/// Writes a tree line by line, with the comments between the lines.
struct Formatter {
    static let width = 100
    static let indentationWidth = 4

    /// A finished line, or several if it holds a multi-line text.
    struct Line {
        var text: String
        /// The comment after the text.
        var comment: String?
    }

    let source: SourceFile
    /// All comments in order, without duplicates. Those before `nextComment` are written.
    let comments: [SourceSpan]
    var nextComment = 0
    var lines: [Line] = []
    var indentation = 0
    /// The current line, without its indentation.
    var current = ""
    /// The source offset where the last written line ends.
    var writtenEnd = 0
    /// Whether an empty line may follow. It may not at the start of a block.
    var mayBreak = false

    init(_ source: SourceFile, comments: [SourceSpan]) {
        self.source = source
        var sorted: [SourceSpan] = []
        for comment in comments.sorted(by: { $0.start < $1.start }) where sorted.last != comment {
            sorted.append(comment)
        }
        self.comments = sorted
    }

    mutating func write(_ script: Script) {
        write(script.statements, upTo: source.count)
    }

    /// Writes statements and the comments before, between and after them.
    mutating func write(_ statements: [Statement], upTo end: Int) {
        for statement in statements {
            let span = statement.span
            writeComments(before: Int(span.start))
            breakParagraph(before: Int(span.start))
            write(statement)
            endLine(at: Int(span.end))
        }
        writeComments(before: end)
    }

    /// Writes the comments before `offset` that have lines of their own.
    mutating func writeComments(before offset: Int) {
        while nextComment < comments.count, Int(comments[nextComment].start) < offset {
            let comment = comments[nextComment]
            nextComment += 1
            breakParagraph(before: Int(comment.start))
            current = commentText(comment)
            pushLine(comment: nil, end: Int(comment.end))
        }
    }

    /// Keeps one of the empty lines before `offset`.
    private mutating func breakParagraph(before offset: Int) {
        guard mayBreak, writtenEnd < offset else { return }
        let gap = source.bytes(SourceSpan(writtenEnd, offset))
        if gap.count(where: { $0 == UInt8(ascii: "\n") }) > 1 { lines.append(Line(text: "")) }
    }

    /// Ends the line, with the comment that follows `offset` on the same source line.
    mutating func endLine(at offset: Int) {
        var comment: String?
        if nextComment < comments.count, touches(offset, Int(comments[nextComment].start)) {
            comment = commentText(comments[nextComment])
            nextComment += 1
            pushLine(comment: comment, end: Int(comments[nextComment - 1].end))
        } else {
            pushLine(comment: nil, end: offset)
        }
    }

    private mutating func pushLine(comment: String?, end: Int) {
        lines.append(Line(text: current.isEmpty ? "" : margin + current, comment: comment))
        current = ""
        writtenEnd = max(end, writtenEnd)
        mayBreak = true
    }

    private func touches(_ offset: Int, _ comment: Int) -> Bool {
        guard offset <= comment else { return false }
        return source.bytes(SourceSpan(offset, comment)).allSatisfy {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ";")
        }
    }

    private func commentText(_ comment: SourceSpan) -> String {
        var bytes = source.bytes(comment)[...]
        while let last = bytes.last,
            last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") || last == UInt8(ascii: "\r")
        {
            bytes = bytes.dropLast()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    var margin: String { String(repeating: " ", count: indentation * Formatter.indentationWidth) }

    /// The column after `text` on the current line.
    func column(of text: String) -> Int {
        var columns = indentation * Formatter.indentationWidth
        guard let end = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else {
            return columns + DisplayWidth.columns(of: text)
        }
        columns = 0
        return columns + DisplayWidth.columns(of: text[text.utf8.index(after: end)...])
    }

    func hasComment(in span: SourceSpan) -> Bool {
        var index = nextComment
        while index < comments.count, comments[index].start < span.end {
            if comments[index].start >= span.start { return true }
            index += 1
        }
        return false
    }

    func hasNewline(_ start: Int, _ end: Int) -> Bool {
        source.bytes(SourceSpan(start, end)).contains(UInt8(ascii: "\n"))
    }
}
