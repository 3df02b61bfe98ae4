import PicketSyntax

/// `sum`, `min`, `max`, `chunk` and `merge`, and parts of lists.
extension Machine {
    /// The sum of numbers or durations, 0 of none; the least or greatest element by `<`.
    func reduced(_ cell: Cell, _ function: Builtin) throws(Failure) -> Cell {
        guard cell.kind == CellKind.list else { throw wrongFunctionArgument(function, "a list", cell) }
        let elements = cell.listElements
        charge(visits: 4 * elements.count)
        guard var result = elements.first else {
            if function == .sum { return Cell(Int64(0)) }
            throw fault(
                .valueOutOfRange, "`\(function.name)` of an empty list is nothing", label: "empty",
                help: "ask first: `if len($list) > 0 { … }`")
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

    /// A list in lists of so many elements; the last one has the rest.
    func chunks(of cell: Cell, _ count: Cell) throws(Failure) -> Cell {
        guard cell.kind == CellKind.list else { throw wrongFunctionArgument(.chunk, "a list", cell) }
        guard count.kind == CellKind.integer else {
            throw wrongFunctionArgument(.chunk, "how many elements a part has", count)
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

    /// The entries of both maps; of a key in both the second map's value, in the place of the first's.
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

    /// `slice`: the part of a list between two indices, of which the upper may lie beyond its end.
    func slice(_ instruction: Instruction) throws(Failure) -> Cell {
        let (list, lower, upper) = (
            register(instruction.b), register(instruction.c), register(instruction.c + 16)
        )
        let isSoft = instruction.flag & 2 != 0
        guard list.kind == CellKind.list else {
            if isSoft { return .missing }
            throw wrongKind("a range of indices takes a part of a list", got: list)
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
