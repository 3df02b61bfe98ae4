import PicketSyntax

extension Machine {
    func performCall(_ instruction: Instruction) throws(Failure) {
        switch instruction.operation {
        case .call:
            try refill()
            try enter(instruction.wide, at: instruction.a)
        case .callSpread: try callSpread(instruction)
        case .returnValue: try leaveFunction(with: register(instruction.a))
        case .returnNull: try leaveFunction(with: .null)
        case .callHost: try callHost(instruction)
        default:
            setRegister(instruction.a, try callBuiltin(instruction))
        }
    }

    /// Begins a call whose arguments start at `offset`.
    func enter(_ function: Int, at offset: Int) throws(Failure) {
        guard state.pointee.frameCount < limits.depth - outerDepth else { throw depthLimit() }
        let record = state.pointee.functions[function]
        try demandStack(for: state.pointee.base + offset, bytes: record.registerBytes)
        if state.pointee.frameCount == state.pointee.frameCapacity { growFrames() }
        growStack(for: state.pointee.base + offset, bytes: record.registerBytes)
        state.pointee.frames[state.pointee.frameCount] = Frame(
            returnAddress: state.pointee.counter, base: state.pointee.base, function: state.pointee.function,
            blockCount: blocks.count)
        state.pointee.frameCount += 1
        state.pointee.base += offset
        state.pointee.counter = record.code
        state.pointee.constants = record.constants
        state.pointee.function = function
    }

    private func growFrames() {
        let capacity = min(state.pointee.frameCapacity * 2, max(limits.depth - outerDepth, state.pointee.frameCapacity))
        state.pointee.frames = Memory.resize(state.pointee.frames, to: capacity)
        state.pointee.frameCapacity = capacity
    }

    /// Makes sure that memory for the registers of a frame is available.
    private func demandStack(for base: UnsafeMutableRawPointer, bytes: Int) throws(Failure) {
        guard base + bytes > state.pointee.stackEnd else { return }
        try demand(bytes: max(stackBytes, base + bytes - state.pointee.stackEnd))
    }

    /// Makes room for a frame. Every address into the stack changes.
    func growStack(for base: UnsafeMutableRawPointer, bytes: Int) {
        guard base + bytes > state.pointee.stackEnd else { return }
        let old = UnsafeMutableRawPointer(state.pointee.stack)
        let used = (state.pointee.stackEnd - old) >> 4
        let needed = (base + bytes - old) >> 4
        var capacity = used * 2
        while capacity < needed { capacity *= 2 }
        let stack = Memory.resize(state.pointee.stack, to: capacity)
        (stack + used).initialize(repeating: .missing, count: capacity - used)
        let new = UnsafeMutableRawPointer(stack)
        for index in 0..<state.pointee.frameCount {
            state.pointee.frames[index].base = new + (state.pointee.frames[index].base - old)
        }
        state.pointee.base = new + (state.pointee.base - old)
        if !isIteration { state.pointee.globals = new }
        state.pointee.stack = stack
        state.pointee.stackEnd = new + capacity * 16
        heap.state.pointee.bytes += (capacity - used) * 16
    }

    /// Executes `name ...$map`: stores the entries of maps in unbound parameters, then calls.
    private func callSpread(_ instruction: Instruction) throws(Failure) {
        let site = currentFunction.sites.spreads[instruction.wide]
        // Memory is requested before anything is bound, because the instruction may be repeated after a collection.
        try demandStack(
            for: state.pointee.base + instruction.a, bytes: state.pointee.functions[site.function].registerBytes)
        for spread in site.spreads {
            chargeBinding(register(instruction.a + spread.offset), site.parameters.count)
            try bind(
                spread, at: instruction.a, names: site.parameters, callee: functions[site.function].name)
        }
        for (position, name) in site.parameters.enumerated()
        where site.required[position] && register(instruction.a + position * 16).kind == CellKind.missing {
            throw missingArgument(
                name, of: functions[site.function].name,
                in: site.spreads.map { register(instruction.a + $0.offset) })
        }
        try refill()
        try enter(site.function, at: instruction.a)
    }

    /// Charges the search for each entry of a map among the parameters.
    func chargeBinding(_ map: Cell, _ parameterCount: Int) {
        guard map.kind == CellKind.map else { return }
        charge(visits: map.mapEntries.count * (16 + parameterCount))
    }

    /// Binds a map's entries to parameters by name. The map is `spread.offset` bytes after the base.
    func bind(
        _ spread: SpreadArgument, at base: Int, names: [String], callee: String,
        others: ((Cell, Cell) throws(Failure) -> Bool)? = nil
    ) throws(Failure) {
        let map = register(base + spread.offset)
        guard map.kind == CellKind.map else { throw spreadNeedsMap(map, at: spread.span) }
        for entry in map.mapEntries {
            let key = entry.key.string
            guard let position = names.firstIndex(where: { $0.hasBytes(of: key) }) else {
                if let others, try others(entry.key, entry.value) { continue }
                throw unknownArgument(entry.key, of: callee, known: names, in: map, at: spread.span)
            }
            guard register(base + position * 16).kind == CellKind.missing else {
                throw repeatedArgument(entry.key, at: spread.span)
            }
            assert(entry.value.isValue, "a map's entry is an argument")
            entry.value.markShared()
            setRegister(base + position * 16, entry.value)
        }
    }

    /// Leaves the blocks of this call, then the call.
    private func leaveFunction(with value: Cell) throws(Failure) {
        guard state.pointee.frameCount > 0 else { return }
        if blocks.count > state.pointee.frames[state.pointee.frameCount - 1].blockCount {
            signalNext = unwind(.returned(value))
        } else {
            popFrame(returning: value)
        }
    }

    func popFrame(returning value: Cell) {
        assert(value.isValue, "a def returns a value")
        setRegister(0, value)
        popFrame()
    }

    /// Returns to the caller without a result. An included file shares the frame of its includer, so the registers
    /// stay.
    func popFrame() {
        state.pointee.frameCount -= 1
        let frame = state.pointee.frames[state.pointee.frameCount]
        state.pointee.base = frame.base
        state.pointee.counter = frame.returnAddress
        state.pointee.function = frame.function
        state.pointee.constants = state.pointee.functions[frame.function].constants
    }
}
