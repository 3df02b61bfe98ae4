/// A token of an expression. For a string or a variable it marks only the start; the parser reads the bytes.
struct Token {
    enum Kind: UInt8 {
        case end, newline, semicolon
        case word, number
        /// An opening `"`, `'` or `"""`.
        case quote
        /// `$`, before any byte.
        case dollar
        case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace
        case comma, colon, assign
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case closedRange, halfOpenRange, spread, coalesce
        case plus, minus, star, slash, percent
        case or, and, not, contained, contains, matches
        case null, yes, no
        /// `&&`, `||`, `!`: operators of other languages, which are reported with the word to use.
        case foreignAnd, foreignOr, foreignNot
        /// A byte that cannot start a token.
        case unknown
    }

    var kind: Kind
    var start: Int
    var end: Int

    init(_ kind: Kind, _ start: Int, _ end: Int) {
        self.kind = kind
        self.start = start
        self.end = end
    }

    var span: SourceSpan { SourceSpan(start, end) }
}
