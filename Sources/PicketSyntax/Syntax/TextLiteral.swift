/// A string as written: stretches of source text, escapes, and values put in.
package struct TextLiteral: Sendable {
    package enum Form: Sendable {
        /// `"…"`
        case interpolated
        /// `'…'`
        case raw
        /// `"""` … `"""`
        case block
        /// A bare command word with at least one `$`.
        case word
    }

    package enum Piece: Sendable {
        /// Source bytes that stand for themselves.
        case verbatim(SourceSpan)
        /// An escape, decoded.
        case escape(Unicode.Scalar, SourceSpan)
        case value(Expression)
    }

    package var form: Form
    /// In order; none for an empty string.
    package var pieces: [Piece]
    /// With the quotes.
    package var span: SourceSpan

    package init(form: Form, pieces: [Piece], span: SourceSpan) {
        self.form = form
        self.pieces = pieces
        self.span = span
    }

    /// A string in which every byte stands for itself, in full.
    package init(quoted span: SourceSpan, in source: SourceFile) {
        let body = span.insideQuotes
        self.init(
            form: source.bytes(span).first == UInt8(ascii: "'") ? .raw : .interpolated,
            pieces: body.isEmpty ? [] : [.verbatim(body)], span: span)
    }
}
