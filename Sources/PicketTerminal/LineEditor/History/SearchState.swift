/// A search through the history while its pattern is typed.
struct SearchState {
    enum Step: Hashable {
        case again(isFound: Bool)
        case cancelled
        case accepted(isConsumed: Bool)
    }

    let original: EditBuffer
    private let search: FuzzySearch
    /// Whether Enter only ends the pattern, as in vi. Otherwise it also runs the found entry.
    private let endsAtEnter: Bool
    private(set) var pattern = ""
    /// The matches of each beginning of the pattern. A longer pattern matches a part of them.
    private var matches: [[Int]] = []
    private var index = 0
    /// The selected match; nil if nothing is found.
    private var match: FuzzySearch.Match?

    init(original: EditBuffer, _ history: [HistoryEntry], endsAtEnter: Bool = false, pattern: String = "") {
        self.original = original
        self.endsAtEnter = endsAtEnter
        search = FuzzySearch(history)
        for scalar in pattern.unicodeScalars { add(scalar) }
        select(0)
    }

    private var found: [Int] { matches.last ?? [] }

    /// The found entry, with the cursor at its first matching letter; the original line if nothing is found.
    var shown: EditBuffer {
        match.map { EditBuffer($0.text, cursor: $0.positions.first) } ?? original
    }

    /// Whether the pattern is found.
    var isFound: Bool { match != nil }

    mutating func take(_ key: UInt32) -> Step {
        switch key {
        case 0x12: return .again(isFound: advance(1))
        case 0x13: return .again(isFound: advance(-1))
        case 0x07: return .cancelled
        case 0x1B: return .accepted(isConsumed: true)
        case 0x0A where endsAtEnter, 0x0D where endsAtEnter: return .accepted(isConsumed: true)
        case 0x08, 0x7F: return .again(isFound: shorten())
        case 0x20..<0x7F, 0xA0...:
            guard let scalar = Unicode.Scalar(key) else { return .again(isFound: false) }
            add(scalar)
            return .again(isFound: select(0))
        default: return .accepted(isConsumed: false)
        }
    }

    /// Selects the next older or newer match. Returns false if there is none.
    mutating func advance(_ step: Int) -> Bool {
        guard found.indices.contains(index + step) else { return false }
        return select(index + step)
    }

    private mutating func shorten() -> Bool {
        guard pattern.unicodeScalars.popLast() != nil else { return false }
        matches.removeLast()
        return select(0) || pattern.isEmpty
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        pattern.unicodeScalars.append(scalar)
        matches.append(search.matches(for: pattern, among: matches.last))
    }

    @discardableResult
    private mutating func select(_ index: Int) -> Bool {
        self.index = index
        match = found.indices.contains(index) ? search.match(found[index], for: pattern) : nil
        return match != nil
    }

    func prompt(_ theme: Theme) -> StyledText {
        let fails = match == nil && !pattern.isEmpty
        return StyledText([
            .init("search ", theme[.note]), .init(pattern, fails ? theme[.error] : theme[.search]), .init(": "),
        ])
    }

    /// Returns the appearance of a letter that the pattern matches; nil for other letters.
    func appearance(at cluster: Cluster, _ theme: Theme) -> Appearance? {
        guard let match, match.positions.contains(where: cluster.range.contains) else { return nil }
        return theme[.search]
    }
}
