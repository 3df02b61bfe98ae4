import PicketSyntax

/// `sum`, `min`, `max`, `chunk`, `merge`, and slices.
extension Machine {
    /// The sum of numbers or durations, which is 0 for an empty list; or the least or greatest element by `<`.
    func reduced(_ cell: Cell, _ function: Builtin) throws(Failure) -> Cell {
        guard cell.kind == CellKind.list else { throw wrongFunctionArgument(function, "a list", cell) }
        let elements = cell.listElements
        charge(visits: 4 * elements.count)
        guard var result = elements.first else {
            if function == .sum { return Cell(Int64(0)) }
            throw fault(
                .valueOutOfRange, "`\(function.name)` takes a list that is not empty", label: "empty",
                help: "check first: `if len($list) > 0 { … }`")
        }
        if elements.count == 1 {
            guard function == .sum ? result.isNumber || result.kind == CellKind.duration : order(result, result) != nil
            else {
                throw wrongFunctionArgument(
                    function, "a list of \(function == .sum ? "numbers or durations" : "values that `<` takes")", result
                )
            }
        }
        for (position, element) in elements.enumerated().dropFirst() {
            try pauseIfAwaited(at: position)
            if function == .sum {
                guard result.isNumber || result.kind == CellKind.duration else {
                    throw wrongFunctionArgument(function, "a list of numbers or durations", result)
                }
                result = try arithmetic(.add, result, element)
            } else {
                guard let order = order(element, result) else { throw operandMismatch(.less, element, result) }
                let isSecret = result.isSecret || element.isSecret
                if order == (function == .min ? .less : .greater) { result = element }
                result = result.tainted(isSecret)
            }
        }
        return result
    }

    /// Splits a list into lists of `count` elements; the last one has the remaining elements.
    func chunks(of cell: Cell, _ count: Cell) throws(Failure) -> Cell {
        guard cell.kind == CellKind.list else { throw wrongFunctionArgument(.chunk, "a list", cell) }
        guard count.kind == CellKind.integer else {
            throw wrongFunctionArgument(.chunk, "the number of elements in a part", count)
        }
        guard count.integer > 0 else {
            throw fault(
                .valueOutOfRange, "`chunk` makes parts of at least 1 element", label: "this is \(described(count))",
                help: "for example `chunk($rows, 10)`")
        }
        let elements = cell.listElements
        let size = Int(min(count.integer, Int64(max(1, elements.count))))
        let chunkCount = (elements.count + size - 1) / size
        try demand(bytes: elements.count * 16 + chunkCount * 64)
        charge(visits: 2 * elements.count)
        let list = heap.state.pointee.list(capacity: chunkCount)
        for start in stride(from: 0, to: elements.count, by: size) {
            let end = min(elements.count, start + size)
            let part = heap.state.pointee.list(capacity: end - start)
            try append(elements[start..<end], to: part)
            try addElement(part, to: list)
        }
        return list
    }

    /// The entries of both maps. If both have a key, the second map's value replaces the first's in its position.
    func merged(_ first: Cell, _ second: Cell) throws(Failure) -> Cell {
        for map in [first, second] where map.kind != CellKind.map { throw wrongFunctionArgument(.merge, "maps", map) }
        let count = first.mapEntries.count + second.mapEntries.count
        try demand(bytes: HeapState.mapBytes(capacity: count))
        charge(visits: 8 * count)
        let map = heap.state.pointee.map(capacity: count)
        for source in [first, second] {
            for (position, entry) in source.mapEntries.enumerated() {
                try pauseIfAwaited(at: position)
                entry.value.markShared()
                heap.state.pointee.set(entry.key, to: entry.value, in: map)
            }
        }
        return map
    }

    /// `slice`: the part of a list between two indices. The upper index may exceed the list's length.
    func slice(_ instruction: Instruction) throws(Failure) -> Cell {
        let (list, lower, upper) = (
            register(instruction.b), register(instruction.c), register(instruction.c + 16)
        )
        let isSoft = instruction.flag & 2 != 0
        guard list.kind == CellKind.list else {
            if isSoft { return .missing }
            throw wrongKind("a range of indices needs a list", got: list)
        }
        guard lower.kind == CellKind.integer, upper.kind == CellKind.integer else {
            if isSoft { return .missing }
            throw rangeBounds(lower.kind == CellKind.integer ? upper : lower)
        }
        let elements = list.listElements
        guard lower.integer >= 0, lower.integer <= Int64(elements.count), upper.integer >= -1 else {
            if isSoft { return .missing }
            throw indexOutOfRange(lower.integer >= 0 && upper.integer < -1 ? upper : lower, count: elements.count)
        }
        let isClosed = instruction.flag & 1 == 0
        let start = Int(lower.integer)
        let last = min(upper.integer, Int64(elements.count) - (isClosed ? 1 : 0))
        let end = max(start, Int(last) + (isClosed ? 1 : 0))
        try demand(bytes: (end - start) * 16)
        let part = heap.state.pointee.list(capacity: end - start)
        try append(elements[start..<end], to: part)
        return part
    }
}
