/// What a faulty text means for the lines that follow it where a script comes line by line.
extension Parser {
    /// Whether lines that follow may have been meant to stand inside a block, a bracket or a string of this faulty text; they
    /// must not run as if they stood outside. Known when the last statement has been read.
    package var mayLeaveBlockOpen: Bool {
        guard !diagnostics.isEmpty else { return false }
        return (0..<source.count).contains { lexer.isNewline(at: $0) } || beginsBlockStatement || hasOddSigns
    }

    private var beginsBlockStatement: Bool {
        var scanner = lexer
        scanner.position = 0
        scanner.skipSeparators()
        let end = scanner.endOfName(at: scanner.position, dashed: true)
        return keywords.keyword(at: scanner.base + scanner.position, count: end - scanner.position).map(takesBlock)
            ?? false
    }

    /// Whether brackets or quotes have no partner. Those inside strings count as well: a faulty text may end its strings
    /// anywhere.
    private var hasOddSigns: Bool {
        var depths = (parentheses: 0, brackets: 0, braces: 0)
        for offset in 0..<source.count {
            switch lexer.byte(at: offset) {
            case UInt8(ascii: "("): depths.parentheses += 1
            case UInt8(ascii: ")"): depths.parentheses -= 1
            case UInt8(ascii: "["): depths.brackets += 1
            case UInt8(ascii: "]"): depths.brackets -= 1
            case UInt8(ascii: "{"): depths.braces += 1
            case UInt8(ascii: "}"): depths.braces -= 1
            default: break
            }
        }
        return depths != (0, 0, 0) || diagnostics.contains { $0.code == .unclosedString }
    }
}
