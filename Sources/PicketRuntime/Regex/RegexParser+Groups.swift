extension RegexParser {
    /// group = "(" [ "?:" | "?<" name ">" | "?P<" name ">" | "?" flags ":" ] alternatives ")" | "(?" flags ")"
    mutating func group(from start: Int) throws(RegexError) -> RegexNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= RegexLimits.depth else { throw .tooDeep(span(from: start)) }
        let outer = flags
        guard take("?") else { return try capturing(nil, from: start, outer) }
        try refuseExtension(from: start)
        if peek() == "<" || (peek() == "P" && peek(1) == "<") {
            return try capturing(try groupName(), from: start, outer)
        }
        guard try setFlags(from: start) else { return nil }
        return try body(from: start, outer)
    }

    /// Parses the body of a group. Flags that the group sets end with it.
    private mutating func body(from start: Int, _ outer: Flags) throws(RegexError) -> RegexNode {
        let node = try alternatives()
        guard take(")") else { throw .unclosedGroup(span(from: start, to: start + 1)) }
        flags = outer
        return node
    }

    private mutating func capturing(
        _ name: String?, from start: Int, _ outer: Flags
    ) throws(RegexError) -> RegexNode {
        let number = groupNames.count
        guard number <= RegexLimits.groups else { throw .tooManyGroups(span(from: start)) }
        groupNames.append(name)
        return .group(try body(from: start, outer), number: number)
    }

    /// Refuses extensions of Perl that are not supported.
    private func refuseExtension(from start: Int) throws(RegexError) {
        let isBehind = peek() == "<" && (peek(1) == "=" || peek(1) == "!")
        if isBehind { throw .lookAround(span(from: start, to: index + 2)) }
        if peek() == "=" || peek() == "!" { throw .lookAround(span(from: start, to: index + 1)) }
        if peek() == ">" { throw .possessive(span(from: start, to: index + 1)) }
        if peek() == "P", peek(1) == "=" { throw .backReference(span(from: start, to: index + 2)) }
    }

    private mutating func groupName() throws(RegexError) -> String {
        if peek() == "P" { index += 1 }
        index += 1
        let start = index
        while let next = peek(), RegexSet.words.holds(next) { index += 1 }
        let name = text(start, index)
        guard let first = name.unicodeScalars.first, !RegexSet.digits.holds(first), take(">") else {
            throw .groupName(span(from: start, to: max(index, start + 1)))
        }
        if groupNames.contains(where: { $0.map { $0.utf8.elementsEqual(name.utf8) } ?? false }) {
            throw .groupNameTwice(name, span(from: start, to: index - 1))
        }
        return name
    }

    /// Parses flags up to `:`, or up to `)`. In the latter case returns false, and the flags hold for the rest of the
    /// surrounding group.
    private mutating func setFlags(from start: Int) throws(RegexError) -> Bool {
        let first = index
        var value = true
        while let next = advance() {
            switch next {
            case "i": flags.ignoresCase = value
            case "m": flags.isMultiline = value
            case "s": flags.dotMatchesNewline = value
            case "-" where value: value = false
            case ":": return true
            case ")" where index > first + 1: return false
            default: throw .unknownFlag(text(index - 1, index), span(from: index - 1))
            }
        }
        throw .unclosedGroup(span(from: start, to: start + 1))
    }
}

extension RegexSet {
    /// Whether a set that is not prepared contains a scalar.
    fileprivate func holds(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
    }
}
