extension Machine {
    /// Evaluates `matches`: compares a map with a map of required fields, or a text with a regular expression.
    func matches(_ left: Cell, _ right: Cell) throws(Failure) -> Bool {
        if right.kind == CellKind.map { return matchesFields(left, right) }
        guard right.isText else {
            throw wrongKind("`matches` takes a map or a regular expression on its right", got: right)
        }
        guard left.isText else { throw operandMismatch(.matches, left, right) }
        let regex = try regex(right)
        var budget = configuration.matchingBudget
        defer { charge(visits: configuration.matchingBudget - budget) }
        var scratch = RegexScratch()
        scratch.isAwaited = { self.isAwaited }
        do throws(RegexBudgetExceeded) {
            return try left.withText { (text) throws(RegexBudgetExceeded) in
                try regex.firstMatch(in: text, from: 0, budget: &budget, scratch: &scratch)
            } != nil
        } catch {
            throw givenUp(error)
        }
    }

    /// Whether the left map has every field of the right one with an equal value. Inner maps are matched in the same
    /// way.
    private func matchesFields(_ left: Cell, _ right: Cell) -> Bool {
        guard left.kind == CellKind.map, mayCompare() else { return false }
        return right.mapEntries.allSatisfy { entry in
            guard
                let value = heap.state.pointee.value(of: entry.key, in: left)
                    ?? heap.state.pointee.header(entry.key, in: left)
            else { return false }
            return entry.value.kind == CellKind.map
                ? matchesFields(value, entry.value) : areEqual(value, entry.value)
        }
    }

    /// Returns a compiled pattern from the cache of recent ones.
    func regex(_ pattern: Cell) throws(Failure) -> Regex {
        // A pattern that is too long is refused whatever follows, so a prefix is enough.
        let text = pattern.withText { Array($0.prefix(RegexLimits.patternLength + 1)) }
        charge(scanned: text.count)
        if let known = regexes[text] { return known }
        var work = 0
        defer { charge(visits: work) }
        do throws(RegexError) {
            guard pattern.textCount == text.count else { throw RegexError.patternTooLong(pattern.textCount) }
            let regex = try Regex(text, work: &work)
            if regexes.count >= 64 { regexes = [:] }
            regexes[text] = regex
            return regex
        } catch {
            throw badRegex(pattern, error)
        }
    }

    /// The failure of an abandoned search.
    func givenUp(_ reason: RegexBudgetExceeded) -> Failure {
        switch reason {
        case .steps: return regexBudgetExceeded()
        case .bytes: return doesNotFit()
        case .awaited: return pause
        }
    }
}
