extension Machine {
    func performLoop(_ instruction: Instruction) throws(Failure) {
        switch instruction.operation {
        case .loop:
            try refill()
            jump(instruction.wide)
        case .rangePrepare: try prepareRange(instruction)
        case .rangeNext: try nextInRange(instruction)
        case .sequencePrepare: try prepareSequence(instruction)
        default: try nextInSequence(instruction)
        }
    }

    /// Prepares a loop over a range. A secret bound makes its integers secret; `rangeNext` copies the tag.
    private func prepareRange(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        guard let (first, last) = try rangeBounds(register(a), register(a + 16), isClosed: instruction.flag == 0) else {
            return jump(instruction.wide)
        }
        let isSecret = register(a).isSecret || register(a + 16).isSecret
        setRegister(a, Cell(first).tainted(isSecret))
        setRegister(a + 16, Cell(last).tainted(isSecret))
        setRegister(a + 32, Cell(first).tainted(isSecret))
    }

    /// The first and the last integer of a range; nil for an empty one.
    func rangeBounds(_ lower: Cell, _ upper: Cell, isClosed: Bool) throws(Failure) -> (first: Int64, last: Int64)? {
        guard lower.kind == CellKind.integer, upper.kind == CellKind.integer else {
            throw rangeBounds(lower.kind == CellKind.integer ? upper : lower)
        }
        let (first, last) = (lower.integer, upper.integer)
        guard first < last || isClosed && first == last else { return nil }
        return (first, isClosed ? last : last - 1)
    }

    private func nextInRange(_ instruction: Instruction) throws(Failure) {
        try refill()
        let a = instruction.a
        let current = register(a)
        guard current.integer != register(a + 16).integer else { return }
        let next = Cell(current.integer + 1).tainted(current.isSecret)
        setRegister(a, next)
        setRegister(a + 32, next)
        jump(instruction.wide)
    }

    private func prepareSequence(_ instruction: Instruction) throws(Failure) {
        let sequence = register(instruction.a)
        guard sequence.isContainer else { throw cannotIterate(sequence) }
        sequence.markShared()
        setRegister(instruction.a + 16, Cell(Int64(0)))
    }

    private func nextInSequence(_ instruction: Instruction) throws(Failure) {
        try refill()
        let a = instruction.a
        let sequence = register(a)
        let position = Int(register(a + 16).integer)
        let key: Cell
        let value: Cell
        if sequence.kind == CellKind.list {
            guard position < sequence.listElements.count else { return }
            let element = sequence.listElements[position]
            (key, value) = instruction.flag == 0 ? (element, .null) : (Cell(Int64(position)), element)
        } else {
            guard position < sequence.mapEntries.count else { return }
            (key, value) = (sequence.mapEntries[position].key, sequence.mapEntries[position].value)
        }
        key.markShared()
        value.markShared()
        setRegister(a + 32, key)
        if instruction.flag != 0 { setRegister(a + 48, value) }
        setRegister(a + 16, Cell(Int64(position + 1)))
        jump(instruction.wide)
    }
}
