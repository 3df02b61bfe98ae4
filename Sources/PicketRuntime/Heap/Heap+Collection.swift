extension HeapState {
    /// Marks the object of a cell. Its content is marked later, without recursion.
    @inline(__always)
    mutating func mark(_ cell: Cell) {
        guard cell.isReference else { return }
        let header = cell.object.assumingMemoryBound(to: ObjectHeader.self)
        guard header.pointee.color == ObjectHeader.Color.white else { return }
        header.pointee.color = ObjectHeader.Color.black
        if header.pointee.kind != CellKind.heapText { markStack.append(cell.object) }
    }

    mutating func mark(_ cells: UnsafeMutablePointer<Cell>, count: Int) {
        for index in 0..<max(count, 0) { mark(cells[index]) }
    }

    mutating func drainMarkStack() {
        while let object = markStack.popLast() {
            if object.assumingMemoryBound(to: ObjectHeader.self).pointee.kind == CellKind.list {
                let list = ListObject.at(object)
                guard let elements = list.pointee.elements else { continue }
                for index in 0..<Int(list.pointee.header.count) { mark(elements[index]) }
            } else {
                let map = MapObject.at(object)
                guard let entries = map.pointee.entries else { continue }
                for index in 0..<Int(map.pointee.header.count) {
                    mark(entries[index].key)
                    mark(entries[index].value)
                }
            }
        }
    }

    /// Frees unmarked objects, and sets the next threshold to twice the live bytes.
    mutating func sweep() {
        for index in 0..<HeapState.slotSizes.count { free[index] = nil }
        for page in pages {
            eachSlot(page) { state, slot, header in
                if header.color == ObjectHeader.Color.black {
                    slot.storeBytes(of: ObjectHeader.Color.white, as: UInt8.self)
                    return
                }
                if header.color == ObjectHeader.Color.white {
                    state.freeBuffers(slot, header)
                    state.bytes -= HeapState.slotSize(Int(page.sizeClass))
                    slot.storeBytes(of: ObjectHeader.Color.free, as: UInt8.self)
                    if state.isStressed { state.overwrite(slot, page) }
                }
                slot.storeBytes(
                    of: state.free[Int(page.sizeClass)], toByteOffset: 8, as: UnsafeMutableRawPointer?.self)
                state.free[Int(page.sizeClass)] = slot
            }
        }
        sweepLarge()
        threshold = isStressed ? -1 : min(limit, max(HeapState.smallestThreshold, bytes * 2))
    }

    /// Overwrites a freed object, so that a stale reference reads invalid data.
    private func overwrite(_ slot: UnsafeMutableRawPointer, _ page: Page) {
        let size = HeapState.slotSize(Int(page.sizeClass))
        (slot + 8).initializeMemory(as: UInt8.self, repeating: 0xDB, count: size - 8)
    }

    /// Frees unmarked large objects. These are always texts, because containers keep their contents in buffers.
    private mutating func sweepLarge() {
        var kept = 0
        for object in large {
            if object.load(as: UInt8.self) == ObjectHeader.Color.black {
                object.storeBytes(of: ObjectHeader.Color.white, as: UInt8.self)
                large[kept] = object
                kept += 1
            } else {
                bytes -= TextObject.byteOffset + Int(TextObject.at(object).pointee.count)
                Memory.free(object)
            }
        }
        large.removeLast(large.count - kept)
    }

    @inline(__always)
    mutating func eachSlot(
        _ page: Page, _ body: (inout HeapState, UnsafeMutableRawPointer, ObjectHeader) -> Void
    ) {
        let size = HeapState.slotSize(Int(page.sizeClass))
        var slot = page.start
        for _ in 0..<(page.size / size) {
            body(&self, slot, slot.load(as: ObjectHeader.self))
            slot += size
        }
    }

    /// Frees the buffers of a container.
    @inline(__always)
    mutating func freeBuffers(_ slot: UnsafeMutableRawPointer, _ header: ObjectHeader) {
        if header.kind == CellKind.list {
            let list = ListObject.at(slot)
            Memory.free(list.pointee.elements)
            bytes -= Int(list.pointee.capacity) * MemoryLayout<Cell>.stride
        } else if header.kind == CellKind.map {
            let map = MapObject.at(slot)
            Memory.free(map.pointee.entries)
            Memory.free(map.pointee.index)
            bytes -= HeapState.mapBytes(capacity: Int(map.pointee.capacity))
        }
    }
}
