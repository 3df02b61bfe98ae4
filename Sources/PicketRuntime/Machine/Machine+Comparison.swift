extension Machine {
    /// Compares two cells. A comparison with a missing value never holds, not even `!=`.
    func compare(_ operation: Opcode, _ left: Cell, _ right: Cell) throws(Failure) -> Bool {
        if left.kind == CellKind.missing || right.kind == CellKind.missing { return false }
        guard left.isContainer || right.isContainer else {
            comparisonBudget = .max
            let result = try compareWithinBudget(operation, left, right)
            charge(visits: .max - comparisonBudget)
            return result
        }
        return try bounded { () throws(Failure) in try self.compareWithinBudget(operation, left, right) }
    }

    /// Bounds a comparison, because values may contain the same parts many times. It fails if more is compared than
    /// fits in memory, and starts again later if the host needs control.
    ///
    /// - Parameter limit: the maximum number of visited cells; nil for the number that fits in memory.
    func bounded<Result>(
        limit: Int? = nil, _ compare: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let limit = limit ?? allowedBytes / 4
        comparisonBudget = 0
        comparisonReserve = limit
        isComparisonPaused = false
        let result = try compare()
        if isComparisonPaused { throw pause }
        charge(visits: limit - comparisonReserve - max(0, comparisonBudget))
        if comparisonBudget < 0 { throw doesNotFit() }
        return result
    }

    /// The number of compared cells between two checks whether the host needs control.
    private static let comparisonsPerLook = 1 << 18

    /// Counts compared cells, or equivalent work on texts. Returns false if the comparison is abandoned.
    @inline(__always)
    func mayCompare(_ visits: Int = 1) -> Bool {
        comparisonBudget -= visits
        return comparisonBudget >= 0 || renewComparisonBudget()
    }

    @inline(never)
    private func renewComparisonBudget() -> Bool {
        // Work beyond the last part is subtracted from the rest.
        let needed = -comparisonBudget
        guard comparisonReserve >= needed else { return false }
        guard !isAwaited else {
            isComparisonPaused = true
            comparisonReserve = 0
            return false
        }
        let part = min(comparisonReserve, max(needed, Machine.comparisonsPerLook))
        comparisonReserve -= part
        comparisonBudget += part
        return true
    }

    private func compareWithinBudget(_ operation: Opcode, _ left: Cell, _ right: Cell) throws(Failure) -> Bool {
        switch operation {
        case .equal, .testEqual, .testEqualImmediate: return areEqual(left, right)
        case .notEqual, .testNotEqual, .testNotEqualImmediate: return !areEqual(left, right)
        case .contained: return try contains(right, left)
        case .notContained: return try !contains(right, left)
        case .contains: return try contains(left, right)
        case .matches: return try matches(left, right)
        default: return try isOrdered(operation, left, right)
        }
    }

    /// Compares integers and floats by value, decimals by their digits, texts by their bytes, and maps without regard
    /// to the order of their keys.
    func areEqual(_ left: Cell, _ right: Cell) -> Bool {
        guard mayCompare() else { return false }
        if left.isText, right.isText { return textsEqual(left, right) }
        if left.isNumber, right.isNumber { return numbersOrder(left, right) == .equal }
        if left.isUnknown || right.isUnknown { _ = unknownPart(isSoft: true) }
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case CellKind.null: return !left.isUnknown && !right.isUnknown
        case CellKind.list: return listsEqual(left, right)
        case CellKind.map: return mapsEqual(left, right)
        case CellKind.decimal: return HeapState.sameDigits(left, right)
        case CellKind.bytes:
            return mayCompare(left.withContent { content, _ in content.count >> 5 })
                && HeapState.sameContent(left, right)
        case CellKind.unreadable: return left.unreadable == right.unreadable
        default: return left.low == right.low
        }
    }

    private func textsEqual(_ left: Cell, _ right: Cell) -> Bool {
        guard left.kind == CellKind.heapText, right.kind == CellKind.heapText, left.low != right.low else {
            return HeapState.sameText(left, right)
        }
        let count = left.textCount
        return count == right.textCount && mayCompare(count >> 5) && HeapState.sameText(left, right)
    }

    private func listsEqual(_ left: Cell, _ right: Cell) -> Bool {
        if left.low == right.low { return true }
        let (left, right) = (left.listElements, right.listElements)
        return left.count == right.count && zip(left, right).allSatisfy { areEqual($0, $1) }
    }

    private func mapsEqual(_ left: Cell, _ right: Cell) -> Bool {
        if left.low == right.low { return true }
        guard left.mapEntries.count == right.mapEntries.count else { return false }
        return left.mapEntries.allSatisfy { entry in
            guard let other = heap.state.pointee.value(of: entry.key, in: right) else { return false }
            return areEqual(entry.value, other)
        }
    }

    enum Order {
        case less, equal, greater
        /// At least one of them is not a number.
        case none
    }

    /// Compares an integer and a float by value, without rounding the integer.
    func numbersOrder(_ left: Cell, _ right: Cell) -> Order {
        switch (left.kind, right.kind) {
        case (CellKind.integer, CellKind.integer): return Machine.order(left.integer, right.integer)
        case (CellKind.float, CellKind.float):
            let (left, right) = (left.float, right.float)
            return left < right ? .less : left > right ? .greater : left == right ? .equal : .none
        case (CellKind.integer, _): return mixedOrder(left.integer, right.float)
        default:
            switch mixedOrder(right.integer, left.float) {
            case .less: return .greater
            case .greater: return .less
            case let other: return other
            }
        }
    }

    private func mixedOrder(_ left: Int64, _ right: Double) -> Order {
        if right.isNaN { return .none }
        if right >= 9_223_372_036_854_775_808 { return .less }
        if right < -9_223_372_036_854_775_808 { return .greater }
        let whole = Int64(right.rounded(.down))
        if left != whole { return left < whole ? .less : .greater }
        return Double(whole) < right ? .less : .equal
    }

    private static func order(_ left: Int64, _ right: Int64) -> Order {
        left < right ? .less : left == right ? .equal : .greater
    }

    private func isOrdered(_ operation: Opcode, _ left: Cell, _ right: Cell) throws(Failure) -> Bool {
        guard let order = order(left, right) else {
            guard left.isUnknown || right.isUnknown else { throw operandMismatch(operation, left, right) }
            _ = unknownPart(isSoft: true)
            return false
        }
        switch operation {
        case .less, .testLess, .testLessImmediate: return order == .less
        case .lessOrEqual, .testLessOrEqual, .testLessOrEqualImmediate: return order == .less || order == .equal
        case .greater, .testGreater, .testGreaterImmediate: return order == .greater
        default: return order == .greater || order == .equal
        }
    }

    /// Orders numbers, durations and texts (by their bytes); nil for other values.
    func order(_ left: Cell, _ right: Cell) -> Order? {
        if left.isNumber, right.isNumber { return numbersOrder(left, right) }
        if left.isText, right.isText {
            return left.withText { left in
                right.withText { right in
                    let common = RegexText.commonLength(left, right)
                    if common >= 32 { _ = mayCompare(common >> 5) }
                    if common == left.count || common == right.count {
                        return left.count < right.count ? .less : left.count == right.count ? .equal : .greater
                    }
                    return left[common] < right[common] ? .less : .greater
                }
            }
        }
        guard left.kind == CellKind.duration, right.kind == CellKind.duration else { return nil }
        return Machine.order(left.integer, right.integer)
    }

    /// Whether a text contains a part, a list an element, or a map a key.
    func contains(_ container: Cell, _ element: Cell) throws(Failure) -> Bool {
        switch container.kind {
        case CellKind.list: return container.listElements.contains { areEqual($0, element) }
        case CellKind.map:
            return element.isText
                && (heap.state.pointee.find(element, in: container) != nil
                    || heap.state.pointee.header(element, in: container) != nil)
        default:
            guard container.isText, element.isText else { throw cannotContain(container, element) }
            return try container.withText { (text) throws(Failure) in
                try element.withText { (part) throws(Failure) in try find(part, in: text, from: 0) != nil }
            }
        }
    }

    /// The first position of `part` in `text` at or after `start`. The work is charged, and abandoned if the host needs
    /// control.
    func find(
        _ part: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int
    ) throws(Failure) -> Int? {
        var isPaused = false
        let found = ByteSearch.first(part, in: text, from: start) {
            isPaused = isAwaited
            return !isPaused
        }
        if isPaused { throw pause }
        charge(scanned: ((found ?? text.count) - start + part.count) * ByteSearch.weight(of: part))
        return found
    }

    func isInRange(_ instruction: Instruction) throws(Failure) -> Bool {
        try isInRange(
            register(instruction.b), register(instruction.c), register(instruction.c + 16),
            isClosed: instruction.flag == 0)
    }

    func isInRange(_ value: Cell, _ lower: Cell, _ upper: Cell, isClosed: Bool) throws(Failure) -> Bool {
        if value.kind == CellKind.missing { return false }
        guard let low = order(lower, value), let high = order(value, upper) else {
            throw operandMismatch(.contained, value, lower)
        }
        return (low == .less || low == .equal) && (high == .less || isClosed && high == .equal)
    }
}

enum ByteSearch {
    /// Longer parts are searched for in guaranteed linear time.
    private static let longPart = 64

    /// Knuth, Morris and Pratt, "Fast Pattern Matching in Strings" (1977).
    private static func longFirst(
        _ part: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        var borders = [Int](repeating: 0, count: part.count)
        var border = 0
        for position in 1..<part.count {
            while border > 0, part[position] != part[border] { border = borders[border - 1] }
            if part[position] == part[border] { border += 1 }
            borders[position] = border
        }
        var matched = 0
        for position in start..<max(start, text.count) {
            while matched > 0, text[position] != part[matched] { matched = borders[matched - 1] }
            if text[position] == part[matched] { matched += 1 }
            if matched == part.count { return position - part.count + 1 }
        }
        return nil
    }

    /// Bytes of a text that are searched at once.
    private static let window = 1 << 20

    /// The work per byte of the text. A short part may be compared at each byte.
    static func weight(of part: UnsafeRawBufferPointer) -> Int { part.count > 8 && part.count <= longPart ? 4 : 1 }

    /// The same as `first(_:in:from:)`, in pieces.
    ///
    /// - Parameter goesOn: called between pieces; returns false to end the search without a result.
    static func first(
        _ part: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int, goesOn: () -> Bool
    ) -> Int? {
        var position = start
        while true {
            let end = min(text.count, position + max(window, part.count * 2))
            let found = first(part, in: UnsafeRawBufferPointer(rebasing: text[..<end]), from: position)
            if found != nil || end == text.count { return found }
            guard goesOn() else { return nil }
            position = max(position, end - part.count + 1)
        }
    }

    /// The first position of `part` in `text` at or after `start`. An empty part is found everywhere.
    static func first(_ part: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let head = part.first else { return start <= text.count ? start : nil }
        guard part.count <= text.count else { return nil }
        if part.count > longPart { return longFirst(part, in: text, from: start) }
        var position = start
        while position <= text.count - part.count {
            if text[position] == head,
                HeapState.sameBytes(
                    UnsafeRawBufferPointer(rebasing: text[position..<position + part.count]), part)
            {
                return position
            }
            position += 1
        }
        return nil
    }
}
