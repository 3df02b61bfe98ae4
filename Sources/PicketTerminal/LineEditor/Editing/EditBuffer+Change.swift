extension EditBuffer {
    /// Exchanges the clusters on both sides of the cursor, or the last two at the end of a line. Returns false if there
    /// are fewer.
    mutating func transpose() -> Bool {
        let line = line(at: cursor)
        let middle = cursor == line.upperBound ? boundary(before: cursor) : cursor
        guard middle > line.lowerBound, middle < line.upperBound else { return false }
        let (start, end) = (boundary(before: middle), boundary(after: middle))
        let exchanged = string(middle..<end) + string(start..<middle)
        replace(start..<end, with: exchanged)
        return true
    }

    /// Whether there are only blanks before the cursor in its line.
    var isBeforeText: Bool { scalars[line(at: cursor).lowerBound..<cursor].allSatisfy { $0 == " " || $0 == "\t" } }

    /// Inserts blanks up to the next multiple of four, or removes them down to the previous one. Returns false if there are
    /// none to remove.
    mutating func indent(_ step: Int) -> Bool {
        let column = cursor - line(at: cursor).lowerBound
        if step > 0 {
            insert(String(repeating: " ", count: 4 - column % 4))
        } else {
            guard column > 0 else { return false }
            remove(cursor - ((column - 1) % 4 + 1)..<cursor)
        }
        return true
    }

    /// Inserts a closing bracket. If it is the first character of its line, the line gets the indent for the bracket.
    mutating func close(with bracket: String, indent: (String) -> Int) {
        let start = line(at: cursor).lowerBound
        let isFirst = scalars[start..<cursor].allSatisfy { $0 == " " || $0 == "\t" } && start > 0
        let before = cursor
        insert(bracket)
        guard isFirst else { return }
        let wanted = indent(string(0..<cursor))
        guard wanted < before - start else { return }
        let tail = cursor
        replace(start..<tail, with: String(repeating: " ", count: wanted) + bracket)
    }

    /// Cleans a paste: line ends become newlines, and control characters and newlines at the end are removed.
    ///
    /// In libedit's mode, a terminal exchanges CR and LF, so the two characters of a line end may come in either order.
    static func cleaned(paste bytes: [UInt8]) -> String {
        var result = String.UnicodeScalarView()
        var half: Unicode.Scalar?
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\r" || scalar == "\n" {
                let isSecondHalf = half.map { $0 != scalar } ?? false
                if !isSecondHalf { result.append("\n") }
                half = isSecondHalf ? nil : scalar
                continue
            }
            half = nil
            if scalar == "\t" || scalar.properties.generalCategory != .control { result.append(scalar) }
        }
        while result.last == "\n" { result.removeLast() }
        return String(result)
    }
}
