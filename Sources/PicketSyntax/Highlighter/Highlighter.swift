/// The role of a piece of text, for colouring it while the user types.
package enum HighlightRole: Sendable, CaseIterable {
    case command, keyword, argumentName, word, string, escape, number, variable, `operator`, comment, bracket, error
}

/// Returns the parts of a text that have a role, in order and without overlap. Blanks have no role.
///
/// It never fails. Text that does not parse is highlighted token by token, and invalid text is marked.
package func highlight(_ source: SourceFile) -> [(SourceSpan, HighlightRole)] {
    var highlighter = Highlighter(source)
    highlighter.statements(inBlock: false)
    return highlighter.parts.map { ($0.span, $0.role) }
}

/// Walks over a text statement by statement, and within a statement by tokens or command words.
struct Highlighter {
    /// The maximum depth of brackets. Deeper text stays uncoloured.
    static let depthLimit = 100
    /// Words that have a meaning only inside a statement.
    static let inner: [StaticString] = [
        "if", "else", "catch", "finally", "in", "parallel", "every", "backoff", "because", "as",
    ]

    let source: SourceFile
    var lexer: Lexer
    var depth = 0
    private(set) var parts: [(span: SourceSpan, role: HighlightRole)] = []

    init(_ source: SourceFile) {
        self.source = source
        lexer = Lexer(source)
        lexer.position = lexer.matches("\u{FEFF}", from: 0, to: min(3, source.count)) ? 3 : 0
    }

    mutating func mark(_ start: Int, _ role: HighlightRole) {
        if lexer.position > start { parts.append((SourceSpan(start, lexer.position), role)) }
    }

    /// Marks the next `count` bytes.
    mutating func take(_ count: Int, _ role: HighlightRole) {
        let start = lexer.position
        lexer.position += count
        mark(start, role)
    }

    /// Skips blanks and marks comments.
    mutating func skipBlanks(acrossLines: Bool) {
        while true {
            if lexer.current == UInt8(ascii: "#") {
                let start = lexer.position
                lexer.skipLine()
                mark(start, .comment)
            } else if lexer.is(.blank, at: lexer.position) || acrossLines && lexer.current == UInt8(ascii: "\n") {
                lexer.position += 1
            } else if lexer.current == UInt8(ascii: "\r"), acrossLines || !lexer.isNewline(at: lexer.position) {
                lexer.position += 1
            } else if lexer.continuesLine(at: lexer.position) {
                take(1, .operator)
                lexer.skipLineEnd()
            } else {
                return
            }
        }
    }

    mutating func statements(inBlock: Bool) {
        while true {
            skipBlanks(acrossLines: true)
            switch lexer.current {
            case 0: return
            case UInt8(ascii: ";"): take(1, .operator)
            case UInt8(ascii: "}"):
                take(1, inBlock ? .bracket : .error)
                if inBlock { return }
            default: statement()
            }
        }
    }

    private mutating func statement() {
        let start = lexer.position
        let end = lexer.endOfName(at: start, dashed: true)
        guard end > start else { return tokens(operandIsDue: true) }
        let keyword = StatementKeyword.Table.shared.keyword(at: lexer.base + start, count: end - start)
        lexer.position = end
        mark(start, keyword == nil ? .command : .keyword)
        switch keyword {
        case nil: if lexer.current == UInt8(ascii: "(") { tokens(operandIsDue: false) } else { words() }
        case .step, .test, .skip, .include: words()
        case .defer:
            skipBlanks(acrossLines: false)
            if lexer.current == UInt8(ascii: "{") { tokens(operandIsDue: false) } else if !isAtEnd { statement() }
        case .def:
            skipBlanks(acrossLines: false)
            take(lexer.endOfName(at: lexer.position, dashed: true) - lexer.position, .command)
            tokens(operandIsDue: false)
        case .try, .else, .catch, .finally, .break, .continue: tokens(operandIsDue: false)
        default: tokens(operandIsDue: true)
        }
    }

    /// Whether the statement ends at the position.
    var isAtEnd: Bool {
        switch lexer.current {
        case 0, UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "}"): return true
        default: return lexer.isNewline(at: lexer.position)
        }
    }

    /// Reads a block, a map or another bracket unless it is nested too deeply.
    mutating func nested(_ read: (inout Highlighter) -> Void) {
        guard depth < Highlighter.depthLimit else {
            lexer.position = source.count
            return
        }
        depth += 1
        read(&self)
        depth -= 1
    }
}
