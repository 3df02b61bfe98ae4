/// The smallest unit of an expression; a string or a variable is only announced, the parser reads its bytes.
struct Token {
    enum Kind: UInt8 {
        case end, newline, semicolon
        case word, number
        /// An opening `"`, `'` or `"""`.
        case quote
        /// `$`, before anything.
        case dollar
        case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace
        case comma, colon, assign
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        case closedRange, halfOpenRange, spread, coalesce
        case plus, minus, star, slash, percent
        case or, and, not, contained, contains, matches
        case null, yes, no
        /// `&&`, `||`, `!`: signs of other languages, reported with the word that is meant.
        case foreignAnd, foreignOr, foreignNot
        /// Anything that cannot start a token.
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
