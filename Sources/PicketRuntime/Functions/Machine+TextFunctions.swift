extension Machine {
    private func requireText(_ cell: Cell, _ function: Builtin) throws(Failure) -> [UInt8] {
        guard cell.isText else { throw wrongFunctionArgument(function, "a string", cell) }
        return cell.withText { Array($0) }
    }

    /// The parts between separators; without one, between runs of blanks.
    func split(_ cell: Cell, _ separator: Cell) throws(Failure) -> Cell {
        let text = try requireText(cell, .split)
        var parts: [ArraySlice<UInt8>] = []
        if separator.kind == CellKind.missing {
            parts = text.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
        } else {
            let mark = try requireText(separator, .split)
            guard !mark.isEmpty else {
                throw fault(
                    .emptySeparator, "`split` needs a separator that is not empty", label: "empty",
                    help: "`split(text)` splits at blanks")
            }
            var start = 0
            text.withUnsafeBytes { text in
                mark.withUnsafeBytes { mark in
                    while let next = ByteSearch.first(mark, in: text, from: start) {
                        parts.append(ArraySlice(text[start..<next]))
                        start = next + mark.count
                    }
                    parts.append(ArraySlice(text[start...]))
                }
            }
        }
        try demand(bytes: text.count + parts.count * 48)
        let list = heap.state.pointee.list(capacity: parts.count)
        for part in parts {
            heap.state.pointee.append(heap.state.pointee.text(Array(part)).tainted(cell.isSecret), to: list)
        }
        return list
    }

    func join(_ cell: Cell, _ separator: Cell) throws(Failure) -> Cell {
        guard cell.kind == CellKind.list else { throw wrongFunctionArgument(.join, "a list", cell) }
        let mark = separator.kind == CellKind.missing ? [] : try requireText(separator, .join)
        var text: [UInt8] = []
        var printer = ValuePrinter(revealsSecrets: true, limit: freeBytes)
        for (position, element) in cell.listElements.enumerated() {
            if position > 0 { text += mark }
            printer.append(element, to: &text)
            if printer.isCut { throw valueTooLarge() }
        }
        try demand(bytes: text.count)
        return heap.state.pointee.text(text).tainted(printer.metSecret || separator.isSecret)
    }

    func recased(_ cell: Cell, _ function: Builtin) throws(Failure) -> Cell {
        guard cell.isText else { throw wrongFunctionArgument(function, "a string", cell) }
        let text = cell.string
        let result: String
        switch function {
        case .upper: result = text.uppercased()
        case .lower: result = text.lowercased()
        default:
            let start = text.drop(while: \.isWhitespace)
            result = String(start.prefix((start.lastIndex { !$0.isWhitespace }).map { start[...$0].count } ?? 0))
        }
        return heap.state.pointee.text(result).tainted(cell.isSecret)
    }

    /// Every match of a text; of a pattern between slashes, every match of the regular expression.
    func replace(_ cell: Cell, _ what: Cell, _ with: Cell) throws(Failure) -> Cell {
        let text = try requireText(cell, .replace)
        let wanted = try requireText(what, .replace)
        let replacement = try requireText(with, .replace)
        let result: [UInt8]
        let slash = UInt8(ascii: "/")
        if wanted.count > 2, wanted.first == slash, wanted.last == slash {
            let pattern = heap.state.pointee.text(Array(wanted.dropFirst().dropLast())).tainted(what.isSecret)
            result = try replaceMatches(text, pattern, with)
        } else {
            guard !wanted.isEmpty else {
                throw fault(
                    .emptySeparator, "`replace` needs something to look for", label: "empty",
                    help: "give the text to replace, or `\"/…/\"` for a regular expression")
            }
            result = try replaceText(text, wanted, replacement)
        }
        return heap.state.pointee.text(result).tainted(cell.isSecret || with.isSecret || what.isSecret)
    }

    private func replaceText(
        _ text: [UInt8], _ wanted: [UInt8], _ replacement: [UInt8]
    ) throws(Failure) -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        while start <= text.count {
            let next = text.withUnsafeBytes { text in
                wanted.withUnsafeBytes { ByteSearch.first($0, in: text, from: start) }
            }
            guard let next else { break }
            result += text[start..<next]
            result += replacement
            if result.count > freeBytes { try demand(bytes: result.count) }
            start = next + wanted.count
        }
        return result + text[min(start, text.count)...]
    }

    private func replaceMatches(
        _ text: [UInt8], _ pattern: Cell, _ with: Cell
    ) throws(Failure) -> [UInt8] {
        let regex = try regex(pattern)
        let template: RegexTemplate
        do {
            template = try RegexTemplate(with.withText { Array($0) }, for: regex)
        } catch {
            throw badRegex(with, error)
        }
        var budget = configuration.matchingBudget
        defer { charge(configuration.matchingBudget - budget) }
        do {
            return try text.withUnsafeBytes { text in
                try regex.replaceAll(in: text, with: template, budget: &budget)
            }
        } catch {
            throw regexBudgetExceeded()
        }
    }

    // MARK: Tags

    /// `key=value,…` as a map; of a repeated key the last value wins.
    func tagsMap(_ cell: Cell) throws(Failure) -> Cell {
        if let problem = cell.withText({ TagSyntax.problem(in: $0) }) {
            throw fault(
                .malformedTags,
                "tags are `key=value` pairs joined by commas\(cell.isSecret ? "" : ": \(problem)")",
                label: "in these tags")
        }
        let pairs = TagSyntax.pairs(cell.string)
        let map = heap.state.pointee.map(capacity: pairs.count)
        for (key, value) in pairs {
            heap.state.pointee.set(
                heap.state.pointee.text(key), to: heap.state.pointee.text(value).tainted(cell.isSecret), in: map)
        }
        return map
    }

    func tagsText(_ cell: Cell) throws(Failure) -> Cell {
        guard cell.kind == CellKind.map else { throw wrongFunctionArgument(.tags, "a string or a map", cell) }
        var text: [UInt8] = []
        var printer = ValuePrinter(revealsSecrets: true, limit: freeBytes)
        for (position, entry) in cell.mapEntries.enumerated() {
            if position > 0 { text.append(UInt8(ascii: ",")) }
            printer.append(entry.key, to: &text)
            text.append(UInt8(ascii: "="))
            printer.append(entry.value, to: &text)
            if printer.isCut { throw valueTooLarge() }
        }
        let result = heap.state.pointee.text(text).tainted(printer.metSecret)
        _ = try tagsMap(result)
        return result
    }
}
