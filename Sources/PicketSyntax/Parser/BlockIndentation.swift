/// Guesses from the indentation of the lines which block is missing its `}`.
struct BlockIndentation {
    private struct Opening {
        var indentation: Int
        var offset: Int
    }

    /// The offset of a `{` whose block ends at a `}` further to the left, or nil if the lines are well indented.
    static func suspect(in source: SourceFile, from start: Int) -> Int? {
        var open: [Opening] = []
        var offset = start
        while offset < source.count {
            let lineStart = offset
            while offset < source.count, source.base[offset] != UInt8(ascii: "\n") { offset += 1 }
            let (first, last) = trim(source, lineStart, offset)
            offset += 1
            guard first < last else { continue }
            if source.base[first] == UInt8(ascii: "}") {
                guard let top = open.popLast() else { return nil }
                // The first line may begin before `start`, so its indentation is unknown.
                if open.count > 0, first - lineStart < top.indentation { return top.offset }
            }
            if source.base[last - 1] == UInt8(ascii: "{") {
                open.append(Opening(indentation: first - lineStart, offset: last - 1))
            }
        }
        return nil
    }

    private static func trim(_ source: SourceFile, _ start: Int, _ end: Int) -> (first: Int, last: Int) {
        func isBlank(_ offset: Int) -> Bool {
            let byte = source.base[offset]
            return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
        }
        var (first, last) = (start, end)
        while first < last, isBlank(first) { first += 1 }
        while last > first, isBlank(last - 1) { last -= 1 }
        return (first, last)
    }
}
