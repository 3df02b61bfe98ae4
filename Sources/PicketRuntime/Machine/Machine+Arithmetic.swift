extension Machine {
    static let floatTag = UInt64(CellKind.float) << 56

    /// Divides; two small operands take a third of the time.
    @inline(__always)
    static func remainder(_ left: Int64, _ right: Int64) -> Int64 {
        if (left | right) >> 32 == 0 {
            return Int64(UInt32(truncatingIfNeeded: left) % UInt32(truncatingIfNeeded: right))
        }
        return left % right
    }

    /// Computes any arithmetic for every pair of kinds. The result is secret if an operand is.
    func arithmetic(_ operation: Opcode, _ left: Cell, _ right: Cell) throws(Failure) -> Cell {
        let secret = left.isSecret || right.isSecret
        let (plainLeft, plainRight) = (left.revealed, right.revealed)
        let result: Cell
        if plainLeft.kind == CellKind.integer, plainRight.kind == CellKind.integer {
            result = try integers(operation, plainLeft.integer, plainRight.integer)
        } else if left.isNumber, right.isNumber {
            result = Cell(floats(operation, plainLeft.number, plainRight.number))
        } else if left.kind == CellKind.duration || right.kind == CellKind.duration {
            // An operand of the wrong kind is shown with its taint.
            guard let duration = try durations(operation, plainLeft, plainRight) else {
                throw operandMismatch(operation, left, right)
            }
            result = duration
        } else if operation.isAddition, left.isText, right.isText {
            result = try joined(plainLeft, plainRight)
        } else if operation.isAddition, left.kind == CellKind.list, right.kind == CellKind.list {
            return try concatenated(plainLeft, plainRight)
        } else {
            throw operandMismatch(operation, left, right)
        }
        return result.tainted(secret)
    }

    private func integers(_ operation: Opcode, _ left: Int64, _ right: Int64) throws(Failure) -> Cell {
        let result: (partialValue: Int64, overflow: Bool)
        switch operation {
        case .add, .addImmediate: result = left.addingReportingOverflow(right)
        case .subtract, .subtractImmediate: result = left.subtractingReportingOverflow(right)
        case .multiply, .multiplyImmediate: result = left.multipliedReportingOverflow(by: right)
        case .divide, .divideImmediate:
            if right == 0 { throw divisionByZero() }
            result = left.dividedReportingOverflow(by: right)
        default:
            if right == 0 { throw divisionByZero() }
            // The remainder by -1 is 0; the hardware's division would overflow for the least integer.
            result = right == -1 ? (0, false) : left.remainderReportingOverflow(dividingBy: right)
        }
        if result.overflow { throw integerOverflow() }
        return Cell(result.partialValue)
    }

    private func floats(_ operation: Opcode, _ left: Double, _ right: Double) -> Double {
        switch operation {
        case .add, .addImmediate: return left + right
        case .subtract, .subtractImmediate: return left - right
        case .multiply, .multiplyImmediate: return left * right
        case .divide, .divideImmediate: return left / right
        default: return left.truncatingRemainder(dividingBy: right)
        }
    }

    /// Computes with durations: durations can be added and scaled by numbers, and the ratio of two is a number. Nil for
    /// other operands.
    private func durations(_ operation: Opcode, _ left: Cell, _ right: Cell) throws(Failure) -> Cell? {
        let bothDurations = left.kind == right.kind
        switch operation {
        case .add, .addImmediate, .subtract, .subtractImmediate, .remainder, .remainderImmediate:
            guard bothDurations else { return nil }
            return Cell(nanoseconds: try integers(operation, left.integer, right.integer).integer)
        case .multiply, .multiplyImmediate:
            if right.isNumber { return try scaled(left.integer, by: right) }
            guard left.isNumber else { return nil }
            return try scaled(right.integer, by: left)
        default:
            guard left.kind == CellKind.duration else { return nil }
            if bothDurations { return Cell(Double(left.integer) / Double(right.integer)) }
            guard right.isNumber else { return nil }
            if right.kind == CellKind.integer {
                return Cell(nanoseconds: try integers(.divide, left.integer, right.integer).integer)
            }
            return try duration(Double(left.integer) / right.float)
        }
    }

    private func scaled(_ nanoseconds: Int64, by number: Cell) throws(Failure) -> Cell {
        guard number.kind == CellKind.integer else { return try duration(Double(nanoseconds) * number.float) }
        return Cell(nanoseconds: try integers(.multiply, nanoseconds, number.integer).integer)
    }

    func duration(_ nanoseconds: Double) throws(Failure) -> Cell {
        guard let whole = Int64(exactly: nanoseconds.rounded()) else { throw integerOverflow() }
        return Cell(nanoseconds: whole)
    }

    func negated(_ cell: Cell) throws(Failure) -> Cell {
        switch cell.kind {
        case CellKind.integer:
            if cell.integer == .min { throw integerOverflow() }
            return Cell(-cell.integer).tainted(cell.isSecret)
        case CellKind.float: return Cell(-cell.float).tainted(cell.isSecret)
        case CellKind.duration:
            if cell.integer == .min { throw integerOverflow() }
            return Cell(nanoseconds: -cell.integer).tainted(cell.isSecret)
        default: throw wrongKind("`-` takes a number or a duration", got: cell)
        }
    }

    private func joined(_ left: Cell, _ right: Cell) throws(Failure) -> Cell {
        let count = left.textCount + right.textCount
        try demand(bytes: count)
        var text: [UInt8] = []
        text.reserveCapacity(count)
        left.withText { text.append(contentsOf: $0) }
        right.withText { text.append(contentsOf: $0) }
        return heap.state.pointee.text(text)
    }

    private func concatenated(_ left: Cell, _ right: Cell) throws(Failure) -> Cell {
        let count = left.listElements.count + right.listElements.count
        try demand(bytes: count * MemoryLayout<Cell>.stride)
        let result = heap.state.pointee.list(capacity: count)
        try append(left.listElements, to: result)
        try append(right.listElements, to: result)
        return result
    }

    /// Adds elements to a list that has room for them.
    func append(_ elements: some Sequence<Cell>, to list: Cell) throws(Failure) {
        for (position, element) in elements.enumerated() {
            try pauseIfAwaited(at: position)
            element.markShared()
            heap.state.pointee.append(element, to: list)
        }
    }
}

extension Cell {
    /// An integer or float as a float.
    var number: Double { kind == CellKind.integer ? Double(integer) : float }
}

extension Opcode {
    var isAddition: Bool { self == .add || self == .addImmediate }

    /// The operator as written in a script.
    var symbol: String {
        switch self {
        case .add, .addImmediate: return "+"
        case .subtract, .subtractImmediate: return "-"
        case .multiply, .multiplyImmediate: return "*"
        case .divide, .divideImmediate: return "/"
        case .remainder, .remainderImmediate: return "%"
        case .equal, .testEqual, .testEqualImmediate: return "=="
        case .notEqual, .testNotEqual, .testNotEqualImmediate: return "!="
        case .less, .testLess, .testLessImmediate: return "<"
        case .lessOrEqual, .testLessOrEqual, .testLessOrEqualImmediate: return "<="
        case .greater, .testGreater, .testGreaterImmediate: return ">"
        case .greaterOrEqual, .testGreaterOrEqual, .testGreaterOrEqualImmediate: return ">="
        case .contained: return "in"
        case .notContained: return "not in"
        default: return "\(self)"
        }
    }
}
