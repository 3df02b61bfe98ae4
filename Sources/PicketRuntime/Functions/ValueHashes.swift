/// Hashes of whole values. Equal values have equal hashes, whatever the order of a map's keys. A part that occurs
/// repeatedly is hashed once.
struct ValueHashes {
    private let heap: Heap
    private var known: [UnsafeMutableRawPointer: UInt64] = [:]
    private var visits = 0

    init(heap: Heap) { self.heap = heap }

    /// The number of cells visited since the last call.
    mutating func takeVisits() -> Int {
        defer { visits = 0 }
        return visits
    }

    mutating func hash(_ cell: Cell) -> UInt64 {
        visits += 1
        switch cell.kind {
        // An integer and a float of the same value are equal.
        case CellKind.integer: return HeapState.mix(Double(cell.integer).bitPattern, 1)
        case CellKind.float: return HeapState.mix((cell.float == 0 ? 0 : cell.float).bitPattern, 1)
        case CellKind.decimal:
            return cell.withText { $0.reduce(UInt64($0.count)) { HeapState.mix($0, UInt64($1)) } }
        case CellKind.bytes:
            return cell.withContent { content, _ in
                content.prefix(64).reduce(UInt64(content.count)) { HeapState.mix($0, UInt64($1)) }
            }
        case CellKind.unreadable:
            return cell.unreadable.tag.utf8.reduce(UInt64(cell.unreadable.line)) { HeapState.mix($0, UInt64($1)) }
        case CellKind.list, CellKind.map:
            if let hash = known[cell.object] { return hash }
            let hash = hashParts(of: cell)
            known[cell.object] = hash
            return hash
        default:
            return cell.isText ? heap.state.pointee.hash(cell) : HeapState.mix(cell.low, UInt64(cell.kind))
        }
    }

    private mutating func hashParts(of cell: Cell) -> UInt64 {
        if cell.kind == CellKind.list {
            var hash = UInt64(cell.listElements.count)
            for element in cell.listElements { hash = HeapState.mix(hash, self.hash(element)) }
            return hash
        }
        var hash = UInt64(cell.mapEntries.count)
        for entry in cell.mapEntries {
            hash &+= HeapState.mix(heap.state.pointee.hash(entry.key), self.hash(entry.value))
        }
        return hash
    }
}
