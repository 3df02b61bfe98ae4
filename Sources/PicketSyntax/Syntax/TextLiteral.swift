/// A string as written: pieces of source text, escapes, and interpolated values.
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
        /// Source bytes without escapes.
        case verbatim(SourceSpan)
        /// An escape, decoded.
        case escape(Unicode.Scalar, SourceSpan)
        case value(Expression)
    }

    package var form: Form
    /// The pieces in order; empty for an empty string.
    package var pieces: [Piece]
    /// The span with the quotes.
    package var span: SourceSpan

    package init(form: Form, pieces: [Piece], span: SourceSpan) {
        self.form = form
        self.pieces = pieces
        self.span = span
    }

    /// Creates a string without escapes and interpolations.
    package init(quoted span: SourceSpan, in source: SourceFile) {
        let body = span.insideQuotes
        self.init(
            form: source.bytes(span).first == UInt8(ascii: "'") ? .raw : .interpolated,
            pieces: body.isEmpty ? [] : [.verbatim(body)], span: span)
    }
}
