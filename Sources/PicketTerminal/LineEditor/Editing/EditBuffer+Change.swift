extension EditBuffer {
    /// Exchanges the clusters on both sides of the cursor, or the last two at the end of a line; false with fewer.
    mutating func transpose() -> Bool {
        let line = line(at: cursor)
        let middle = cursor == line.upperBound ? boundary(before: cursor) : cursor
        guard middle > line.lowerBound, middle < line.upperBound else { return false }
        let (start, end) = (boundary(before: middle), boundary(after: middle))
        let exchanged = string(middle..<end) + string(start..<middle)
        replace(start..<end, with: exchanged)
        return true
    }

    /// Inserts a closing bracket; where it is the first of its line, the line moves to the indent that follows the bracket.
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

    /// What a paste brings: line ends as newlines, no control characters, no newline at the end.
    static func cleaned(paste bytes: [UInt8]) -> String {
        var result = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\r": result.append("\n")
            case "\n": if !afterReturn { result.append("\n") }
            case "\t": result.append(scalar)
            default: if scalar.properties.generalCategory != .control { result.append(scalar) }
            }
            afterReturn = scalar == "\r"
        }
        while result.last == "\n" { result.removeLast() }
        return String(result)
    }
}
