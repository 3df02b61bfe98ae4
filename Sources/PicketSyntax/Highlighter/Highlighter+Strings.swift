/// Highlights quoted strings and interpolations.
extension Highlighter {
    mutating func string() {
        let opening = lexer.position
        let quote = lexer.current
        let isBlock = quote == UInt8(ascii: "\"") && lexer.following == quote && lexer.byte(at: opening + 2) == quote
        lexer.position += isBlock ? 3 : 1
        var start = opening
        while lexer.current != 0, isBlock || !lexer.isNewline(at: lexer.position) {
            if lexer.current == quote, !isBlock || closesBlock(quote) {
                lexer.position += isBlock ? 3 : 1
                return mark(start, .string)
            }
            if quote == UInt8(ascii: "\""), lexer.current == UInt8(ascii: "\\"), lexer.following >= 0x20 {
                mark(start, .string)
                escape()
                start = lexer.position
            } else if quote == UInt8(ascii: "\""), lexer.current == UInt8(ascii: "$"),
                lexer.opensInterpolation(at: lexer.position)
            {
                mark(start, .string)
                interpolation()
                start = lexer.position
            } else {
                lexer.position += 1
            }
        }
        mark(start, .error)
    }

    private func closesBlock(_ quote: UInt8) -> Bool {
        lexer.following == quote && lexer.byte(at: lexer.position + 2) == quote
    }

    private mutating func escape() {
        let start = lexer.position
        let sign = lexer.following
        lexer.position += 2
        while lexer.current & 0xC0 == 0x80 { lexer.position += 1 }
        if sign == UInt8(ascii: "u"), lexer.current == UInt8(ascii: "{") {
            lexer.position += 1
            lexer.skip(.nameByte)
            _ = lexer.take("}")
        }
        let isKnown = [
            UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "\""),
            UInt8(ascii: "\\"), UInt8(ascii: "$"),
        ]
        .contains(sign)
        mark(start, isKnown ? .escape : .error)
    }

    /// Marks `$name…`, `${…}` or `$(…)`.
    mutating func interpolation() {
        let start = lexer.position
        if lexer.following == UInt8(ascii: "(") {
            take(2, .bracket)
            return nested { $0.bracketed(by: UInt8(ascii: ")")) }
        }
        let isBraced = lexer.following == UInt8(ascii: "{")
        lexer.position += isBraced ? 2 : 1
        lexer.skip(.nameByte)
        while lexer.current == UInt8(ascii: "."), lexer.is(.nameByte, at: lexer.position + 1) {
            lexer.position += 1
            lexer.skip(.nameByte)
        }
        mark(start, .variable)
        while lexer.current == UInt8(ascii: "[") { index() }
        if isBraced { take(lexer.current == UInt8(ascii: "}") ? 1 : 0, .variable) }
    }

    private mutating func index() {
        take(1, .bracket)
        nested { $0.bracketed(by: UInt8(ascii: "]")) }
        let start = lexer.position
        while lexer.current == UInt8(ascii: "."), lexer.is(.nameByte, at: lexer.position + 1) {
            lexer.position += 1
            lexer.skip(.nameByte)
        }
        mark(start, .variable)
    }
}
