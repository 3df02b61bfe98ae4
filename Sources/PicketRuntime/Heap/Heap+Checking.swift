/// Checks the heap after a collection, in debug builds under stress.
extension HeapState {
    /// Describes the first object that breaks a rule of the heap; nil if there is none.
    ///
    /// Call it directly after a collection: then every slot is free or holds an object that is in use.
    var problem: String? { problem(savedRegisters: []) }

    /// Describes the first object that breaks a rule of the heap; nil if there is none.
    ///
    /// - Parameter saved: The lists in which tests keep the registers around them. Only these may hold *missing*: a name
    ///   that is declared behind the test has no value yet.
    func problem(savedRegisters saved: Set<UnsafeMutableRawPointer>) -> String? {
        for page in pages {
            let size = HeapState.slotSize(Int(page.sizeClass))
            for offset in stride(from: 0, through: page.size - size, by: size) {
                let slot = page.start + offset
                let header = slot.load(as: ObjectHeader.self)
                if header.color == ObjectHeader.Color.free { continue }
                guard header.sizeClass == page.sizeClass else { return "an object is in a page of another size" }
                if let problem = problem(ofObject: slot, header, saved) { return problem }
            }
        }
        for object in large {
            let header = object.load(as: ObjectHeader.self)
            guard header.sizeClass == ObjectHeader.largeClass else { return "a large object has a small size" }
            if let problem = problem(ofObject: object, header, saved) { return problem }
        }
        return nil
    }

    private func problem(
        ofObject object: UnsafeMutableRawPointer, _ header: ObjectHeader, _ saved: Set<UnsafeMutableRawPointer>
    ) -> String? {
        guard header.color == ObjectHeader.Color.white else { return "an object has the color \(header.color)" }
        switch header.kind {
        case CellKind.heapText: return nil
        case CellKind.list: return problem(of: ListObject.at(object).pointee, mayLack: saved.contains(object))
        case CellKind.map: return problem(of: MapObject.at(object))
        default: return "an object has the kind \(header.kind)"
        }
    }

    private func problem(of list: ListObject, mayLack: Bool) -> String? {
        let count = Int(list.header.count)
        guard count <= Int(list.capacity) else { return "a list has more elements than room" }
        guard let elements = list.elements else { return count == 0 ? nil : "a list has no elements" }
        for index in 0..<count where !mayLack || elements[index].isValue {
            if let problem = problem(ofPart: elements[index], depth: list.depth) { return problem }
        }
        return nil
    }

    private func problem(of map: UnsafeMutablePointer<MapObject>) -> String? {
        let count = Int(map.pointee.header.count)
        let capacity = Int(map.pointee.capacity)
        guard count <= capacity else { return "a map has more entries than room" }
        guard let entries = map.pointee.entries else { return count == 0 ? nil : "a map has no entries" }
        guard (map.pointee.index != nil) == (capacity > MapObject.indexThreshold) else {
            return "a map of \(capacity) entries has no index, or one too many"
        }
        let cell = Cell(kind: CellKind.map, object: UnsafeMutableRawPointer(map))
        for position in 0..<count {
            let entry = entries[position]
            guard entry.key.isText else { return "a map's key is not a text" }
            let problem =
                problem(ofPart: entry.key, depth: map.pointee.depth)
                ?? problem(ofPart: entry.value, depth: map.pointee.depth)
            if let problem { return problem }
            // A map for display may have a key twice; the first is found.
            guard let found = find(entry.key, in: cell), found <= position else { return "a map does not find its key" }
        }
        return nil
    }

    private func problem(ofPart cell: Cell, depth: UInt32) -> String? {
        guard cell.isValue else { return "a container holds a missing value" }
        guard cell.isReference else { return nil }
        let header = cell.object.load(as: ObjectHeader.self)
        guard header.color == ObjectHeader.Color.white || header.color == ObjectHeader.Color.immortal else {
            return "a container refers to a freed object"
        }
        let isRightKind = cell.isContainer ? header.kind == cell.kind : header.kind == CellKind.heapText
        guard isRightKind else { return "a container refers to an object of another kind" }
        return cell.depth < depth && depth <= HeapState.depthLimit ? nil : "a container is less deep than its parts"
    }
}
