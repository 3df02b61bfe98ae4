extension Regex {
    /// Replaces every match in a text. Matches do not overlap; an empty match may directly follow another match.
    ///
    /// - Parameter maximumCount: the maximum bytes of the result. If it is longer, `RegexBudgetExceeded.bytes` is
    ///   thrown.
    ///
    /// - Parameter isAwaited: called at intervals; returns true to abandon the work.
    package func replaceAll(
        in text: UnsafeRawBufferPointer, with template: RegexTemplate, maximumCount: Int = .max, budget: inout Int,
        isAwaited: (() -> Bool)? = nil
    ) throws(RegexBudgetExceeded) -> [UInt8] {
        var output: [UInt8] = []
        var end = 0
        var matches = RegexMatches(self)
        matches.scratch.isAwaited = isAwaited
        while let match = try matches.next(in: text, budget: &budget) {
            output += UnsafeRawBufferPointer(rebasing: text[end..<match.range.lowerBound])
            let before = output.count
            template.append(match, of: text, to: &output)
            try matches.scratch.spend((output.count - before) / 8 + 1, from: &budget)
            guard output.count <= maximumCount else { throw .bytes }
            end = match.range.upperBound
        }
        output += UnsafeRawBufferPointer(rebasing: text[end...])
        guard output.count <= maximumCount else { throw .bytes }
        return output
    }

    /// The pieces between the matches, in order; at least one. An empty match separates two scalars.
    package func split(
        _ text: UnsafeRawBufferPointer, budget: inout Int
    ) throws(RegexBudgetExceeded) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var end = 0
        var matches = RegexMatches(self)
        while let match = try matches.next(in: text, budget: &budget) {
            let range = match.range
            if range.isEmpty, range.lowerBound == end || range.lowerBound == text.count { continue }
            pieces.append(end..<range.lowerBound)
            end = range.upperBound
        }
        pieces.append(end..<text.count)
        return pieces
    }
}

/// The matches in a text, from left to right, without overlap.
package struct RegexMatches {
    private let regex: Regex
    fileprivate var scratch = RegexScratch()
    private var position = 0

    package init(_ regex: Regex) {
        self.regex = regex
    }

    /// Finds the next match. The text must be the same at each call. After an empty match the search continues one
    /// scalar later.
    package mutating func next(
        in text: UnsafeRawBufferPointer, budget: inout Int
    ) throws(RegexBudgetExceeded) -> RegexMatch? {
        guard position <= text.count else { return nil }
        let found = try regex.firstMatch(in: text, from: position, budget: &budget, scratch: &scratch)
        guard let match = found else {
            position = text.count + 1
            return nil
        }
        position = match.range.upperBound
        if match.range.isEmpty {
            position += position < text.count ? RegexText.decode(text, at: position).length : 1
        }
        return match
    }
}
