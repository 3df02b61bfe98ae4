extension EditBuffer {
    /// Returns the bounds of the line at a position, without its newline.
    func line(at position: Int) -> Range<Int> {
        let start = scalars[..<position].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let end = scalars[position...].firstIndex(of: "\n") ?? scalars.count
        return start..<end
    }

    var isOnFirstLine: Bool { line(at: cursor).lowerBound == 0 }
    var isOnLastLine: Bool { line(at: cursor).upperBound == scalars.count }

    /// Returns the cluster boundary after a position.
    ///
    /// The search starts at the nearest scalar that surely begins a cluster, so its time does not depend on the text's
    /// length.
    func boundary(after position: Int) -> Int {
        guard position < scalars.count else { return scalars.count }
        var start = safeStart(before: position)
        while start <= position { start = Cluster.end(of: start, in: scalars) }
        return start
    }

    /// Returns the cluster boundary before a position.
    func boundary(before position: Int) -> Int {
        guard position > 0 else { return 0 }
        var start = safeStart(before: position - 1)
        while true {
            let next = Cluster.end(of: start, in: scalars)
            if next >= position { return start }
            start = next
        }
    }

    /// Whether a position is between two clusters.
    func isBoundary(_ position: Int) -> Bool {
        position == 0 || position == scalars.count || boundary(after: boundary(before: position)) == position
    }

    private func safeStart(before position: Int) -> Int {
        scalars[...position].lastIndex { $0.value < 0x300 } ?? 0
    }

    /// Returns the end of the word after the position. It first skips characters that do not belong to a word.
    func wordEnd(after position: Int) -> Int {
        var index = position
        while index < scalars.count, !Self.isWord(scalars[index]) { index += 1 }
        while index < scalars.count, Self.isWord(scalars[index]) { index += 1 }
        return index
    }

    /// Returns the start of the word before the position.
    func wordStart(before position: Int) -> Int {
        start(before: position, of: Self.isWord)
    }

    /// Returns the start of the blank-delimited word before the position.
    func blankWordStart(before position: Int) -> Int {
        start(before: position) { !$0.properties.isWhitespace }
    }

    private func start(before position: Int, of belongs: (Unicode.Scalar) -> Bool) -> Int {
        var index = position
        while index > 0, !belongs(scalars[index - 1]) { index -= 1 }
        while index > 0, belongs(scalars[index - 1]) { index -= 1 }
        return index
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    /// The cursor's position in its line, in cells.
    var column: Int {
        let start = line(at: cursor).lowerBound
        return Cluster.split(Array(scalars[start..<cursor])).reduce(0) { $0 + $1.width }
    }

    /// Moves to the previous or next line, as near to a column as possible. Returns false if there is no such line.
    mutating func moveLine(by step: Int, column: Int) -> Bool {
        let current = line(at: cursor)
        if step < 0 ? current.lowerBound == 0 : current.upperBound == scalars.count { return false }
        let target = line(at: step < 0 ? current.lowerBound - 1 : current.upperBound + 1)
        var width = 0
        cursor = target.lowerBound
        for cluster in Cluster.split(Array(scalars[target])) {
            width += cluster.width
            if width > column { break }
            cursor = target.lowerBound + cluster.range.upperBound
        }
        return true
    }
}
