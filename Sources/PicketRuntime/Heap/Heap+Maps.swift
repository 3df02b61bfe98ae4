extension HeapState {
    static func mapBytes(capacity: Int) -> Int {
        capacity * MemoryLayout<MapObject.Entry>.stride
            + (capacity > MapObject.indexThreshold ? capacity * 2 * MemoryLayout<UInt32>.stride : 0)
    }

    /// Creates an empty map with room for `capacity` entries, rounded up to a power of two.
    mutating func map(capacity: Int) -> Cell {
        let object = allocate(MemoryLayout<MapObject>.size, kind: CellKind.map, count: 0)
        let map = MapObject.at(object)
        map.pointee.entries = nil
        map.pointee.index = nil
        map.pointee.capacity = 0
        map.pointee.depth = 1
        if capacity > 0 { reserve(map, capacity) }
        return Cell(kind: CellKind.map, object: object)
    }

    @inline(never)
    private mutating func reserve(_ map: UnsafeMutablePointer<MapObject>, _ wanted: Int) {
        var capacity = 4
        while capacity < wanted { capacity *= 2 }
        map.pointee.entries = Memory.resize(map.pointee.entries, to: capacity)
        bytes += HeapState.mapBytes(capacity: capacity) - HeapState.mapBytes(capacity: Int(map.pointee.capacity))
        map.pointee.capacity = UInt32(truncatingIfNeeded: capacity)
        if capacity > MapObject.indexThreshold { rebuildIndex(map) }
    }

    private mutating func rebuildIndex(_ map: UnsafeMutablePointer<MapObject>) {
        Memory.free(map.pointee.index)
        let places = Int(map.pointee.capacity) * 2
        let index = Memory.allocate(places) as UnsafeMutablePointer<UInt32>
        index.initialize(repeating: 0, count: places)
        map.pointee.index = index
        let entries = map.pointee.entries.unsafelyUnwrapped
        for position in 0..<Int(map.pointee.header.count) {
            place(position, hash(entries[position].key), in: index, mask: places - 1)
        }
    }

    /// The part of a hash that an index with `mask` stores: the upper bits that positions do not use.
    @inline(__always)
    private static func tag(_ hash: UInt64, mask: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: hash >> 32) & ~UInt32(truncatingIfNeeded: mask)
    }

    @inline(__always)
    private func place(_ position: Int, _ hash: UInt64, in index: UnsafeMutablePointer<UInt32>, mask: Int) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while index[slot] != 0 { slot = (slot + 1) & mask }
        index[slot] = HeapState.tag(hash, mask: mask) | UInt32(truncatingIfNeeded: position + 1)
    }

    /// The position of a key; nil if the map does not have it.
    @inline(__always)
    func find(_ key: Cell, in cell: Cell) -> Int? {
        let map = cell.map
        guard let entries = map.pointee.entries else { return nil }
        guard let index = map.pointee.index else {
            for position in 0..<Int(map.pointee.header.count)
            where HeapState.sameText(entries[position].key, key) {
                return position
            }
            return nil
        }
        let hash = hash(key)
        let mask = Int(map.pointee.capacity) * 2 - 1
        let tag = HeapState.tag(hash, mask: mask)
        let positionMask = UInt32(truncatingIfNeeded: mask)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while index[slot] != 0 {
            let entry = index[slot]
            if entry & ~positionMask == tag {
                let position = Int(entry & positionMask) - 1
                if HeapState.sameText(entries[position].key, key) { return position }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    func value(of key: Cell, in cell: Cell) -> Cell? {
        guard let position = find(key, in: cell) else { return nil }
        return cell.map.pointee.entries.unsafelyUnwrapped[position].value
    }

    /// Sets an entry of an unshared map. A new key is added at the end.
    @inline(__always)
    mutating func set(_ key: Cell, to value: Cell, in cell: Cell) {
        let map = cell.map
        if let position = find(key, in: cell) {
            map.pointee.entries.unsafelyUnwrapped[position].value = value
        } else {
            insert(key, value, into: map)
        }
        let depth = value.depth
        if depth >= map.pointee.depth { map.pointee.depth = depth + 1 }
    }

    /// Adds an entry with a new key. A map for display may have the same key twice.
    mutating func add(_ key: Cell, _ value: Cell, to cell: Cell) {
        insert(key, value, into: cell.map)
        let depth = value.depth
        if depth >= cell.map.pointee.depth { cell.map.pointee.depth = depth + 1 }
    }

    private mutating func insert(_ key: Cell, _ value: Cell, into map: UnsafeMutablePointer<MapObject>) {
        let count = Int(map.pointee.header.count)
        if count == Int(map.pointee.capacity) { reserve(map, count + 1) }
        map.pointee.entries.unsafelyUnwrapped[count] = MapObject.Entry(key: key, value: value)
        map.pointee.header.count = UInt32(truncatingIfNeeded: count + 1)
        if let index = map.pointee.index {
            place(count, hash(key), in: index, mask: Int(map.pointee.capacity) * 2 - 1)
        }
    }

    /// Creates an unshared copy, whose entries become shared.
    ///
    /// - Parameter goesOn: called at intervals; returns false to abandon the copy.
    mutating func copyMap(_ cell: Cell, goesOn: () -> Bool) -> Cell? {
        let entries = cell.mapEntries
        let copy = map(capacity: entries.count + 1)
        for (position, entry) in entries.enumerated() {
            if position & 0x3FFF == 0x3FFF, !goesOn() { return nil }
            entry.value.markShared()
            insert(entry.key, entry.value, into: copy.map)
        }
        copy.map.pointee.depth = cell.map.pointee.depth
        copyOrigin(of: cell.object, to: copy.object)
        return copy
    }
}
