extension Machine {
    private func requireText(_ cell: Cell, _ function: Builtin) throws(Failure) -> [UInt8] {
        guard cell.isText else { throw wrongFunctionArgument(function, "a string", cell) }
        charge(scanned: cell.textCount)
        return cell.withText { Array($0) }
    }

    /// Splits a text at a separator, by default at runs of blanks.
    func split(_ cell: Cell, _ separator: Cell) throws(Failure) -> Cell {
        let text = try requireText(cell, .split)
        var parts: [Range<Int>] = []
        if separator.kind == CellKind.missing {
            parts = try words(text)
        } else {
            let mark = try requireText(separator, .split)
            guard !mark.isEmpty else {
                throw fault(
                    .emptySeparator, "`split` needs a separator that is not empty", label: "empty",
                    help: "`split(text)` splits at blanks")
            }
            var start = 0
            while let next = try find(mark, in: text, from: start) {
                try add(start..<next, to: &parts)
                start = next + mark.count
            }
            try add(start..<text.count, to: &parts)
        }
        try demand(bytes: text.count + parts.count * Machine.bytesPerPart)
        charge(visits: parts.count * 8)
        let list = heap.state.pointee.list(capacity: parts.count)
        for (position, part) in parts.enumerated() {
            try pauseIfAwaited(at: position)
            let piece = text.withUnsafeBytes {
                heap.state.pointee.text(UnsafeRawBufferPointer(rebasing: $0[part]))
            }
            heap.state.pointee.append(piece.tainted(cell.isSecret), to: list)
        }
        return list
    }

    /// The approximate memory of an element of a list of texts.
    private static let bytesPerPart = 48

    /// Adds a part; throws if the memory would not suffice.
    private func add(_ part: Range<Int>, to parts: inout [Range<Int>]) throws(Failure) {
        if parts.count & 0xFFFF == 0xFFFF, parts.count * Machine.bytesPerPart > freeBytes {
            try demand(bytes: parts.count * Machine.bytesPerPart)
        }
        try pauseIfAwaited(at: parts.count)
        parts.append(part)
    }

    /// Splits a text at runs of blanks.
    private func words(_ text: [UInt8]) throws(Failure) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start: Int?
        for (position, isBlank) in Blanks.flags(text).enumerated() {
            if isBlank {
                if let start { try add(start..<position, to: &parts) }
                start = nil
            } else if start == nil {
                start = position
            }
        }
        if let start { try add(start..<text.count, to: &parts) }
        return parts
    }

    private func find(_ part: [UInt8], in text: [UInt8], from start: Int) throws(Failure) -> Int? {
        try text.span.withUnsafeBytes { (text) throws(Failure) in
            try part.span.withUnsafeBytes { (part) throws(Failure) in try find(part, in: text, from: start) }
        }
    }

    func join(_ cell: Cell, _ separator: Cell) throws(Failure) -> Cell {
        guard cell.kind == CellKind.list else { throw wrongFunctionArgument(.join, "a list", cell) }
        let mark = separator.kind == CellKind.missing ? [] : try requireText(separator, .join)
        var text: [UInt8] = []
        var printer = printer(revealsSecrets: true)
        for (position, element) in cell.listElements.enumerated() {
            if position > 0 { text += mark }
            printer.append(element, to: &text)
            if printer.isCut { try check(printer, text.count) }
        }
        charge(scanned: text.count)
        try demand(bytes: text.count)
        return heap.state.pointee.text(text).tainted(printer.metSecret || separator.isSecret)
    }

    func recased(_ cell: Cell, _ function: Builtin) throws(Failure) -> Cell {
        guard cell.isText else { throw wrongFunctionArgument(function, "a string", cell) }
        charge(scanned: 4 * cell.textCount)
        guard function == .trim else {
            let text = try recased(try requireText(cell, function), upper: function == .upper)
            try demand(bytes: text.count)
            return heap.state.pointee.text(text).tainted(cell.isSecret)
        }
        let text = try requireText(cell, function)
        let isBlank = Blanks.flags(text)
        let start = isBlank.firstIndex(of: false) ?? text.count
        let end = isBlank.lastIndex(of: false).map { $0 + 1 } ?? start
        return heap.state.pointee.text(Array(text[start..<end])).tainted(cell.isSecret)
    }

    /// Converts the case of a text in pieces. The case mapping of a scalar does not depend on its neighbours.
    private func recased(_ text: [UInt8], upper: Bool) throws(Failure) -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        while start < text.count {
            var end = min(text.count, start + 65_536)
            while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
            let piece = String(decoding: text[start..<end], as: UTF8.self)
            result += (upper ? piece.uppercased() : piece.lowercased()).utf8
            start = end
            if start < text.count { try pauseIfAwaited() }
        }
        return result
    }

    /// Replaces every match of a text, or of a regular expression between slashes.
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
        var work = 0
        while start <= text.count {
            guard let next = try find(wanted, in: text, from: start) else { break }
            result += text[start..<next]
            result += replacement
            charge(scanned: replacement.count + 64)
            if result.count > freeBytes { try demand(bytes: result.count) }
            try pauseIfAwaited(after: next - start + replacement.count + 64, &work)
            start = next + wanted.count
        }
        result += text[min(start, text.count)...]
        try demand(bytes: result.count)
        return result
    }

    private func replaceMatches(
        _ text: [UInt8], _ pattern: Cell, _ with: Cell
    ) throws(Failure) -> [UInt8] {
        let regex = try regex(pattern)
        let template: RegexTemplate
        do {
            template = try RegexTemplate(with.withText { Array($0) }, for: regex)
        } catch {
            throw badTemplate(with, error)
        }
        var budget = configuration.matchingBudget
        defer { charge(visits: configuration.matchingBudget - budget) }
        let result: [UInt8]
        do throws(RegexBudgetExceeded) {
            result = try text.span.withUnsafeBytes { (text) throws(RegexBudgetExceeded) in
                try regex.replaceAll(
                    in: text, with: template, maximumCount: freeBytes, budget: &budget, isAwaited: { self.isAwaited })
            }
        } catch {
            throw givenUp(error)
        }
        try demand(bytes: result.count)
        return result
    }

    // MARK: Tags

    /// Parses `key=value,…` into a map. The last value of a repeated key wins.
    func tagsMap(_ cell: Cell) throws(Failure) -> Cell {
        charge(scanned: 8 * cell.textCount)
        if let problem = cell.withText({ TagSyntax.problem(in: $0) }) {
            throw withColumns(
                of: [cell],
                fault(
                    .malformedTags,
                    "tags are `key=value` pairs joined by commas\(cell.isSecret ? "" : ": \(problem)")",
                    label: "in these tags"))
        }
        let pairs = TagSyntax.pairs(cell.string)
        try demand(bytes: HeapState.mapBytes(capacity: pairs.count) + cell.textCount)
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
        var printer = printer(revealsSecrets: true)
        for (position, entry) in cell.mapEntries.enumerated() {
            if position > 0 { text.append(UInt8(ascii: ",")) }
            let key = text.count
            printer.append(entry.key, to: &text)
            text.append(UInt8(ascii: "="))
            let value = text.count
            let isSingle = TagSyntax.isSingle(entry.value)
            if isSingle { printer.append(entry.value, to: &text) }
            if printer.isCut { try check(printer, text.count) }
            let problem = TagSyntax.problem(
                key: text[key..<(value - 1)], value: isSingle ? text[value...] : nil)
            if let problem {
                let isHidden = entry.key.isSecret || entry.value.isSecret
                throw fault(
                    .malformedTags,
                    "tags are `key=value` pairs joined by commas\(isHidden ? "" : ": \(problem)")",
                    label: "in these tags",
                    help: "a key cannot contain `=` or `,`, and a value cannot contain `,`")
            }
        }
        let result = heap.state.pointee.text(text).tainted(printer.metSecret)
        _ = try tagsMap(result)
        return result
    }
}
