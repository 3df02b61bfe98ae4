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

    private func prepareRange(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        let (lower, upper) = (register(a).revealed, register(a + 16).revealed)
        guard lower.kind == CellKind.integer, upper.kind == CellKind.integer else {
            throw rangeBounds(lower.kind == CellKind.integer ? upper : lower)
        }
        let isHalfOpen = instruction.flag != 0
        guard lower.integer < upper.integer || !isHalfOpen && lower.integer == upper.integer else {
            return jump(instruction.wide)
        }
        setRegister(a, lower)
        setRegister(a + 16, isHalfOpen ? Cell(upper.integer - 1) : upper)
        setRegister(a + 32, lower)
    }

    private func nextInRange(_ instruction: Instruction) throws(Failure) {
        try refill()
        let a = instruction.a
        let current = register(a).integer
        guard current != register(a + 16).integer else { return }
        setRegister(a, Cell(current + 1))
        setRegister(a + 32, Cell(current + 1))
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
