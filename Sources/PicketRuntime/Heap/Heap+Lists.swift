extension HeapState {
    /// The maximum nesting of containers, so that walks over them may recurse.
    static let depthLimit: UInt32 = 500

    /// Creates an empty list with room for `capacity` elements.
    mutating func list(capacity: Int) -> Cell {
        let object = allocate(MemoryLayout<ListObject>.size, kind: CellKind.list, count: 0)
        let list = ListObject.at(object)
        list.pointee.elements = capacity == 0 ? nil : Memory.allocate(capacity)
        list.pointee.capacity = UInt32(truncatingIfNeeded: capacity)
        list.pointee.depth = 1
        bytes += capacity * MemoryLayout<Cell>.stride
        return Cell(kind: CellKind.list, object: object)
    }

    /// Adds an element to an unshared list.
    @inline(__always)
    mutating func append(_ element: Cell, to cell: Cell) {
        let list = cell.list
        let count = Int(list.pointee.header.count)
        if count == Int(list.pointee.capacity) { grow(list) }
        list.pointee.elements.unsafelyUnwrapped[count] = element
        list.pointee.header.count = UInt32(truncatingIfNeeded: count + 1)
        let depth = element.depth
        if depth >= list.pointee.depth { list.pointee.depth = depth + 1 }
    }

    @inline(never)
    private mutating func grow(_ list: UnsafeMutablePointer<ListObject>) {
        let capacity = max(4, Int(list.pointee.capacity) * 2)
        list.pointee.elements = Memory.resize(list.pointee.elements, to: capacity)
        bytes += (capacity - Int(list.pointee.capacity)) * MemoryLayout<Cell>.stride
        list.pointee.capacity = UInt32(truncatingIfNeeded: capacity)
    }

    /// The bytes that growing by one element would allocate now.
    @inline(__always)
    static func growth(of cell: Cell) -> Int {
        let list = cell.list
        return list.pointee.header.count == list.pointee.capacity
            ? Int(list.pointee.capacity) * MemoryLayout<Cell>.stride : 0
    }

    /// Creates an unshared copy, whose elements become shared.
    ///
    /// - Parameter goesOn: called at intervals; returns false to abandon the copy.
    mutating func copyList(_ cell: Cell, goesOn: () -> Bool) -> Cell? {
        let elements = cell.listElements
        let copy = list(capacity: elements.count + 1)
        for (position, element) in elements.enumerated() {
            if position & 0xFFFF == 0xFFFF, !goesOn() { return nil }
            element.markShared()
            append(element, to: copy)
        }
        return copy
    }
}
