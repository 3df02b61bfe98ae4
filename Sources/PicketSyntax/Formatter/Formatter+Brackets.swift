/// Formats lists, maps and the arguments of calls.
extension Formatter {
    /// The text between two commas.
    struct Item {
        enum Content {
            case value(Expression)
            case entry(MapEntry)
            case argument(Argument)
        }

        var span: SourceSpan
        var content: Content
    }

    /// Lays items out on one line, or one per line if the source has a line break before, between or after them.
    mutating func layOut(_ items: [Item], opening: Int, span: SourceSpan) -> String {
        let (left, right) = brackets(at: opening)
        let isBroken = isBroken(items, opening: opening, end: Int(span.end))
        guard isBroken, !items.isEmpty else {
            var texts: [String] = []
            for item in items { texts.append(layOut(item)) }
            return left + texts.joined(separator: ", ") + right
        }
        indentation += 1
        defer { indentation -= 1 }
        var text = left
        for (index, item) in items.enumerated() {
            text += ownComments(before: Int(item.span.start))
            text += "\n" + margin + layOut(item) + ","
            let limit = index + 1 < items.count ? Int(items[index + 1].span.start) : Int(span.end)
            text += trailingComment(after: Int(item.span.end), before: limit)
        }
        text += ownComments(before: Int(span.end))
        return text + "\n" + margin.dropLast(Formatter.indentationWidth) + right
    }

    private func brackets(at opening: Int) -> (String, String) {
        switch source.base[opening] {
        case UInt8(ascii: "["): return ("[", "]")
        case UInt8(ascii: "{"): return ("{", "}")
        default: return ("(", ")")
        }
    }

    private func isBroken(_ items: [Item], opening: Int, end: Int) -> Bool {
        var last = opening
        for item in items {
            if hasNewline(last, Int(item.span.start)) { return true }
            last = Int(item.span.end)
        }
        return hasNewline(last, end)
    }

    private mutating func ownComments(before offset: Int) -> String {
        var text = ""
        while nextComment < comments.count, Int(comments[nextComment].start) < offset {
            text += "\n" + margin + trimmedComment()
        }
        return text
    }

    private mutating func trailingComment(after offset: Int, before limit: Int) -> String {
        guard nextComment < comments.count, Int(comments[nextComment].start) < limit,
            Int(comments[nextComment].start) >= offset, !hasNewline(offset, Int(comments[nextComment].start))
        else { return "" }
        return "  " + trimmedComment()
    }

    private mutating func trimmedComment() -> String {
        let text = written(comments[nextComment])
        nextComment += 1
        let end = text.utf8.lastIndex {
            $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r")
        }
        return end.map { String(text[...$0]) } ?? text
    }

    private mutating func layOut(_ item: Item) -> String {
        switch item.content {
        case .value(let value): return layOut(value)
        case .entry(let entry):
            let key = layOut(entry.key)
            return "\(key): \(layOut(entry.value))"
        case .argument(let argument):
            switch argument.form {
            case .positional: return layOut(argument.value)
            case .named(let name): return "\(written(name)) = \(layOut(argument.value))"
            case .spread: return "...\(layOut(argument.value))"
            }
        }
    }
}
