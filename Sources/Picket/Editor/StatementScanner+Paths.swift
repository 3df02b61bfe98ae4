/// The path of a value that the text ends in.
extension StatementScanner {
    /// A path up to the cursor, and the start of the name or key that is being typed.
    struct Path {
        var place: InputContext.Place
        var start: Int
    }

    /// How far back a path may begin.
    private static let longestPath = 2_048

    /// Returns the path of `$name.field` or `$name["key` up to the cursor, also inside of double quotes; nil for no path.
    func variablePath() -> Path? {
        var dollar = bytes.count - 1
        let first = max(0, bytes.count - Self.longestPath)
        while dollar >= first, bytes[dollar] != UInt8(ascii: "\n") {
            if bytes[dollar] == UInt8(ascii: "$"), let path = path(fromDollar: dollar) { return path }
            dollar -= 1
        }
        return nil
    }

    private func path(fromDollar dollar: Int) -> Path? {
        if dollar > 0, bytes[dollar - 1] == UInt8(ascii: "\\") { return nil }
        if let string, string.quote == UInt8(ascii: "'"), string.start <= dollar { return nil }
        let isBraced = dollar + 1 < bytes.count && bytes[dollar + 1] == UInt8(ascii: "{")
        let start = dollar + (isBraced ? 2 : 1)
        let end = nameEnd(from: start, dashed: false)
        if end == bytes.count { return Path(place: .variable(path: []), start: start) }
        guard end > start else { return nil }
        return path(after: [text(start, end)], from: end) { .variable(path: $0) }
    }

    /// Returns the path of `body.field` up to the cursor.
    func subjectPath(from word: Int) -> Path? {
        for (subject, names) in [("body", ["last", "body"]), ("header", ["last", "headers"])] {
            let end = word + subject.utf8.count
            guard bytes[word...].starts(with: subject.utf8), end < bytes.count else { continue }
            return path(after: names, from: end) { .subject(path: $0) }
        }
        return nil
    }

    /// Follows the fields and indices after a name; nil if the text does not end in them.
    private func path(after names: [String], from start: Int, _ place: ([String]) -> InputContext.Place) -> Path? {
        var (names, index) = (names, start)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: ".") {
                // A key with dashes is offered in its other form.
                let end = nameEnd(from: index + 1, dashed: true)
                if end == bytes.count { return Path(place: place(names), start: index + 1) }
                names.append(text(index + 1, end))
                index = end
            } else if bytes[index] == UInt8(ascii: "[") {
                guard let (key, end) = key(after: index) else {
                    return isOpenKey(after: index) ? Path(place: .index(path: names), start: index + 1) : nil
                }
                names.append(key)
                index = end
            } else {
                return nil
            }
        }
        return nil
    }

    /// Returns a literal key and the end of its bracket.
    private func key(after bracket: Int) -> (key: String, end: Int)? {
        let start = bracket + 1
        guard start < bytes.count else { return nil }
        var (content, end) = (start, start)
        if bytes[start] == UInt8(ascii: "\"") || bytes[start] == UInt8(ascii: "'") {
            guard let quote = bytes[(start + 1)...].firstIndex(of: bytes[start]) else { return nil }
            (content, end) = (start + 1, quote)
        } else {
            while end < bytes.count, Self.isDigit(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
        }
        let closing = content > start ? end + 1 : end
        guard end > content, closing < bytes.count, bytes[closing] == UInt8(ascii: "]") else { return nil }
        return (text(content, end), closing + 1)
    }

    /// Whether the text ends in a bracket or in a key that is being typed.
    private func isOpenKey(after bracket: Int) -> Bool {
        let start = bracket + 1
        guard start < bytes.count else { return true }
        let quote = bytes[start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
        return !bytes[(start + 1)...].contains(quote)
    }

    private func nameEnd(from start: Int, dashed: Bool) -> Int {
        var end = start
        while end < bytes.count, Self.isNameByte(bytes[end]) || dashed && bytes[end] == UInt8(ascii: "-") { end += 1 }
        return end
    }

    private func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }
}
