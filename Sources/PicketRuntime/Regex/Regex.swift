/// A compiled regular expression over UTF-8 text. Matching takes time linear in text × pattern, and its steps are
/// counted.
///
/// The pattern is parsed (`RegexNode`), compiled (`RegexProgram`), and simulated with all alternatives at once
/// (`RegexScratch`). The simulation never backtracks. Back-references and look-around would need backtracking, so they
/// are refused. The leftmost match wins, and among those the one that Perl would find first. As in RE2, the result may
/// differ from Perl's only for a repetition of something that may be empty, such as `(a*)*`.
///
/// `^` and `$` match at the ends of the text (of lines under `(?m)`), `\d \w \s \b` are ASCII as in RE2 and PCRE, and
/// an invalid UTF-8 byte matches as U+FFFD.
package struct Regex: Sendable {
    /// The groups' names by number; nil for an unnamed group. Number 0 is the whole match.
    package let groupNames: [String?]
    let program: RegexProgram

    /// Compiles a pattern.
    package init(_ pattern: some Collection<UInt8>) throws(RegexError) {
        var work = 0
        try self.init(pattern, work: &work)
    }

    /// Compiles a pattern, and counts the cost in steps of a search, also for an invalid pattern.
    init(_ pattern: some Collection<UInt8>, work: inout Int) throws(RegexError) {
        work += 8 * min(pattern.count, RegexLimits.patternLength)
        guard pattern.count <= RegexLimits.patternLength else { throw .patternTooLong(pattern.count) }
        var parser = try RegexParser(Array(pattern))
        let node = try parser.parse()
        groupNames = parser.groupNames
        program = try RegexCompiler.compile(node, parser, work: &work)
    }

    /// The number of capturing groups, without the whole match.
    package var groupCount: Int { groupNames.count - 1 }

    /// Finds the leftmost match that begins at byte `start` or later; nil if there is none.
    package func firstMatch(
        in text: UnsafeRawBufferPointer, from start: Int = 0, budget: inout Int
    ) throws(RegexBudgetExceeded) -> RegexMatch? {
        var scratch = RegexScratch()
        return try firstMatch(in: text, from: start, budget: &budget, scratch: &scratch)
    }

    /// The same, with memory that is reused from one call to the next.
    package func firstMatch(
        in text: UnsafeRawBufferPointer, from start: Int = 0, budget: inout Int, scratch: inout RegexScratch
    ) throws(RegexBudgetExceeded) -> RegexMatch? {
        let slotCount = 2 * groupNames.count
        guard try find(in: text, from: start, slotCount: slotCount, &scratch, &budget) else { return nil }
        return RegexMatch(slots: scratch.best)
    }

    /// Whether the pattern matches anywhere. It is cheaper than `firstMatch`, because it stores no range.
    package func isMatch(
        in text: UnsafeRawBufferPointer, budget: inout Int, scratch: inout RegexScratch
    ) throws(RegexBudgetExceeded) -> Bool {
        try find(in: text, from: 0, slotCount: 0, &scratch, &budget)
    }

    /// Stores the match's first `slotCount` slots (start and end of group 0, 1, …; -1 for none) in `scratch.best`.
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

/// The position of a match, in bytes of the text.
package struct RegexMatch: Sendable, Equatable {
    package let range: Range<Int>
    /// The ranges of groups 1, 2, …; nil for a group without a match.
    package let groups: [Range<Int>?]

    init(slots: [Int]) {
        range = slots[0]..<slots[1]
        groups = stride(from: 2, to: slots.count, by: 2).map { slot in
            slots[slot] >= 0 && slots[slot + 1] >= slots[slot] ? slots[slot]..<slots[slot + 1] : nil
        }
    }

    /// The range of a group by number, where 0 is the whole match; nil if it has no match or does not exist.
    package subscript(number: Int) -> Range<Int>? {
        if number == 0 { return range }
        return groups.indices.contains(number - 1) ? groups[number - 1] : nil
    }
}

/// A search was abandoned, because it exceeded its budget.
package enum RegexBudgetExceeded: Error, Sendable {
    case steps
    /// A replacement exceeded the maximum number of bytes.
    case bytes
    /// The caller is needed elsewhere; see `RegexScratch.isAwaited`.
    case awaited
}
