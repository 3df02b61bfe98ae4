extension Machine {
    /// Calls a function with its arguments from register B on. An omitted argument is missing.
    func callBuiltin(_ instruction: Instruction) throws(Failure) -> Cell {
        guard let function = Builtin(rawValue: instruction.flag) else { return .null }
        charge(ticks: 1)
        let first = register(instruction.b)
        if function == .encode { return try encoded(first, EncodedPlace(rawValue: instruction.c) ?? .any) }
        let second = instruction.c > 1 ? register(instruction.b + 16) : .missing
        let third = instruction.c > 2 ? register(instruction.b + 32) : .missing
        switch function {
        case .len: return try length(first)
        case .keys, .values: return try parts(first, function)
        case .split: return try split(first, second)
        case .join: return try join(first, second)
        case .upper, .lower, .trim: return try recased(first, function)
        case .replace: return try replace(first, second, third)
        case .range:
            guard first.kind == CellKind.integer, second.kind == CellKind.integer else {
                throw rangeBounds(first.kind == CellKind.integer ? second : first)
            }
            return try range(
                first.integer, second.integer, isClosed: true, isSecret: first.isSecret || second.isSecret)
        case .sort, .unique: return try arranged(first, function)
        case .int, .float: return try converted(first, function)
        case .string: return try text(of: first)
        case .type: return heap.state.pointee.text(first.typeName)
        case .uuid: return newUUID()
        case .format: return try formatted(first, second)
        case .tags: return try first.isText ? tagsMap(first) : tagsText(first)
        case .to_json: return try jsonText(of: first)
        case .reveal: return try revealed(first)
        case .sum, .min, .max: return try reduced(first, function)
        case .chunk: return try chunks(of: first, second)
        case .merge: return try merged(first, second)
        case .table: return try table(first, second)
        // The other functions have instructions of their own.
        default: return .null
        }
    }

    func wrongFunctionArgument(_ function: Builtin, _ due: String, _ cell: Cell) -> Failure {
        wrongKind("`\(function.name)` takes \(due)", got: cell)
    }

    private func length(_ cell: Cell) throws(Failure) -> Cell {
        switch cell.kind {
        case CellKind.list: return Cell(Int64(cell.listElements.count))
        case CellKind.map: return Cell(Int64(cell.mapEntries.count))
        case CellKind.bytes: return Cell(Int64(cell.withContent { content, _ in content.count })).tainted(cell.isSecret)
        default:
            guard cell.isText else { throw wrongFunctionArgument(.len, "a string, list or map", cell) }
            // Counts grapheme clusters; ASCII needs no segmentation.
            return Cell(Int64(try characterCount(cell))).tainted(cell.isSecret)
        }
    }

    private func characterCount(_ text: Cell) throws(Failure) -> Int {
        charge(scanned: text.textCount)
        let isPlain = text.withText { bytes in bytes.allSatisfy { $0 < 0x80 && $0 != 0x0D } }
        if isPlain { return text.textCount }
        charge(scanned: 8 * text.textCount)
        var count = 0
        for _ in text.string {
            try pauseIfAwaited(at: count)
            count += 1
        }
        return count
    }

    private func parts(_ cell: Cell, _ function: Builtin) throws(Failure) -> Cell {
        guard cell.kind == CellKind.map else { throw wrongFunctionArgument(function, "a map", cell) }
        try demand(bytes: cell.mapEntries.count * 16)
        let list = heap.state.pointee.list(capacity: cell.mapEntries.count)
        try append(cell.mapEntries.lazy.map { function == .keys ? $0.key : $0.value }, to: list)
        return list
    }

    /// Returns a sorted list, or a list without duplicates.
    private func arranged(_ cell: Cell, _ function: Builtin) throws(Failure) -> Cell {
        guard cell.kind == CellKind.list else { throw wrongFunctionArgument(function, "a list", cell) }
        try demand(bytes: cell.listElements.count * 16)
        let elements = Array(cell.listElements)
        let result =
            function == .unique
            ? try bounded(limit: .max) { () throws(Failure) in distinct(elements) }
            : try bounded(limit: .max) { () throws(Failure) in try sorted(elements) }
        let list = heap.state.pointee.list(capacity: result.count)
        try append(result, to: list)
        return list
    }

    private func sorted(_ elements: [Cell]) throws(Failure) -> [Cell] {
        guard let first = elements.first else { return [] }
        for element in elements where order(first, element) == nil || order(element, element) == Order.none {
            throw operandMismatch(.less, first, element)
        }
        do {
            return try elements.sorted { left, right in
                // Only a thrown error ends the sort early.
                guard mayCompare() else { throw notYet }
                return order(left, right) == .less
            }
        } catch {
            return []
        }
    }

    private func distinct(_ elements: [Cell]) -> [Cell] {
        var seen: [UInt64: [Cell]] = [:]
        var hashes = ValueHashes(heap: heap)
        return elements.filter { element in
            let hash = hashes.hash(element)
            // A look-up by hash costs as much as several comparisons.
            guard mayCompare(16 + hashes.takeVisits()) else { return false }
            if seen[hash]?.contains(where: { areEqual($0, element) }) ?? false { return false }
            seen[hash, default: []].append(element)
            return true
        }
    }

    private func converted(_ cell: Cell, _ function: Builtin) throws(Failure) -> Cell {
        let plain = cell.revealed
        if plain.isText { charge(scanned: 4 * plain.textCount) }
        let result: Cell?
        switch (function, plain.kind) {
        case (.int, CellKind.integer), (.float, CellKind.float): result = plain
        case (.int, CellKind.float): result = Int64(exactly: plain.float.rounded(.towardZero)).map { Cell($0) }
        case (.float, CellKind.integer): result = Cell(Double(plain.integer))
        // The script asks for the conversion, so the nearest float is acceptable.
        case (.float, CellKind.decimal): result = nearestFloat(to: plain).map { Cell($0) }
        case (.int, CellKind.decimal): throw integerOverflow()
        default:
            guard plain.isText else { throw wrongFunctionArgument(function, "a number or a string", cell) }
            result =
                function == .int
                ? Int64(plain.string).map { Cell($0) } : Machine.decimalFloat(plain.string).map { Cell($0) }
        }
        guard let result else {
            throw withColumns(
                of: [cell],
                fault(
                    .notANumber, "\(described(cell)) is not \(function == .int ? "an integer" : "a float")",
                    label: "cannot be converted", help: "check first: `if $x matches \"^-?[0-9]+$\" { … }`"))
        }
        return result.tainted(cell.isSecret)
    }

    /// Parses a decimal number as written in a script, also with a `+` before its digits or those of its exponent.
    private static func decimalFloat(_ text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy { byte in
            byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "+") || byte | 0x20 == UInt8(ascii: "e")
        }
        return isDecimal ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
    }

    /// Nil if no float is near.
    private func nearestFloat(to decimal: Cell) -> Double? {
        let text = decimal.withText { String(decoding: $0, as: UTF8.self) }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// RFC 9562, version 4, from the run's seeded generator.
    private func newUUID() -> Cell {
        charge(ticks: 8)
        var high = random.next()
        var low = random.next()
        high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = (Machine.hex(high) + Machine.hex(low)).map { $0 }
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return heap.state.pointee.text(groups.joined(separator: "-"))
    }

    private static func hex(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    /// Removes the secrecy of a value, including its parts. Its text is no longer hidden.
    private func revealed(_ cell: Cell) throws(Failure) -> Cell {
        switch cell.kind {
        case CellKind.list:
            try demand(bytes: cell.listElements.count * 16)
            let copy = heap.state.pointee.list(capacity: cell.listElements.count)
            try pauseIfAwaited()
            for element in cell.listElements { heap.state.pointee.append(try revealed(element), to: copy) }
            return copy
        case CellKind.map:
            try demand(bytes: HeapState.mapBytes(capacity: cell.mapEntries.count))
            let copy = heap.state.pointee.map(capacity: cell.mapEntries.count)
            try pauseIfAwaited()
            for entry in cell.mapEntries {
                heap.state.pointee.set(entry.key, to: try revealed(entry.value), in: copy)
            }
            return copy
        default:
            if cell.isSecret { reveal(try text(of: cell).string) }
            return cell.revealed
        }
    }
}
