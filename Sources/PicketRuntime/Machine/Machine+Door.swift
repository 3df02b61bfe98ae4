/// The door through which values of the host enter the heap: arguments of a run, variables, files, answers, results of
/// functions, fields of errors.
extension Machine {
    /// Copies a value into the heap. Its secrets are known to the redactor from now on.
    ///
    /// Call it where every live value is in a register, because it may collect. The current instruction is not repeated:
    /// a body of the host runs once.
    ///
    /// - Parameter isSecret: whether the value was computed from a secret.
    func admitted(_ value: Value, isSecret: Bool = false) throws(Failure) -> Cell {
        if let cell = Machine.plainCell(value) { return cell.tainted(isSecret) }
        var arrival = ArrivingValue(value, limit: heap.state.pointee.limit)
        if arrival.isTooDeep { throw nestingTooDeep() }
        if arrival.bytes > freeBytes { try collect() }
        while arrival.bytes > freeBytes {
            guard extendMemory() else { throw memoryLimit() }
            // The limit is larger now, and the walk ended at the old one.
            arrival = ArrivingValue(value, limit: heap.state.pointee.limit)
            if arrival.isTooDeep { throw nestingTooDeep() }
        }
        if arrival.holdsSecret { learn(value) }
        return entered(value, isSecret: isSecret)
    }

    /// Copies a value that the runtime made, or whose size and secrets it knows already.
    func entered(_ value: Value, isSecret: Bool = false) -> Cell {
        let before = heap.state.pointee.bytes
        let cell = heap.state.pointee.cell(value, isSecret: isSecret)
        charge(scanned: 2 * (heap.state.pointee.bytes - before))
        return cell
    }

    /// A value that needs no memory of the heap.
    @inline(__always)
    private static func plainCell(_ value: Value) -> Cell? {
        switch value {
        case .null: return .null
        case .boolean(let value): return Cell(value)
        case .integer(let value): return Cell(value)
        case .float(let value): return Cell(value)
        default: return nil
        }
    }

    /// Makes the secret parts of a host's value known to the redactor.
    func learn(_ value: Value) {
        switch value {
        case .secret(let value): learnAll(of: value)
        case .list(let elements): for element in elements { learn(element) }
        case .map(let map):
            for position in map.keys.indices {
                if map.isSecret(keyAt: position) { hide(map.keys[position]) }
                learn(map.values[position])
            }
        default: break
        }
    }

    private func learnAll(of value: Value) {
        switch value {
        case .null, .boolean, .bytes, .unreadable: break
        case .string(let text), .decimal(let text): hide(text)
        case .integer(let number): hide("\(number)")
        case .float(let number): hide(Machine.text(of: Cell(number)))
        case .duration(let nanoseconds): hide(Machine.text(of: Cell(nanoseconds: nanoseconds)))
        case .secret(let value): learnAll(of: value)
        case .list(let elements): for element in elements { learnAll(of: element) }
        case .map(let map):
            for key in map.keys { hide(key) }
            for value in map.values { learnAll(of: value) }
        }
    }

    private static func text(of number: Cell) -> String {
        var bytes: [UInt8] = []
        var printer = ValuePrinter(revealsSecrets: true)
        printer.append(number, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a host's value takes in the heap. A part that occurs several times is counted, and copied, each time.
private struct ArrivingValue {
    /// The bytes so far; no more than about the limit.
    private(set) var bytes = 0
    private(set) var holdsSecret = false
    private(set) var isTooDeep = false
    private let limit: Int

    init(_ value: Value, limit: Int) {
        self.limit = limit
        add(value)
    }

    private mutating func add(_ value: Value, depth: UInt32 = 0) {
        switch value {
        case .null, .boolean, .integer, .float, .duration: break
        case .string(let text), .decimal(let text): addText(text.utf8.count)
        case .bytes(let value): addText(value.content.count)
        case .unreadable(let value): addText(value.tag.utf8.count)
        case .secret(let value):
            holdsSecret = true
            // A secret has no depth of its own, but a chain of them must not use up the stack.
            add(value, depth: depth + 1)
        case .list(let elements):
            guard fits(depth, bytes: 32 + 16 * elements.count) else { return }
            for element in elements {
                if bytes > limit { return }
                add(element, depth: depth + 1)
            }
        case .map(let map):
            guard fits(depth, bytes: HeapState.mapBytes(capacity: map.count)) else { return }
            for position in map.keys.indices {
                if bytes > limit { return }
                if map.isSecret(keyAt: position) { holdsSecret = true }
                addText(map.keys[position].utf8.count)
                add(map.values[position], depth: depth + 1)
            }
        }
    }

    private mutating func addText(_ count: Int) {
        if count > Cell.inlineCapacity { bytes += 32 + count }
    }

    private mutating func fits(_ depth: UInt32, bytes count: Int) -> Bool {
        bytes += count
        if depth >= HeapState.depthLimit - 1 { isTooDeep = true }
        return !isTooDeep
    }
}
