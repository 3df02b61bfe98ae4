/// A compiled regular expression over UTF-8 text; matching takes time linear in text × pattern and counts its steps.
///
/// The pattern is parsed (`RegexNode`), written out (`RegexProgram`) and simulated with all its alternatives at once
/// (`RegexScratch`). Nothing backtracks, so nothing runs away; back-references and look-around, which would need it,
/// are refused. The leftmost match wins, and of those the one that Perl would find first; only where what is repeated
/// may itself be empty, as in `(a*)*`, the two may differ, as they do in RE2.
///
/// `^` and `$` mean the text's ends (lines' ends under `(?m)`), `\d \w \s \b` are ASCII as in RE2 and PCRE, and a byte
/// that is not UTF-8 matches as U+FFFD.
package struct Regex: Sendable {
    /// The groups' names by number, `nil` where a group has none; number 0 is the whole match.
    package let groupNames: [String?]
    let program: RegexProgram

    /// Compiles a pattern.
    package init(_ pattern: some Collection<UInt8>) throws(RegexError) {
        var work = 0
        try self.init(pattern, work: &work)
    }

    /// The same, and counts what it costs in steps of a search, whether there is a fault or not.
    init(_ pattern: some Collection<UInt8>, work: inout Int) throws(RegexError) {
        work += 8 * min(pattern.count, RegexLimits.patternLength)
        guard pattern.count <= RegexLimits.patternLength else { throw .patternTooLong(pattern.count) }
        var parser = try RegexParser(Array(pattern))
        let node = try parser.parse()
        groupNames = parser.groupNames
        program = try RegexCompiler.compile(node, parser, work: &work)
    }

    /// How many groups capture, without the whole match.
    package var groupCount: Int { groupNames.count - 1 }

    /// The leftmost match that begins at byte `start` or later; `nil` if there is none.
    package func firstMatch(
        in text: UnsafeRawBufferPointer, from start: Int = 0, budget: inout Int
    ) throws(RegexBudgetExceeded) -> RegexMatch? {
        var scratch = RegexScratch()
        return try firstMatch(in: text, from: start, budget: &budget, scratch: &scratch)
    }

    /// The same with memory that is kept from one call to the next.
    package func firstMatch(
        in text: UnsafeRawBufferPointer, from start: Int = 0, budget: inout Int, scratch: inout RegexScratch
    ) throws(RegexBudgetExceeded) -> RegexMatch? {
        let slotCount = 2 * groupNames.count
        guard try find(in: text, from: start, slotCount: slotCount, &scratch, &budget) else { return nil }
        return RegexMatch(slots: scratch.best)
    }

    /// Whether the pattern matches anywhere; cheaper than `firstMatch`, as no range is kept.
    package func isMatch(
        in text: UnsafeRawBufferPointer, budget: inout Int, scratch: inout RegexScratch
    ) throws(RegexBudgetExceeded) -> Bool {
        try find(in: text, from: 0, slotCount: 0, &scratch, &budget)
    }

    /// Leaves the match's first `slotCount` slots (start and end of group 0, 1, …; -1 for none) in `scratch.best`.
    func find(
        in text: UnsafeRawBufferPointer, from start: Int, slotCount: Int, _ scratch: inout RegexScratch,
        _ budget: inout Int
    ) throws(RegexBudgetExceeded) -> Bool {
        guard start >= 0, start <= text.count else { return false }
        guard program.isLiteral else {
            return try scratch.search(program, in: text, from: start, slotCount: slotCount, budget: &budget)
        }
        guard let found = try program.candidate(in: text, from: start, budget: &budget, &scratch) else {
            return false
        }
        scratch.best = [found, found + program.prefix.count]
        return true
    }
}

/// Where a regular expression matched, in bytes of the text.
package struct RegexMatch: Sendable, Equatable {
    package let range: Range<Int>
    /// The ranges of group 1, 2, …; `nil` for a group that took no part.
    package let groups: [Range<Int>?]

    init(slots: [Int]) {
        range = slots[0]..<slots[1]
        groups = stride(from: 2, to: slots.count, by: 2).map { slot in
            slots[slot] >= 0 && slots[slot + 1] >= slots[slot] ? slots[slot]..<slots[slot + 1] : nil
        }
    }

    /// The range of a group by number, 0 being the whole match; `nil` if it took no part or does not exist.
    package subscript(number: Int) -> Range<Int>? {
        if number == 0 { return range }
        return groups.indices.contains(number - 1) ? groups[number - 1] : nil
    }
}

/// A search was given up, as it would have used more than it may.
package enum RegexBudgetExceeded: Error, Sendable {
    case steps
    /// A replacement grew beyond the bytes it may take.
    case bytes
    /// Who searches is wanted elsewhere: see `RegexScratch.isAwaited`.
    case awaited
}
