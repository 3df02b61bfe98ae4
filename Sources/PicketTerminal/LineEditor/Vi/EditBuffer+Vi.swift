/// The operators of vi. libedit's own do not know the lines of a block.
extension EditBuffer {
    /// Carries out an operator. Returns the text that it covered, which ends in a newline if it is lines of a longer text;
    /// nil if the motion is not possible.
    mutating func apply(_ change: ViChange) -> String? {
        guard let span = span(of: change) else { return nil }
        return span.isLines ? applyToLines(change.operation, span.range) : applyToPart(change.operation, span.range)
    }

    private mutating func applyToPart(_ operation: ViOperator, _ range: Range<Int>) -> String? {
        if range.isEmpty { return operation == .change ? "" : nil }
        let piece = string(range)
        switch operation {
        case .yank: cursor = range.lowerBound
        case .change: remove(range)
        case .delete:
            remove(range)
            stayInLine()
        }
        return piece
    }

    private mutating func applyToLines(_ operation: ViOperator, _ range: Range<Int>) -> String? {
        let isWhole = range.count == scalars.count
        let piece = string(range) + (isWhole ? "" : "\n")
        switch operation {
        case .yank: break
        case .change: remove(range)
        case .delete:
            let isLast = range.upperBound == scalars.count
            let start = isLast ? max(0, range.lowerBound - 1) : range.lowerBound
            remove(start..<(isLast ? range.upperBound : range.upperBound + 1))
            cursor = firstInLine(at: cursor)
        }
        return piece
    }

    /// Inserts a text after or before the cursor. Lines go below or above the current line.
    mutating func put(_ piece: String, before: Bool) {
        let line = line(at: cursor)
        if piece.unicodeScalars.last == "\n" {
            let text = String(piece.unicodeScalars.dropLast())
            cursor = before ? line.lowerBound : line.upperBound
            let start = before ? cursor : cursor + 1
            insert(before ? piece : "\n" + text)
            cursor = firstInLine(at: start)
        } else {
            if !before, cursor < line.upperBound { cursor = boundary(after: cursor) }
            insert(piece)
            cursor = boundary(before: cursor)
        }
    }

    /// Returns the first position of a line that is not blank.
    func firstInLine(at position: Int) -> Int {
        let line = line(at: position)
        return scalars[line].firstIndex { $0 != " " && $0 != "\t" } ?? max(line.lowerBound, line.upperBound - 1)
    }

    /// Returns the position of the last character of the cursor's line.
    var lastInLine: Int {
        let line = line(at: cursor)
        return line.isEmpty ? line.lowerBound : boundary(before: line.upperBound)
    }

    /// Moves the cursor from the end of a line to its last character.
    mutating func stayInLine() {
        if cursor == line(at: cursor).upperBound { cursor = lastInLine }
    }
}

/// What the motions of vi cover.
extension EditBuffer {
    func span(of change: ViChange) -> ViSpan? {
        let motion = change.motion
        if motion == change.operation.doubled { return lines(0..<change.count, takesFewer: true) }
        switch motion {
        case "j": return lines(0..<change.count + 1)
        case "k": return lines(-change.count..<1)
        case "G": return ViSpan(range: line(at: cursor).lowerBound..<scalars.count, isLines: true)
        case "w" where change.operation == .change, "W" where change.operation == .change: return changedWord(change)
        default: return target(of: change).map { ViSpan(range: min(cursor, $0)..<max(cursor, $0)) }
        }
    }

    /// Returns lines by their distance from the cursor's; nil if the first of them is missing, or all after the cursor's.
    ///
    /// - Parameter takesFewer: Whether the cursor's line is enough.
    private func lines(_ distances: Range<Int>, takesFewer: Bool = false) -> ViSpan? {
        var range = line(at: cursor)
        for _ in distances.lowerBound..<0 {
            guard range.lowerBound > 0 else { return nil }
            range = line(at: range.lowerBound - 1).lowerBound..<range.upperBound
        }
        let wanted = max(0, distances.upperBound - 1)
        var found = 0
        while found < wanted, range.upperBound < scalars.count {
            range = range.lowerBound..<line(at: range.upperBound + 1).upperBound
            found += 1
        }
        return wanted > 0 && found == 0 && !takesFewer ? nil : ViSpan(range: range, isLines: true)
    }

    /// `cw` keeps the blanks after the word.
    private func changedWord(_ change: ViChange) -> ViSpan {
        guard cursor < scalars.count, !Self.isBlank(scalars[cursor]) else {
            let end = line(at: cursor).upperBound
            return ViSpan(range: cursor..<min(end, nextWord(after: cursor, isBig: change.motion == "W")))
        }
        var end = cursor
        for round in 0..<change.count { end = wordLast(from: round == 0 ? end - 1 : end, isBig: change.motion == "W") }
        return ViSpan(range: cursor..<boundary(after: min(end, scalars.count - 1)))
    }

    /// Returns the place to which a motion leads; nil if it is not possible.
    private func target(of change: ViChange) -> Int? {
        let line = line(at: cursor)
        switch change.motion {
        case "h":
            return cursor == line.lowerBound ? nil : repeated(change) { max(line.lowerBound, boundary(before: $0)) }
        case "l", " ": return repeated(change) { min(line.upperBound, boundary(after: $0)) }
        case "0": return line.lowerBound
        case "^": return firstInLine(at: cursor)
        case "$": return line.upperBound
        case "w", "W": return wordTarget(change)
        case "b", "B": return repeated(change) { previousWord(before: $0, isBig: change.motion == "B") }
        case "e", "E":
            let last = repeated(change) { wordLast(from: $0, isBig: change.motion == "E") }
            return boundary(after: min(last, max(0, scalars.count - 1)))
        case "f", "F", "t", "T": return change.target.flatMap { found($0, change) }
        case "%": return partner()
        default: return nil
        }
    }

    private func repeated(_ change: ViChange, _ step: (Int) -> Int) -> Int {
        var place = cursor
        for _ in 0..<change.count { place = step(place) }
        return place
    }

    /// The last word of a motion ends at the end of its line.
    private func wordTarget(_ change: ViChange) -> Int {
        var place = cursor
        for round in 0..<change.count {
            let next = nextWord(after: place, isBig: change.motion == "W")
            let end = line(at: place).upperBound
            place = round == change.count - 1 && next > end && place < end ? end : next
        }
        return place
    }

    private func found(_ target: Unicode.Scalar, _ change: ViChange) -> Int? {
        let line = line(at: cursor)
        let isForward = change.motion == "f" || change.motion == "t"
        var place: Int? = cursor
        for _ in 0..<change.count {
            guard let from = place, from < line.upperBound || !isForward else { return nil }
            place =
                isForward
                ? scalars[min(from + 1, line.upperBound)..<line.upperBound].firstIndex(of: target)
                : scalars[line.lowerBound..<from].lastIndex(of: target)
        }
        return place.map { place in
            switch change.motion {
            case "f": boundary(after: place)
            case "T": boundary(after: place)
            default: place
            }
        }
    }

    private func partner() -> Int? {
        guard let pair = Brackets.pair(in: scalars, at: cursor, isCode: { _ in true }) else { return nil }
        return pair.1 > cursor ? pair.1 + 1 : pair.1
    }

    // MARK: Words

    private enum Kind { case blank, word, sign }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private func kind(_ index: Int, _ isBig: Bool) -> Kind {
        let scalar = scalars[index]
        if Self.isBlank(scalar) { return .blank }
        return isBig || Self.isWord(scalar) ? .word : .sign
    }

    private func nextWord(after position: Int, isBig: Bool) -> Int {
        guard position < scalars.count else { return position }
        var index = position
        let first = kind(index, isBig)
        if first != .blank { while index < scalars.count, kind(index, isBig) == first { index += 1 } }
        while index < scalars.count, kind(index, isBig) == .blank { index += 1 }
        return index
    }

    private func previousWord(before position: Int, isBig: Bool) -> Int {
        var index = position
        while index > 0, kind(index - 1, isBig) == .blank { index -= 1 }
        guard index > 0 else { return 0 }
        let last = kind(index - 1, isBig)
        while index > 0, kind(index - 1, isBig) == last { index -= 1 }
        return index
    }

    /// Returns the position of the last character of the word that ends after a position.
    private func wordLast(from position: Int, isBig: Bool) -> Int {
        var index = position + 1
        while index < scalars.count, kind(index, isBig) == .blank { index += 1 }
        guard index < scalars.count else { return max(0, scalars.count - 1) }
        let last = kind(index, isBig)
        while index + 1 < scalars.count, kind(index + 1, isBig) == last { index += 1 }
        return index
    }
}
