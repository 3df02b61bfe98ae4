extension RegexParser {
    /// repetition = ( "*" | "+" | "?" | "{" n [ "," [ m ] ] "}" ) [ "?" ]
    mutating func repeated(_ node: RegexNode, from start: Int) throws(RegexError) -> RegexNode {
        guard let found = try repetition() else { return node }
        // A repeated bare anchor is a mistake; in a group it is intended.
        if case .assertion = node, text(start, start + 1) != "(" {
            throw .nothingToRepeat(text(found.start, index), span(from: found.start))
        }
        var repetition = found.repetition
        if take("?") {
            repetition.isGreedy = false
        } else if peek() == "+" {
            throw .possessive(span(from: found.start, to: index + 1))
        }
        if let second = try self.repetition() { throw .repeatedRepetition(span(from: second.start)) }
        return .repetition(node, repetition)
    }

    /// Parses the repetition at the position, without its lazy suffix; nil if there is none.
    mutating func repetition() throws(RegexError) -> (repetition: RegexRepetition, start: Int)? {
        let start = index
        switch peek() {
        case "*":
            index += 1
            return (RegexRepetition(minimum: 0, maximum: nil), start)
        case "+":
            index += 1
            return (RegexRepetition(minimum: 1, maximum: nil), start)
        case "?":
            index += 1
            return (RegexRepetition(minimum: 0, maximum: 1), start)
        case "{":
            guard let counted = try countedRepetition() else {
                index = start
                return nil
            }
            return (counted, start)
        default: return nil
        }
    }

    /// Parses `{n}`, `{n,}` or `{n,m}`. Any other brace is literal, as in PCRE and RE2.
    private mutating func countedRepetition() throws(RegexError) -> RegexRepetition? {
        let start = index
        index += 1
        let minimum = try bound()
        var maximum = minimum
        if take(",") { maximum = try bound() }
        guard take("}") else { return nil }
        guard let minimum else {
            // Every engine reads `{}` and `{,}` as text; some read `{,5}` as a repetition.
            guard maximum != nil else { return nil }
            throw .repetitionWithoutMinimum(span(from: start))
        }
        if let maximum, maximum < minimum { throw .repetitionOrder(span(from: start)) }
        return RegexRepetition(minimum: minimum, maximum: maximum)
    }

    private mutating func bound() throws(RegexError) -> Int? {
        let start = index
        var value: Int?
        while let next = peek(), ("0"..."9").contains(next) {
            value = min((value ?? 0) * 10 + Int(next.value - 0x30), RegexLimits.repetition + 1)
            index += 1
        }
        if let value, value > RegexLimits.repetition { throw .repetitionTooHigh(span(from: start)) }
        return value
    }
}
