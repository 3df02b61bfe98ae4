/// The memory that a host's copy of a value takes. A part that the value shares is in the copy as often as it occurs.
struct CopySize {
    /// The bytes so far; no more than about the limit.
    private(set) var bytes = 0
    /// Whether any part, or the key of a part, is secret.
    private(set) var holdsSecret = false
    /// The number of visited parts.
    private(set) var visits = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Whether the copy is larger than the limit. The walk ends there.
    var isTooLarge: Bool { bytes > limit }

    private static let header = 32
    private static let element = MemoryLayout<Value>.stride
    /// An entry of a map has a key beside its value, and a place in the index of a large map.
    private static let entry = element + 2 * MemoryLayout<String>.stride

    mutating func add(_ cell: Cell) {
        visits += 1
        if cell.isSecret { holdsSecret = true }
        switch cell.kind {
        case CellKind.list:
            bytes += CopySize.header + CopySize.element * cell.listElements.count
            for element in cell.listElements {
                if isTooLarge { return }
                add(element)
            }
        case CellKind.map:
            bytes += 3 * CopySize.header + MemoryLayout<ValueMap>.stride + CopySize.entry * cell.mapEntries.count
            for entry in cell.mapEntries {
                if isTooLarge { return }
                add(entry.key)
                add(entry.value)
            }
        case CellKind.heapText, CellKind.decimal, CellKind.bytes, CellKind.unreadable:
            bytes += CopySize.header + cell.storedBytes
        default: break
        }
    }
}

extension Cell {
    /// The bytes of a text, a decimal or the like that is stored in the heap.
    fileprivate var storedBytes: Int { Int(TextObject.at(object).pointee.count) }
}

extension Machine {
    /// Makes sure that the copy of a value for the host fits into the memory that is left.
    func demand(_ copy: CopySize) throws(Failure) {
        charge(visits: copy.visits)
        if copy.isTooLarge { throw doesNotFit() }
        if copy.bytes > 0 { try demand(bytes: copy.bytes) }
    }

    /// Counts a host's copies as memory of the run while a command is in progress.
    func lend(_ copy: CopySize) {
        lentBytes += copy.bytes
        heap.state.pointee.bytes += copy.bytes
    }

    /// The command has ended, so the copies are gone.
    @inline(never)
    func takeBackLent() {
        heap.state.pointee.bytes -= lentBytes
        lentBytes = 0
    }
}
