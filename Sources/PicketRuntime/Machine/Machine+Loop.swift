extension Machine {
    /// Runs until the host is needed, or the code has ended.
    ///
    /// Each case of the switch is the fast path of an operation and ends with `continue`. For anything else it breaks
    /// out of the switch, and `execute` runs the same instruction in full.
    package func run() -> Signal {
        if lentBytes != 0 { takeBackLent() }
        if let signal = takeInterruption() { return signal }
        let state = state
        let heap = heap.state
        var base = state.pointee.base
        var counter = state.pointee.counter
        var constants = state.pointee.constants
        var budget = state.pointee.budget
        while true {
            let instruction = counter.pointee
            counter += 1
            let a = instruction.a
            switch instruction.operation {
            case .loadConstant:
                base.set(a, constants[instruction.wide])
                continue
            case .loadInteger:
                base.set(a, Cell(Int64(instruction.wide)))
                continue
            case .loadLiterals:
                let literals = state.pointee.functions[state.pointee.function].literals + instruction.wide
                for slot in 0..<Int(instruction.flag) { base.set(a + slot * 16, literals[slot]) }
                continue
            case .move:
                base.set(a, base.get(instruction.b))
                continue
            case .copy:
                let cell = base.get(instruction.b)
                assert(cell.isValue, "a name gets a value")
                cell.markShared()
                base.set(a, cell)
                continue
            case .share:
                base.get(a).markShared()
                continue
            case .loadGlobal:
                let cell = state.pointee.globals.get(instruction.wide)
                if cell.kind == CellKind.missing { break }
                base.set(a, cell)
                continue
            case .storeGlobal:
                assert(base.get(a).isValue, "a top-level name gets a value")
                state.pointee.globals.set(instruction.wide, base.get(a))
                continue

            case .add:
                let (left, right) = (base.get(instruction.b), base.get(instruction.c))
                if left.high | right.high == 0 {
                    let (sum, overflow) = left.integer.addingReportingOverflow(right.integer)
                    if overflow { break }
                    base.set(a, Cell(sum))
                    continue
                }
                if left.high == Machine.floatTag, right.high == Machine.floatTag {
                    base.set(a, Cell(left.float + right.float))
                    continue
                }
                break
            case .addNext:
                let (left, right) = (base.get(instruction.b), base.get(instruction.c))
                guard left.high | right.high == 0 else { break }
                let (sum, overflow) = left.integer.addingReportingOverflow(right.integer)
                if overflow { break }
                base.set(a, Cell(sum))
                // If the budget is used up, `rangeNext` runs as a separate step.
                if budget <= 0 { continue }
                budget -= 1
                let next = counter.pointee
                counter += 1
                let current = base.cell(next.a).pointee.low
                if current == base.cell(next.a + 16).pointee.low { continue }
                let following = Cell(low: current &+ 1, high: base.cell(next.a).pointee.high)
                base.cell(next.a).pointee.low = following.low
                base.set(next.a + 32, following)
                counter += next.wide
                continue
            case .subtract:
                let (left, right) = (base.get(instruction.b), base.get(instruction.c))
                if left.high | right.high == 0 {
                    let (difference, overflow) = left.integer.subtractingReportingOverflow(right.integer)
                    if overflow { break }
                    base.set(a, Cell(difference))
                    continue
                }
                if left.high == Machine.floatTag, right.high == Machine.floatTag {
                    base.set(a, Cell(left.float - right.float))
                    continue
                }
                break
            case .multiply:
                let (left, right) = (base.get(instruction.b), base.get(instruction.c))
                if left.high | right.high == 0 {
                    let (product, overflow) = left.integer.multipliedReportingOverflow(by: right.integer)
                    if overflow { break }
                    base.set(a, Cell(product))
                    continue
                }
                if left.high == Machine.floatTag, right.high == Machine.floatTag {
                    base.set(a, Cell(left.float * right.float))
                    continue
                }
                break
            case .addImmediate:
                let left = base.get(instruction.b)
                guard left.isPlainInteger else { break }
                let (sum, overflow) = left.integer.addingReportingOverflow(instruction.immediate)
                if overflow { break }
                base.set(a, Cell(sum))
                continue
            case .subtractImmediate:
                let left = base.get(instruction.b)
                guard left.isPlainInteger else { break }
                let (difference, overflow) = left.integer.subtractingReportingOverflow(instruction.immediate)
                if overflow { break }
                base.set(a, Cell(difference))
                continue
            case .multiplyImmediate:
                let left = base.get(instruction.b)
                guard left.isPlainInteger else { break }
                let (product, overflow) = left.integer.multipliedReportingOverflow(by: instruction.immediate)
                if overflow { break }
                base.set(a, Cell(product))
                continue
            case .remainder:
                let (left, right) = (base.get(instruction.b), base.get(instruction.c))
                guard left.high | right.high == 0, right.integer > 0 else { break }
                base.set(a, Cell(Machine.remainder(left.integer, right.integer)))
                continue
            case .remainderImmediate:
                let left = base.get(instruction.b)
                guard left.isPlainInteger, instruction.immediate > 0 else { break }
                base.set(a, Cell(Machine.remainder(left.integer, instruction.immediate)))
                continue

            case .jump:
                counter += instruction.wide
                continue
            case .loop:
                budget -= 1
                if budget < 0 { break }
                counter += instruction.wide
                continue
            case .jumpIfFalse:
                let cell = base.get(a)
                if cell.isTrue { continue }
                if cell.isUnknown { break }
                counter += instruction.wide
                continue
            case .jumpIfTrue:
                let cell = base.get(a)
                if cell.isUnknown { break }
                if cell.isTrue { counter += instruction.wide }
                continue
            case .jumpUnlessMissing:
                if base.get(a).kind != CellKind.missing { counter += instruction.wide }
                continue

            case .testEqual:
                let (left, right) = (base.get(a), base.get(instruction.b))
                guard left.high | right.high == 0 else { break }
                counter += left.low == right.low ? 1 : counter.pointee.wide + 1
                continue
            case .testNotEqual:
                let (left, right) = (base.get(a), base.get(instruction.b))
                guard left.high | right.high == 0 else { break }
                counter += left.low != right.low ? 1 : counter.pointee.wide + 1
                continue
            case .testLess:
                let (left, right) = (base.get(a), base.get(instruction.b))
                guard left.high | right.high == 0 else { break }
                counter += left.integer < right.integer ? 1 : counter.pointee.wide + 1
                continue
            case .testLessOrEqual:
                let (left, right) = (base.get(a), base.get(instruction.b))
                guard left.high | right.high == 0 else { break }
                counter += left.integer <= right.integer ? 1 : counter.pointee.wide + 1
                continue
            case .testEqualImmediate:
                let left = base.get(a)
                guard left.isPlainInteger else { break }
                counter += left.integer == Int64(instruction.wide) ? 1 : counter.pointee.wide + 1
                continue
            case .testNotEqualImmediate:
                let left = base.get(a)
                guard left.isPlainInteger else { break }
                counter += left.integer != Int64(instruction.wide) ? 1 : counter.pointee.wide + 1
                continue
            case .testLessImmediate:
                let left = base.get(a)
                guard left.isPlainInteger else { break }
                counter += left.integer < Int64(instruction.wide) ? 1 : counter.pointee.wide + 1
                continue
            case .testLessOrEqualImmediate:
                let left = base.get(a)
                guard left.isPlainInteger else { break }
                counter += left.integer <= Int64(instruction.wide) ? 1 : counter.pointee.wide + 1
                continue
            case .testGreaterImmediate:
                let left = base.get(a)
                guard left.isPlainInteger else { break }
                counter += left.integer > Int64(instruction.wide) ? 1 : counter.pointee.wide + 1
                continue
            case .testGreaterOrEqualImmediate:
                let left = base.get(a)
                guard left.isPlainInteger else { break }
                counter += left.integer >= Int64(instruction.wide) ? 1 : counter.pointee.wide + 1
                continue

            case .rangeNext:
                budget -= 1
                if budget < 0 { break }
                let current = base.cell(a).pointee.low
                if current == base.cell(a + 16).pointee.low { continue }
                let next = Cell(low: current &+ 1, high: base.cell(a).pointee.high)
                base.cell(a).pointee.low = next.low
                base.set(a + 32, next)
                counter += instruction.wide
                continue
            case .sequenceNext:
                budget -= 1
                if budget < 0 { break }
                let sequence = base.get(a)
                guard sequence.kind == CellKind.list, instruction.flag == 0 else { break }
                let position = Int(base.cell(a + 16).pointee.low)
                let list = sequence.list
                if position >= Int(list.pointee.header.count) { continue }
                let element = list.pointee.elements.unsafelyUnwrapped[position]
                element.markShared()
                base.set(a + 32, element)
                base.cell(a + 16).pointee.low = UInt64(position + 1)
                counter += instruction.wide
                continue

            case .interpolate:
                if heap.pointee.bytes > heap.pointee.threshold { break }
                guard let text = Machine.interpolate(instruction.wide, base, state, heap) else { break }
                base.set(a, text)
                continue
            case .getIndex:
                let value = Machine.element(base.get(instruction.b), base.get(instruction.c), heap)
                if value.kind == CellKind.missing { break }
                base.set(a, value)
                continue
            case .getField:
                let value = Machine.element(base.get(instruction.b), constants[instruction.c >> 4], heap)
                if value.kind == CellKind.missing { break }
                base.set(a, value)
                continue
            case .setIndex:
                guard Machine.setElement(base.get(a), base.get(instruction.b), base.get(instruction.c), heap)
                else { break }
                continue
            case .append:
                guard Machine.append(base.get(instruction.c), to: base.get(a)) else { break }
                continue

            case .call:
                budget -= 1
                if budget < 0 || state.pointee.frameCount == state.pointee.frameCapacity { break }
                let record = state.pointee.functions[instruction.wide]
                let next = base + a
                if next + record.registerBytes > state.pointee.stackEnd { break }
                let frame = state.pointee.frames + state.pointee.frameCount
                frame.pointee.returnAddress = counter
                frame.pointee.base = base
                frame.pointee.function = state.pointee.function
                frame.pointee.blockCount = state.pointee.blockCount
                state.pointee.frameCount &+= 1
                state.pointee.function = instruction.wide
                base = next
                counter = record.code
                constants = record.constants
                continue
            case .returnValue:
                // Blocks that are still open must be left first.
                guard state.pointee.frameCount > 0 else { break }
                let frame = state.pointee.frames + (state.pointee.frameCount &- 1)
                guard frame.pointee.blockCount == state.pointee.blockCount else { break }
                assert(base.get(a).isValue, "a def returns a value")
                base.set(0, base.get(a))
                state.pointee.frameCount &-= 1
                base = frame.pointee.base
                counter = frame.pointee.returnAddress
                state.pointee.function = frame.pointee.function
                constants = state.pointee.functions[frame.pointee.function].constants
                continue

            default:
                break
            }
            state.pointee.base = base
            state.pointee.counter = counter
            state.pointee.constants = constants
            state.pointee.budget = budget
            // The instruction is read again, so that the fast paths need not keep it across their calls.
            if let signal = execute((counter - 1).pointee) { return signal }
            base = state.pointee.base
            counter = state.pointee.counter
            constants = state.pointee.constants
            budget = state.pointee.budget
        }
    }
}
