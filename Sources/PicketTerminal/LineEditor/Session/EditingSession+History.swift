extension EditingSession {
    /// Moves up or down through the lines of the text, and at its edges through the history.
    func recall(_ command: Command, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        let step = command == .up || command == .historyOlder ? -1 : 1
        if command == .up || command == .down, moveLine(step, &buffer) { return .done }
        var walk = navigation.flatMap { $0.continues(with: buffer) ? $0 : nil }
        if walk == nil, step > 0 { return .beep }
        walk = walk ?? HistoryNavigation(from: buffer, count: history.count)
        let found = step < 0 ? walk?.older(history) : walk?.newer(history)
        guard let found else { return .beep }
        navigation = walk
        buffer = found
        return .done
    }

    private func moveLine(_ step: Int, _ buffer: inout EditBuffer) -> Bool {
        let column = goal.flatMap { $0.after == buffer ? $0.column : nil } ?? buffer.column
        guard buffer.moveLine(by: step, column: column) else { return false }
        goal = (column, buffer)
        return true
    }

    /// Reads keys into a pattern until a key accepts the found entry or cancels.
    func searchHistory(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard here.isDrawn, !history.isEmpty else { return .beep }
        search = SearchState(original: buffer)
        while var state = search {
            guard case .scalar(let key) = here.line.nextKey() else { break }
            switch state.take(key, history) {
            case .again(let isFound):
                if !isFound { bell = true }
                search = state
            case .cancelled: search = nil
            case .accepted(let isConsumed):
                buffer = state.shown
                search = nil
                if !isConsumed { here.line.push(key) }
            }
        }
        search = nil
        return .done
    }
}

/// A search through the history while its pattern is typed.
struct SearchState {
    enum Step: Hashable {
        case again(isFound: Bool)
        case cancelled
        case accepted(isConsumed: Bool)
    }

    let original: EditBuffer
    private var pattern = ""
    private var matches: [FuzzySearch.Match] = []
    private var index = 0

    init(original: EditBuffer) { self.original = original }

    private var match: FuzzySearch.Match? { matches.indices.contains(index) ? matches[index] : nil }

    /// The found entry, with the cursor at its first matching letter; the original line if nothing is found.
    var shown: EditBuffer {
        match.map { EditBuffer($0.text, cursor: $0.positions.first) } ?? original
    }

    mutating func take(_ key: UInt32, _ history: [HistoryEntry]) -> Step {
        switch key {
        case 0x12: return .again(isFound: advance(1))
        case 0x13: return .again(isFound: advance(-1))
        case 0x07: return .cancelled
        case 0x1B: return .accepted(isConsumed: true)
        case 0x08, 0x7F: return .again(isFound: shorten(history))
        case 0x20..<0x7F, 0xA0...: return .again(isFound: extend(key, history))
        default: return .accepted(isConsumed: false)
        }
    }

    private mutating func advance(_ step: Int) -> Bool {
        guard matches.indices.contains(index + step) else { return false }
        index += step
        return true
    }

    private mutating func shorten(_ history: [HistoryEntry]) -> Bool {
        guard pattern.popLast() != nil else { return false }
        return find(history) || pattern.isEmpty
    }

    private mutating func extend(_ key: UInt32, _ history: [HistoryEntry]) -> Bool {
        Unicode.Scalar(key).map { pattern.unicodeScalars.append($0) }
        return find(history)
    }

    private mutating func find(_ history: [HistoryEntry]) -> Bool {
        matches = FuzzySearch.matches(for: pattern, in: history)
        index = 0
        return !matches.isEmpty
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
