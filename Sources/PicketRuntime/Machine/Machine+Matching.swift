extension Machine {
    /// `matches`: a map against a map of the fields that must be equal, or a text against a regular expression.
    func matches(_ left: Cell, _ right: Cell) throws(Failure) -> Bool {
        if right.kind == CellKind.map { return matchesFields(left, right) }
        guard right.isText else {
            throw wrongKind("`matches` takes a map or a regular expression on its right", got: right)
        }
        guard left.isText else { throw operandMismatch(.matches, left, right) }
        let regex = try regex(right)
        var budget = configuration.matchingBudget
        defer { charge(configuration.matchingBudget - budget) }
        do {
            return try left.withText { try regex.firstMatch(in: $0, from: 0, budget: &budget) } != nil
        } catch {
            throw regexBudgetExceeded()
        }
    }

    /// Every field named on the right is there and equal; maps inside match in the same way.
    private func matchesFields(_ left: Cell, _ right: Cell) -> Bool {
        guard left.kind == CellKind.map else { return false }
        return right.mapEntries.allSatisfy { entry in
            guard let value = heap.state.pointee.value(of: entry.key, in: left) else { return false }
            return entry.value.kind == CellKind.map
                ? matchesFields(value, entry.value) : areEqual(value, entry.value)
        }
    }

    /// A compiled pattern; the latest ones are kept.
    func regex(_ pattern: Cell) throws(Failure) -> Regex {
        let text = pattern.string
        if let known = regexes[text] { return known }
        do {
            let regex = try Regex(Array(text.utf8))
            if regexes.count >= 64 { regexes = [:] }
            regexes[text] = regex
            return regex
        } catch {
            throw badRegex(pattern, error)
        }
    }
}
