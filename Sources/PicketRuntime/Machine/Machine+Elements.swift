/// The common operations on containers. They are not inlined, because the machine's loop needs the registers for its
/// own state.
extension Machine {
    /// The element at a position or key; missing if there is none, if it cannot be read, or if the kinds do not match.
    @inline(never)
    static func element(_ container: Cell, _ key: Cell, _ heap: UnsafeMutablePointer<HeapState>) -> Cell {
        let element = anyElement(container, key, heap)
        return element.kind == CellKind.unreadable ? .missing : element
    }

    @inline(__always)
    private static func anyElement(
        _ container: Cell, _ key: Cell, _ heap: UnsafeMutablePointer<HeapState>
    ) -> Cell {
        if container.kind == CellKind.list {
            let list = container.list
            guard key.isPlainInteger, key.low < UInt64(list.pointee.header.count) else { return .missing }
            return list.pointee.elements.unsafelyUnwrapped[Int(key.low)]
        }
        guard container.kind == CellKind.map, key.isText else { return .missing }
        return heap.pointee.value(of: key, in: container) ?? .missing
    }

    /// Sets an element of an unshared container to a scalar; returns false if the slow path is necessary.
    @inline(never)
    static func setElement(
        _ container: Cell, _ key: Cell, _ value: Cell, _ heap: UnsafeMutablePointer<HeapState>
    ) -> Bool {
        assert(value.isValue, "a container holds values")
        guard !value.isContainer, heap.pointee.bytes <= heap.pointee.threshold else { return false }
        if container.kind == CellKind.list, key.isPlainInteger {
            let list = container.list
            guard list.pointee.header.shared == 0, key.low < UInt64(list.pointee.header.count) else { return false }
            list.pointee.elements.unsafelyUnwrapped[Int(key.low)] = value
            return true
        }
        guard container.kind == CellKind.map, !container.isShared, key.isText else { return false }
        heap.pointee.set(key, to: value, in: container)
        return true
    }

    /// Appends to an unshared list with room; returns false if the slow path is necessary.
    @inline(never)
    static func append(_ value: Cell, to list: Cell) -> Bool {
        assert(value.isValue, "a container holds values")
        guard list.kind == CellKind.list, !list.isShared else { return false }
        let object = list.list
        guard object.pointee.header.count < object.pointee.capacity, !value.isContainer else { return false }
        object.pointee.elements.unsafelyUnwrapped[Int(object.pointee.header.count)] = value
        object.pointee.header.count &+= 1
        return true
    }
}
