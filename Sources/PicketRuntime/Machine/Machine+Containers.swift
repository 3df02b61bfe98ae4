extension Machine {
    func performContainer(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        switch instruction.operation {
        case .newList: setRegister(a, try newList(instruction))
        case .newMap: setRegister(a, try newMap(instruction))
        case .newRange: setRegister(a, try newRange(instruction))
        case .getField:
            let key = state.pointee.constants[instruction.c >> 4]
            setRegister(a, try element(of: register(instruction.b), at: key, isSoft: instruction.flag != 0))
        case .getIndex:
            setRegister(
                a,
                try element(of: register(instruction.b), at: register(instruction.c), isSoft: instruction.flag != 0))
        case .setIndex:
            let value = register(instruction.c)
            setRegister(a, try updated(register(a), [register(instruction.b)][...], with: { _ in value }))
        case .setPath:
            let value = register(instruction.c)
            setRegister(a, try updated(register(a), keys(instruction)[...], with: { _ in value }))
        case .append:
            setRegister(a, try appended(register(a), register(instruction.c)))
        case .slice: setRegister(a, try slice(instruction))
        default:
            let value = register(instruction.c)
            setRegister(
                a,
                try updated(
                    register(a), keys(instruction)[...],
                    with: { (old) throws(Failure) in try self.appended(old, value) }))
        }
    }

    private func keys(_ instruction: Instruction) -> [Cell] {
        (0..<Int(instruction.flag)).map { register(instruction.b + $0 * 16) }
    }

    private func newList(_ instruction: Instruction) throws(Failure) -> Cell {
        let count = instruction.c
        try demand(bytes: count * 16)
        let list = heap.state.pointee.list(capacity: count)
        for position in 0..<count {
            try addElement(register(instruction.b + position * 16), to: list)
        }
        return list
    }

    func addElement(_ element: Cell, to list: Cell) throws(Failure) {
        assert(element.isValue, "a container holds values")
        guard element.depth < HeapState.depthLimit else { throw nestingTooDeep() }
        heap.state.pointee.append(element, to: list)
    }

    private func newMap(_ instruction: Instruction) throws(Failure) -> Cell {
        let map = heap.state.pointee.map(capacity: instruction.c)
        for position in 0..<instruction.c {
            let key = register(instruction.b + position * 32)
            let value = register(instruction.b + position * 32 + 16)
            guard key.isText else { throw keyMustBeText(key) }
            assert(value.isValue, "a container holds values")
            guard value.depth < HeapState.depthLimit else { throw nestingTooDeep() }
            heap.state.pointee.set(key, to: value, in: map)
        }
        return map
    }

    private func newRange(_ instruction: Instruction) throws(Failure) -> Cell {
        let (lower, upper) = (register(instruction.b), register(instruction.c))
        guard lower.kind == CellKind.integer, upper.kind == CellKind.integer else {
            throw rangeBounds(lower.kind == CellKind.integer ? upper : lower)
        }
        return try range(
            lower.integer, upper.integer, isClosed: instruction.flag == 0,
            isSecret: lower.isSecret || upper.isSecret)
    }

    /// The integers of a range as a list.
    func range(_ lower: Int64, _ upper: Int64, isClosed: Bool, isSecret: Bool) throws(Failure) -> Cell {
        guard lower < upper || isClosed && lower == upper else { return heap.state.pointee.list(capacity: 0) }
        let (distance, overflow) = upper.subtractingReportingOverflow(lower)
        guard !overflow, distance < Int64(UInt32.max) - 1 else { throw memoryLimit() }
        let count = Int(distance) + (isClosed ? 1 : 0)
        try demand(bytes: count * 16)
        let list = heap.state.pointee.list(capacity: count)
        for offset in 0..<count {
            try pauseIfAwaited(at: offset)
            heap.state.pointee.append(Cell(lower + Int64(offset)).tainted(isSecret), to: list)
        }
        return list
    }

    /// The element at a key or index. In soft mode a missing element is `missing` instead of an error.
    func element(of container: Cell, at key: Cell, isSoft: Bool) throws(Failure) -> Cell {
        switch container.kind {
        case CellKind.list:
            guard key.kind == CellKind.integer else {
                if isSoft { return .missing }
                throw indexMustBeInteger(key)
            }
            let elements = container.listElements
            guard key.integer >= 0, key.integer < Int64(elements.count) else {
                if isSoft { return .missing }
                throw indexOutOfRange(key, count: elements.count)
            }
            return try readable(elements[Int(key.integer)], at: key)
        case CellKind.map:
            guard key.isText else {
                if isSoft { return .missing }
                throw keyMustBeText(key)
            }
            if let value = heap.state.pointee.value(of: key, in: container) {
                return isSoft && value.isUnknown ? unknownPart(isSoft: true) : try readable(value, at: key)
            }
            if let value = heap.state.pointee.header(key, in: container) { return value }
            if isSoft { return .missing }
            throw missingKey(key, in: container)
        default:
            if container.isUnknown { return unknownPart(isSoft: isSoft) }
            if container.kind == CellKind.unreadable { throw unreadable(container, "the value") }
            if isSoft { return .missing }
            throw hasNoElements(container, key)
        }
    }

    /// Returns an element, unless it cannot be read.
    private func readable(_ element: Cell, at key: Cell) throws(Failure) -> Cell {
        guard element.kind == CellKind.unreadable else { return element }
        throw unreadable(element, "`\(shownPart(key))`")
    }

    /// The container with the element at a path of keys replaced. Shared containers on the path are copied first.
    private func updated(
        _ container: Cell, _ keys: ArraySlice<Cell>, with change: (Cell) throws(Failure) -> Cell
    ) throws(Failure) -> Cell {
        guard let key = keys.first else { return try change(container) }
        let isLast = keys.count == 1
        switch container.kind {
        case CellKind.map:
            guard key.isText else { throw keyMustBeText(key) }
            let own = try unshared(container)
            let old = heap.state.pointee.value(of: key, in: own) ?? .missing
            if !isLast, old.kind == CellKind.missing { throw nothingToChange(at: key) }
            let new = try updated(old, keys.dropFirst(), with: change)
            assert(new.isValue, "a container holds values")
            guard new.depth < HeapState.depthLimit else { throw nestingTooDeep() }
            heap.state.pointee.set(key, to: new, in: own)
            return own
        case CellKind.list:
            let position = try index(key, in: container)
            let own = try unshared(container)
            let old = own.listElements[position]
            let new = try updated(old, keys.dropFirst(), with: change)
            assert(new.isValue, "a container holds values")
            guard new.depth < HeapState.depthLimit else { throw nestingTooDeep() }
            own.list.pointee.elements.unsafelyUnwrapped[position] = new
            own.list.pointee.depth = max(own.list.pointee.depth, new.depth + 1)
            return own
        default: throw hasNoElements(container, key)
        }
    }

    private func index(_ key: Cell, in list: Cell) throws(Failure) -> Int {
        guard key.kind == CellKind.integer else { throw indexMustBeInteger(key) }
        let count = list.listElements.count
        guard key.integer >= 0, key.integer < Int64(count) else {
            throw indexOutOfRange(key, count: count)
        }
        return Int(key.integer)
    }

    /// The container itself if it is unshared, else a copy.
    private func unshared(_ container: Cell) throws(Failure) -> Cell {
        guard container.isShared else { return container }
        if container.kind == CellKind.list {
            try demand(bytes: container.listElements.count * 16)
            guard let copy = heap.state.pointee.copyList(container, goesOn: { !isAwaited }) else { throw pause }
            return copy
        }
        try demand(bytes: HeapState.mapBytes(capacity: Int(container.map.pointee.capacity)))
        charge(visits: container.mapEntries.count * 4)
        guard let copy = heap.state.pointee.copyMap(container, goesOn: { !isAwaited }) else { throw pause }
        return copy
    }

    private func appended(_ container: Cell, _ element: Cell) throws(Failure) -> Cell {
        guard container.kind == CellKind.list else { throw cannotAppend(to: container) }
        guard container.listElements.count < Int(UInt32.max) / 2 else { throw memoryLimit() }
        let list = try unshared(container)
        try demand(bytes: HeapState.growth(of: list))
        try addElement(element, to: list)
        return list
    }
}
