/// Decides whether lines after a faulty text belong to it, where a script arrives line by line.
extension Parser {
    /// Whether the following lines may belong inside a block, a bracket or a string of this faulty text. Such lines
    /// must not run as separate statements. Valid after the last statement has been parsed.
    package var mayLeaveBlockOpen: Bool {
        guard !diagnostics.isEmpty else { return false }
        return (0..<source.count).contains { lexer.isNewline(at: $0) } || beginsBlockStatement || hasOddSigns
    }

    private var beginsBlockStatement: Bool {
        var scanner = lexer
        scanner.position = 0
        scanner.skipSeparators()
        let end = scanner.endOfName(at: scanner.position, dashed: true)
        return keywords.keyword(at: scanner.base + scanner.position, count: end - scanner.position).map(\.takesBlock)
            ?? false
    }

    /// Whether brackets or quotes are unbalanced. Those inside strings count too, because a faulty text may end its
    /// strings anywhere.
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
