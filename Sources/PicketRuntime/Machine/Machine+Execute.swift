extension Machine {
    /// Executes one instruction for all operands. Returns nil to continue, or a signal for the host.
    func execute(_ instruction: Instruction) -> Signal? {
        do throws(Failure) {
            if heap.state.pointee.bytes > heap.state.pointee.threshold { try collect() }
            // The charges since the last round or call count now, because long straight code has neither.
            if state.pointee.budget < 0 { try refill() }
            countInstruction()
            try perform(instruction)
        } catch {
            let failure = wantsCollection ? performAgain(instruction) : error
            if wantsPause { return pauseInstruction() }
            if let failure { return fail(failure) }
        }
        if let signal = signalNext {
            signalNext = nil
            return signal
        }
        guard yieldsNext else { return events.isEmpty ? nil : .events }
        yieldsNext = false
        return yielded()
    }

    /// Repeats an instruction that ran out of memory: after a collection, and again each time the host has extended the
    /// memory.
    private func performAgain(_ instruction: Instruction) -> Failure? {
        wantsCollection = false
        hasCollected = true
        defer { hasCollected = false }
        do throws(Failure) {
            try collect()
        } catch {
            return error
        }
        while true {
            do throws(Failure) {
                try perform(instruction)
                return nil
            } catch {
                guard wantsCollection else { return error }
                wantsCollection = false
            }
        }
    }

    private func perform(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        switch instruction.operation {
        case .add, .subtract, .multiply, .divide, .remainder:
            setRegister(
                a,
                try arithmetic(
                    instruction.operation, register(instruction.b), register(instruction.c)))
        case .addNext: setRegister(a, try arithmetic(.add, register(instruction.b), register(instruction.c)))
        case .addImmediate, .subtractImmediate, .multiplyImmediate, .divideImmediate, .remainderImmediate:
            setRegister(
                a,
                try arithmetic(
                    instruction.operation, register(instruction.b), Cell(instruction.immediate)))
        case .negate: setRegister(a, try negated(register(instruction.b)))
        case .not:
            let value = register(instruction.b)
            if value.isUnknown { _ = unknownPart(isSoft: true) }
            setRegister(a, Cell(!value.isTrue))
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contained, .notContained, .contains,
            .matches:
            setRegister(
                a,
                Cell(try compare(instruction.operation, register(instruction.b), register(instruction.c))))
        case .containedInRange:
            setRegister(a, Cell(try isInRange(instruction)))
        case .testEqual, .testNotEqual, .testLess, .testLessOrEqual, .testGreater, .testGreaterOrEqual:
            takeTest(try compare(instruction.operation, register(a), register(instruction.b)))
        case .testEqualImmediate, .testNotEqualImmediate, .testLessImmediate, .testLessOrEqualImmediate,
            .testGreaterImmediate, .testGreaterOrEqualImmediate:
            takeTest(try compare(instruction.operation, register(a), Cell(Int64(instruction.wide))))
        case .loadGlobal, .loadFar, .storeFar: try performCell(instruction)
        case .jumpIfFalse, .jumpIfTrue, .jumpUnlessAbsent: performJump(instruction)
        case .loop, .rangePrepare, .rangeNext, .sequencePrepare, .sequenceNext: try performLoop(instruction)
        case .interpolate: setRegister(a, try interpolateAny(instruction))
        case .classify: setRegister(a, classified(register(instruction.b)))
        case .newList, .newMap, .newRange, .getField, .getIndex, .setIndex, .setPath, .append, .appendPath,
            .slice:
            try performContainer(instruction)
        case .call, .callSpread, .returnValue, .returnNull, .builtin, .callHost: try performCall(instruction)
        case .command, .commandSpread, .storeResponse, .subject, .lastResponse: try performCommand(instruction)
        case .print, .show, .sleep, .readEnvironment, .readFile, .readClock, .parameter, .secret:
            try performHost(instruction)
        case .expect, .expectFail: try performExpectation(instruction)
        default: try performBlock(instruction)
        }
    }

    /// Takes the jump after a test if the test does not hold.
    private func takeTest(_ holds: Bool) {
        let counter = state.pointee.counter
        state.pointee.counter = counter + (holds ? 1 : counter.pointee.wide + 1)
    }

    func jump(_ distance: Int) {
        state.pointee.counter += distance
    }

    private func performCell(_ instruction: Instruction) throws(Failure) {
        switch instruction.operation {
        case .loadGlobal:
            let cell = state.pointee.globals.get(instruction.wide)
            if cell.kind == CellKind.missing { throw usedBeforeSet() }
            setRegister(instruction.a, cell)
        case .loadFar:
            // There is room only for the names that were set so far.
            let isSet = instruction.wide < state.pointee.farGlobalCount
            let cell = isSet ? state.pointee.farGlobals[instruction.wide] : .missing
            if cell.kind == CellKind.missing { throw usedBeforeSet() }
            setRegister(instruction.a, cell)
        default:
            assert(register(instruction.a).isValue, "a top-level name gets a value")
            reserveFarGlobals(instruction.wide + 1)
            state.pointee.farGlobals[instruction.wide] = register(instruction.a)
        }
    }

    /// Takes a jump that depends on a value. The hot loop leaves unknown ones to this function, because a condition uses
    /// the answer.
    private func performJump(_ instruction: Instruction) {
        let value = register(instruction.a)
        if value.isUnknown { _ = unknownPart(isSoft: true) }
        let isTaken =
            switch instruction.operation {
            case .jumpIfFalse: !value.isTrue
            case .jumpIfTrue: value.isTrue
            default: value.kind != CellKind.missing && value.kind != CellKind.null
            }
        if isTaken { jump(instruction.wide) }
    }

    private func reserveFarGlobals(_ count: Int) {
        guard count > state.pointee.farGlobalCount else { return }
        let capacity = max(count, 1_024, state.pointee.farGlobalCount * 2)
        let known = state.pointee.farGlobalCount
        let cells = Memory.resize(state.pointee.farGlobals, to: capacity)
        (cells + known).initialize(repeating: .missing, count: capacity - known)
        state.pointee.farGlobals = cells
        state.pointee.farGlobalCount = capacity
    }

    // MARK: Limits

    /// Collects, and ends the run if live values exceed the limit.
    func collect() throws(Failure) {
        heap.collect()
        if !configuration.isStressed { charge(heap.state.pointee.bytes / 8) }
        // A sixteenth stays free, so that a script at its limit does not collect at every instruction.
        let limit = heap.state.pointee.limit
        guard heap.state.pointee.bytes > limit - limit / 16 else { return }
        guard extendMemory() else { throw memoryLimit() }
    }

    /// Makes sure that `bytes` more can be allocated, after a collection if necessary.
    ///
    /// Call it before an instruction changes anything, because the instruction may be repeated.
    func demand(bytes: Int) throws(Failure) {
        charge(bytes)
        guard bytes > freeBytes else { return }
        wantsCollection = !hasCollected
        if wantsCollection { throw notYet }
        while bytes > freeBytes {
            guard extendMemory() else { throw memoryLimit() }
        }
    }

    /// The bytes that values may take, with what the host has added.
    var allowedBytes: Int { heap.state.pointee.limit }

    var freeBytes: Int { max(0, allowedBytes - heap.state.pointee.bytes) }

    /// Counts work on bytes as rounds of a loop, so that the host gets control in time.
    func charge(_ bytes: Int) {
        state.pointee.budget -= bytes >> 10
    }

    /// Counts a round or call when the hot loop has used up its budget.
    func refill() throws(Failure) {
        guard state.pointee.budget < 0 else { return }
        let used = Machine.ticksPerRefill - state.pointee.budget
        heap.stepsLeft -= min(used, heap.stepsLeft)
        heap.stepsUsed &+= used
        if heap.stepsLeft <= 0 { extendSteps() }
        // Once no step is left, the next one is counted at once.
        state.pointee.budget = min(Machine.ticksPerRefill, heap.stepsLeft)
        if heap.stepsLeft <= 0 { throw stepLimit() }
        let refills = max(1, used / Machine.ticksPerRefill)
        refillsUntilYield -= refills
        heap.instructionsUntilLook &-= refills &* Machine.instructionsPerRefill
        if refillsUntilYield <= 0 || interruptionFlag.isRaised {
            refillsUntilYield = Machine.refillsPerYield
            yieldsNext = true
        }
    }
}
