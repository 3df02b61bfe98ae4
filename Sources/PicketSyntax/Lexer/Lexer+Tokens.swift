/// Reads the tokens of expressions.
extension Lexer {
    /// Takes the next token.
    mutating func next(acrossLines: Bool) -> Token {
        skipBlanks(acrossLines: acrossLines)
        let start = position
        let kind = takeToken()
        return Token(kind, start, position)
    }

    private mutating func takeToken() -> Token.Kind {
        if self.is(.nameStart, at: position) || current >= 0x80 { return takeWord() }
        if self.is(.digit, at: position) { return takeNumber() }
        return takeSign()
    }

    /// Takes a word. A word ends before `..` and never ends in `.` or `:`.
    private mutating func takeWord() -> Token.Kind {
        let start = position
        if current >= 0x80 {
            let length = max(lengthOfForeignSign(at: position), lengthOfHiddenCharacter(at: position))
            if length > 0 {
                position += length
                return .unknown
            }
        }
        skipRun(.expressionWord)
        while position > start + 1, base[position - 1] == UInt8(ascii: ".") || base[position - 1] == UInt8(ascii: ":") {
            position -= 1
        }
        return keyword(from: start)
    }

    private mutating func takeNumber() -> Token.Kind {
        skipRun(.numberByte)
        return .number
    }

    /// Skips a run of bytes up to `..` or a hidden character.
    private mutating func skipRun(_ byteClass: ByteClass) {
        while self.is(byteClass, at: position) {
            if current == UInt8(ascii: "."), following == UInt8(ascii: ".") { return }
            if current >= 0x80 {
                if lengthOfHiddenCharacter(at: position) > 0 { return }
                position = endOfCharacter(at: position)
            } else {
                position += 1
            }
        }
    }

    private func keyword(from start: Int) -> Token.Kind {
        func isWord(_ text: StaticString) -> Bool { matches(text, from: start, to: position) }
        switch base[start] {
        case UInt8(ascii: "a") where isWord("and"): return .and
        case UInt8(ascii: "o") where isWord("or"): return .or
        case UInt8(ascii: "n") where isWord("not"): return .not
        case UInt8(ascii: "n") where isWord("null"): return .null
        case UInt8(ascii: "i") where isWord("in"): return .contained
        case UInt8(ascii: "c") where isWord("contains"): return .contains
        case UInt8(ascii: "m") where isWord("matches"): return .matches
        case UInt8(ascii: "t") where isWord("true"): return .yes
        case UInt8(ascii: "f") where isWord("false"): return .no
        default: return .word
        }
    }

    /// Takes a sign; takes nothing at the end.
    private mutating func takeSign() -> Token.Kind {
        let byte = current
        guard byte != 0 else { return .end }
        if isNewline(at: position) {
            position += byte == UInt8(ascii: "\n") ? 1 : 2
            return .newline
        }
        position += 1
        switch byte {
        case UInt8(ascii: ";"): return .semicolon
        case UInt8(ascii: "$"): return .dollar
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .quote
        case UInt8(ascii: "("): return .openParenthesis
        case UInt8(ascii: ")"): return .closeParenthesis
        case UInt8(ascii: "["): return .openBracket
        case UInt8(ascii: "]"): return .closeBracket
        case UInt8(ascii: "{"): return .openBrace
        case UInt8(ascii: "}"): return .closeBrace
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: ":"): return .colon
        default: return takeOperator(byte)
        }
    }

    private mutating func takeOperator(_ byte: UInt8) -> Token.Kind {
        switch byte {
        case UInt8(ascii: "+"): return .plus
        case UInt8(ascii: "-"): return .minus
        case UInt8(ascii: "*"): return .star
        case UInt8(ascii: "/"): return .slash
        case UInt8(ascii: "%"): return .percent
        case UInt8(ascii: "="): return take("=") ? .equal : .assign
        case UInt8(ascii: "!"): return take("=") ? .notEqual : .foreignNot
        case UInt8(ascii: "<"): return take("=") ? .lessOrEqual : .less
        case UInt8(ascii: ">"): return take("=") ? .greaterOrEqual : .greater
        case UInt8(ascii: "?"): return take("?") ? .coalesce : .unknown
        case UInt8(ascii: "&"): return take("&") ? .foreignAnd : .unknown
        case UInt8(ascii: "|"): return take("|") ? .foreignOr : .unknown
        case UInt8(ascii: "."):
            guard take(".") else { return .unknown }
            if take(".") { return .spread }
            return take("<") ? .halfOpenRange : .closedRange
        default: return .unknown
        }
    }

    /// Takes one byte if it is `expected`.
    mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: expected) else { return false }
        position += 1
        return true
    }

    /// The length of the typographic quote at `offset`; 0 if there is none.
    func lengthOfForeignSign(at offset: Int) -> Int {
        guard base[offset] == 0xE2, base[offset + 1] == 0x80 else { return 0 }
        return (0x98...0x9F).contains(base[offset + 2]) ? 3 : 0
    }
}
