/// Parses quoted strings. Each function starts at the opening quote and ends after the closing one.
extension Parser {
    /// Parses a string as a value. Most strings need no tree.
    mutating func stringValue() throws(Failure) -> Expression {
        let start = lexer.position
        lexer.position += 1
        lexer.skip(until: .stringStop)
        if lexer.current == UInt8(ascii: "\""), lexer.base[start] == lexer.current,
            lexer.position > start + 1 || lexer.following != UInt8(ascii: "\"")
        {
            lexer.position += 1
            return .quoted(SourceSpan(start, lexer.position))
        }
        lexer.position = start
        let literal = try string()
        return literal.form == .raw ? .quoted(literal.span) : .text(literal)
    }

    /// Grammar: string = interpolated-string | raw-string | block-string ;
    ///
    /// Grammar: interpolated-string = '"' { character | escape | interpolation } '"' ;
    ///
    /// Grammar: raw-string = "'" { character } "'" ;
    mutating func string() throws(Failure) -> TextLiteral {
        let start = lexer.position
        if lexer.current == UInt8(ascii: "'") { return try rawString() }
        if lexer.following == UInt8(ascii: "\""), lexer.byte(at: start + 2) == UInt8(ascii: "\"") {
            return try blockString()
        }
        lexer.position += 1
        lexer.skip(until: .stringStop)
        if lexer.current == UInt8(ascii: "\"") {
            let body = SourceSpan(start + 1, lexer.position)
            lexer.position += 1
            let span = SourceSpan(start, lexer.position)
            return TextLiteral(form: .interpolated, pieces: body.isEmpty ? [] : [.verbatim(body)], span: span)
        }
        return try interpolatedString(from: start)
    }

    /// Parses the rest of a string after its plain start.
    private mutating func interpolatedString(from start: Int) throws(Failure) -> TextLiteral {
        try enter()
        defer { leave() }
        var pieces: [TextLiteral.Piece] = []
        var pieceStart = start + 1
        while true {
            lexer.skip(until: .stringStop)
            if lexer.current == UInt8(ascii: "\"") { break }
            if lexer.current == 0 || lexer.isNewline(at: lexer.position) {
                throw failure(.unclosedString(quote: "\"", at: at(start, start + 1)))
            }
            try appendPiece(to: &pieces, from: &pieceStart)
        }
        flush(&pieces, from: pieceStart)
        lexer.position += 1
        return TextLiteral(form: .interpolated, pieces: pieces, span: SourceSpan(start, lexer.position))
    }

    /// Parses an escape or an interpolation at the end of plain text; any other byte is text.
    private mutating func appendPiece(to pieces: inout [TextLiteral.Piece], from pieceStart: inout Int) throws(Failure)
    {
        switch lexer.current {
        case UInt8(ascii: "\\"):
            flush(&pieces, from: pieceStart)
            pieces.append(escape())
            pieceStart = lexer.position
        case UInt8(ascii: "$") where lexer.opensInterpolation(at: lexer.position):
            flush(&pieces, from: pieceStart)
            pieces.append(.value(try interpolation(in: .text)))
            pieceStart = lexer.position
        default:
            lexer.position += 1
        }
    }

    func flush(_ pieces: inout [TextLiteral.Piece], from start: Int) {
        if lexer.position > start { pieces.append(.verbatim(SourceSpan(start, lexer.position))) }
    }

    private mutating func rawString() throws(Failure) -> TextLiteral {
        let start = lexer.position
        lexer.position += 1
        while lexer.current != UInt8(ascii: "'") {
            if lexer.current == 0 || lexer.isNewline(at: lexer.position) {
                throw failure(.unclosedString(quote: "'", at: at(start, start + 1)))
            }
            lexer.position += 1
        }
        let body = SourceSpan(start + 1, lexer.position)
        lexer.position += 1
        let span = SourceSpan(start, lexer.position)
        return TextLiteral(form: .raw, pieces: body.isEmpty ? [] : [.verbatim(body)], span: span)
    }

    /// Grammar: escape = "\" ( "n" | "t" | "r" | '"' | "\" | "$" | "u{" hexadecimal-digit { hexadecimal-digit } "}" ) ;
    private mutating func escape() -> TextLiteral.Piece {
        let start = lexer.position
        let scalar: Unicode.Scalar
        switch lexer.following {
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "t"): scalar = "\t"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): scalar = Unicode.Scalar(lexer.following)
        case UInt8(ascii: "u"): return unicodeEscape()
        default:
            lexer.position += 1
            let end = lexer.current < 0x20 ? lexer.position : min(nextScalar(after: lexer.position), source.count)
            report(.unknownEscape(text(start, end), at: at(start, end)))
            lexer.position = end
            return .verbatim(SourceSpan(start, end))
        }
        lexer.position += 2
        return .escape(scalar, SourceSpan(start, lexer.position))
    }

    private func nextScalar(after offset: Int) -> Int {
        var end = offset + 1
        while lexer.byte(at: end) & 0xC0 == 0x80 { end += 1 }
        return end
    }

    private mutating func unicodeEscape() -> TextLiteral.Piece {
        let start = lexer.position
        lexer.position += 2
        var value: UInt32 = 0
        var digits = 0
        let isBraced = lexer.take("{")
        while digits < 7, let digit = Hexadecimal.value(of: lexer.current) {
            value = value << 4 | UInt32(digit)
            digits += 1
            lexer.position += 1
        }
        let isClosed = isBraced && lexer.take("}")
        let span = SourceSpan(start, lexer.position)
        guard isClosed, (1...6).contains(digits), let scalar = Unicode.Scalar(value) else {
            report(.invalidUnicodeEscape(at: SourceLocation(source: source, span: span)))
            return .verbatim(span)
        }
        return .escape(scalar, span)
    }

    /// Parses `"""` … `"""`.
    ///
    /// Grammar: block-string = '"""' { character | newline | escape | interpolation } '"""' ;
    private mutating func blockString() throws(Failure) -> TextLiteral {
        let start = lexer.position
        try enter()
        defer { leave() }
        lexer.position += 3
        var pieces: [TextLiteral.Piece] = []
        var pieceStart = lexer.position
        while !closesBlockString() {
            lexer.skip(until: .stringStop)
            if closesBlockString() { break }
            if lexer.current == 0 {
                markIncomplete()
                throw failure(.unclosedString(quote: "\"\"\"", at: at(start, start + 3)))
            }
            try appendPiece(to: &pieces, from: &pieceStart)
        }
        flush(&pieces, from: pieceStart)
        let end = lexer.position
        lexer.position += 3
        let layout = BlockStringLayout(source, from: start + 3, to: end)
        return TextLiteral(form: .block, pieces: layout.trim(pieces), span: SourceSpan(start, lexer.position))
    }

    private func closesBlockString() -> Bool {
        lexer.current == UInt8(ascii: "\"") && lexer.following == UInt8(ascii: "\"")
            && lexer.byte(at: lexer.position + 2) == UInt8(ascii: "\"")
    }
}
