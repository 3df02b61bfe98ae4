extension RegexParser {
    /// class = "[" [ "^" ] item { item } "]", item = "[:" name ":]" | member [ "-" member ]
    mutating func characterClass(from start: Int) throws(RegexError) -> RegexNode {
        if peek() == ":", isPosixName(from: start) { throw .posixOutsideClass(span(from: start)) }
        let isNegated = take("^")
        var set = RegexSet()
        var isFirst = true
        while isFirst || peek() != "]" {
            guard peek() != nil else { throw .unclosedClass(span(from: start, to: start + 1)) }
            try classItem(into: &set, classStart: start)
            isFirst = false
        }
        index += 1
        return add(set.prepared(negated: isNegated, ignoringCase: flags.ignoresCase))
    }

    private mutating func classItem(into set: inout RegexSet, classStart: Int) throws(RegexError) {
        let start = index
        let member = try classMember(classStart)
        guard peek() == "-", let after = peek(1), after != "]" else {
            switch member {
            case .scalar(let scalar): set.insert(scalar.value...scalar.value)
            case .set(let other): set.formUnion(other)
            }
            return
        }
        index += 1
        let upper = try classMember(classStart)
        guard case .scalar(let low) = member, case .scalar(let high) = upper else {
            throw .classRangeBound(span(from: start))
        }
        guard low <= high else { throw .classRange(span(from: start)) }
        set.insert(low.value...high.value)
    }

    private mutating func classMember(_ classStart: Int) throws(RegexError) -> Escaped {
        if let posix = try posixClass() { return .set(posix) }
        let start = index
        guard let next = advance() else { throw .unclosedClass(span(from: classStart, to: classStart + 1)) }
        guard next == "\\" else { return .scalar(next) }
        // A class has no boundaries, so `\b` is the backspace, as in Perl.
        if take("b") { return .scalar("\u{8}") }
        return try escape(from: start)
    }

    /// Parses `[:name:]`, also negated as `[:^name:]`. Any other `[` is literal.
    private mutating func posixClass() throws(RegexError) -> RegexSet? {
        let start = index
        guard peek() == "[", peek(1) == ":" else { return nil }
        index += 1
        guard isPosixName(from: start) else {
            index = start
            return nil
        }
        let isNegated = peek(1) == "^"
        index += isNegated ? 2 : 1
        let nameStart = index
        while let next = peek(), next != ":" { index += 1 }
        let name = text(nameStart, index)
        index += 2
        guard let set = RegexSet.posix(name) else { throw .posixName(name, span(from: start)) }
        return isNegated ? set.complement() : set
    }

    /// Whether `:name:]` follows.
    private func isPosixName(from start: Int) -> Bool {
        var distance = peek(1) == "^" ? 2 : 1
        let first = distance
        while let next = peek(distance), ("a"..."z").contains(next) || ("A"..."Z").contains(next) { distance += 1 }
        return distance > first && peek(distance) == ":" && peek(distance + 1) == "]"
    }
}
