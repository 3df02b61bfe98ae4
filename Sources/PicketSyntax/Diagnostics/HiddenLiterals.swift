/// Finds, without a tree, the literals that no excerpt may show: the value after `NAME=`, `NAME:`, `NAME ==` or `NAME`
/// and a blank, where the name contains `password`, `secret` or `token`, and the literals of `secret NAME = …` and
/// `secret(…)`.
///
/// It is used for comments and for text that does not parse. It prefers to hide too much, but never hides past a block
/// or a reason.
struct HiddenLiterals {
    private static let operatorWords: [StaticString] = [
        "or", "and", "not", "in", "contains", "matches", "true", "false", "null", "as",
    ]

    private(set) var spans: [SourceSpan] = []
    let table: SecretNames
    private let isProse: Bool
    var lexer: Lexer

    /// Searches the text from `start`, which should be the start of a line, to `end`.
    ///
    /// - Parameters:
    ///
    ///   - table: its secret names count too.
    ///
    ///   - isProse: whether the text is a comment, in which a word after a name is only the next word.
    init(
        _ source: SourceFile, _ table: SecretNames = .byLooks, from start: Int, to end: Int, isProse: Bool = false
    ) {
        self.table = table
        self.isProse = isProse
        lexer = Lexer(source, position: start)
        while lexer.position < end, lexer.position < source.count {
            if takeEscapedKey() { continue }
            let nameStart = lexer.position
            let nameEnd = lexer.endOfName(at: nameStart, dashed: true)
            if nameEnd == nameStart {
                lexer.position += 1
                continue
            }
            lexer.position = nameEnd
            if isTelling(nameStart, nameEnd) || isSlip(nameStart, nameEnd) { hideValue(of: nameStart, nameEnd) }
        }
    }

    private func isTelling(_ start: Int, _ end: Int) -> Bool {
        table.isKey(UnsafeBufferPointer(start: lexer.base + start, count: max(0, end - start)))
    }

    /// Whether an argument's name looks like a misspelt `password`. A sign must follow it directly.
    private func isSlip(_ start: Int, _ end: Int) -> Bool {
        guard lexer.byte(at: end) == UInt8(ascii: "="), lexer.byte(at: end + 1) != UInt8(ascii: "=") else {
            return false
        }
        let name = UnsafeBufferPointer(start: lexer.base + start, count: max(0, end - start))
        return SecretNames.isSlip(String(decoding: name, as: UTF8.self))
    }

    /// Hides the value that the sign after a name introduces. The position is after the name.
    private mutating func hideValue(of start: Int, _ end: Int) {
        if lexer.matches("secret", from: start, to: end), hideSecretStatement() { return }
        if lexer.current == UInt8(ascii: "=") {
            if lexer.following == UInt8(ascii: "=") {
                lexer.position += 2
                return hideLiterals()
            }
            lexer.position += 1
            return lexer.is(.blank, at: lexer.position) || startsBracket() ? hideLiterals() : hideWord()
        }
        if lexer.is(.blank, at: lexer.position), hideValueBehindBlanks(of: start) { return }
        hideValueBehindSign()
    }

    /// Hides the value that the sign after a name introduces; quotes may end the name.
    mutating func hideValueBehindSign() {
        // Skips the closing quote of a map's key, or the `]` of an index, before the sign.
        while isQuote(lexer.current) || lexer.current == UInt8(ascii: "]")
            || lexer.current == UInt8(ascii: "\\") && isQuote(lexer.following)
        {
            lexer.position += 1
        }
        lexer.skip(.blank)
        switch (lexer.current, lexer.current == 0 ? 0 : lexer.following) {
        case (UInt8(ascii: ":"), _): lexer.position += 1
        case (UInt8(ascii: "="), UInt8(ascii: "=")), (UInt8(ascii: "!"), UInt8(ascii: "=")): lexer.position += 2
        case (UInt8(ascii: "="), _): lexer.position += 1
        default: return
        }
        hideLiterals()
    }

    /// Hides the literals of `secret NAME = …` or `secret(…)`.
    private mutating func hideSecretStatement() -> Bool {
        if lexer.current == UInt8(ascii: "(") {
            lexer.position += 1
            hideLiterals()
            return true
        }
        let start = lexer.position
        lexer.skip(.blank)
        let end = lexer.endOfName(at: lexer.position, dashed: true)
        if end > lexer.position, lexer.position > start {
            lexer.position = end
            lexer.skip(.blank)
            if lexer.take("=") || isQuote(lexer.current) || !isProse && beginsLine(start - "secret".utf8.count) {
                hideLiterals()
                return true
            }
        }
        lexer.position = start
        return false
    }

    /// Hides the value of `password "…"` or `password …`, where no sign stands between name and value. Hides a word
    /// only where no sentence can continue with it.
    private mutating func hideValueBehindBlanks(of name: Int) -> Bool {
        let start = lexer.position
        lexer.skip(.blank)
        let isInText = standsInText(name)
        if !isInText, isQuote(lexer.current) {
            let literal = lexer.position
            skipString()
            hide(literal, lexer.position)
            return true
        }
        let end = lexer.endOfName(at: lexer.position, dashed: true)
        let compares = ["in", "contains", "matches"] as [StaticString]
        if compares.contains(where: { lexer.matches($0, from: lexer.position, to: end) }) {
            lexer.position = end
            hideLiterals()
            return true
        }
        let ends = ["because", "as", "and", "or", "not", "parallel"] as [StaticString]
        let goesOn = ends.contains { lexer.matches($0, from: lexer.position, to: end) }
        let isWord = lexer.is(.expressionWord, at: lexer.position) && lexer.current != UInt8(ascii: "-")
        if isProse || goesOn || !isWord || isInText || isRead(name) {
            lexer.position = start
            return false
        }
        hideWord()
        return true
    }

    /// Whether the script reads the name as a variable: `$name`, `${name`, `.name`.
    private func isRead(_ name: Int) -> Bool {
        guard name > 0 else { return false }
        switch lexer.byte(at: name - 1) {
        case UInt8(ascii: "$"), UInt8(ascii: "."): return true
        case UInt8(ascii: "{"): return name > 1 && lexer.byte(at: name - 2) == UInt8(ascii: "$")
        default: return false
        }
    }

    private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    /// Whether only blanks, or the start of a block, precede an offset in its line.
    private func beginsLine(_ place: Int) -> Bool {
        var offset = place
        while offset > 0, lexer.is(.blank, at: offset - 1) { offset -= 1 }
        return offset == 0 || "\n;{".utf8.contains(lexer.byte(at: offset - 1))
    }

    /// How many bytes of a line are searched backwards for an open quote.
    private static let reach = 4_096

    /// Whether a string or a comment is open at an offset of its line.
    private func standsInText(_ place: Int) -> Bool {
        var start = place
        while start > max(0, place - HiddenLiterals.reach), lexer.byte(at: start - 1) != UInt8(ascii: "\n") {
            start -= 1
        }
        var quote: UInt8 = 0
        while start < place {
            let byte = lexer.byte(at: start)
            if byte == UInt8(ascii: "\\") {
                start += 1
            } else if quote == 0, isQuote(byte) {
                quote = byte
            } else if byte == quote {
                quote = 0
            } else if quote == 0, byte == UInt8(ascii: "#") {
                return true
            }
            start += 1
        }
        return quote != 0
    }

    private func startsBracket() -> Bool {
        lexer.current == UInt8(ascii: "(") || lexer.current == UInt8(ascii: "[") || lexer.current == UInt8(ascii: "{")
    }

    /// Hides the text up to the next blank, quoted blanks included. Keeps a value that is only read from a variable.
    private mutating func hideWord() {
        if lexer.current == UInt8(ascii: "$"), lexer.opensInterpolation(at: lexer.position) { return }
        let start = lexer.position
        while lexer.current != 0, !lexer.is(.blank, at: lexer.position), !lexer.isNewline(at: lexer.position) {
            if lexer.current == UInt8(ascii: "\"") || lexer.current == UInt8(ascii: "'") {
                skipString()
            } else {
                lexer.position += 1
            }
        }
        var end = lexer.position
        while end > start,
            [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ";")].contains(
                lexer.byte(at: end - 1))
        {
            end -= 1
        }
        hide(start, end)
    }

    /// Hides strings, words and numbers up to the end of the expression: a newline, `;`, a comma, an unmatched closing
    /// bracket, a block, or `because`. Keeps the names of functions and variables, and the argument of `env`.
    private mutating func hideLiterals() {
        var depth = 0
        lexer.skip(.blank)
        let first = lexer.position
        while lexer.current != 0 {
            let start = lexer.position
            switch lexer.current {
            case UInt8(ascii: "{") where depth == 0 && start > first: return
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                lexer.position += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard depth > 0 else { return }
                depth -= 1
                lexer.position += 1
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: ";"):
                guard depth > 0 else { return }
                lexer.position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                skipString()
                hide(start, lexer.position)
            case UInt8(ascii: "$"):
                lexer.position += 1
                lexer.skip(.nameByte)
                while lexer.current == UInt8(ascii: "."), lexer.is(.nameByte, at: lexer.position + 1) {
                    lexer.position += 1
                    lexer.skip(.nameByte)
                }
            default:
                let isReason = lexer.matches("because", from: start, to: lexer.endOfName(at: start, dashed: true))
                if depth == 0, isReason { return }
                if !hideBareWord() { lexer.position += 1 }
            }
        }
    }

    private mutating func hideBareWord() -> Bool {
        let start = lexer.position
        while lexer.is(.expressionWord, at: lexer.position) { lexer.position += 1 }
        let end = lexer.position
        guard end > start else { return false }
        if lexer.current == UInt8(ascii: "(") {
            if lexer.matches("env", from: start, to: end) { skipCall() }
            return true
        }
        let isOperator = HiddenLiterals.operatorWords.contains { lexer.matches($0, from: start, to: end) }
        if !isOperator, end > start + 1 || lexer.is(.nameByte, at: start) { hide(start, end) }
        return true
    }

    private mutating func skipCall() {
        while lexer.current != 0, lexer.current != UInt8(ascii: ")"), !lexer.isNewline(at: lexer.position) {
            lexer.position += 1
        }
    }

    /// Skips a string. An unclosed string ends at the end of its line.
    private mutating func skipString() {
        let quote = lexer.current
        let isBlock =
            quote == UInt8(ascii: "\"") && lexer.matches("\"\"\"", from: lexer.position, to: lexer.position + 3)
        lexer.position += isBlock ? 3 : 1
        while lexer.current != 0, isBlock || !lexer.isNewline(at: lexer.position) {
            if lexer.current == quote, !isBlock || lexer.matches("\"\"\"", from: lexer.position, to: lexer.position + 3)
            {
                lexer.position += isBlock ? 3 : 1
                return
            }
            let isEscape = lexer.current == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") && lexer.following >= 0x20
            lexer.position += isEscape ? 2 : 1
        }
    }

    private mutating func hide(_ start: Int, _ end: Int) {
        if end > start { spans.append(SourceSpan(start, end)) }
    }
}
