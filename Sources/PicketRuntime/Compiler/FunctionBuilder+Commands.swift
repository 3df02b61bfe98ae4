import PicketSyntax

/// An argument whose value is known only when its call is made.
struct ComputedArgument {
    var position: Int
    var slot: Int
    /// Whether it is a variable and nothing else.
    var isVariable: Bool
}

/// The code of command calls.
extension FunctionBuilder {
    /// How many literals one instruction loads.
    private static let literalsPerLoad = 255

    /// Binds a call that is like most calls: every argument has a parameter, and is a plain word, a plain string or
    /// computed; nothing about it is to be reported. False, and nothing is changed, for any other call.
    mutating func bindPlainly(
        _ call: CommandCall, _ shape: CommandShape, _ source: SourceFile, base: Int,
        computed: inout [ComputedArgument]
    ) -> Bool {
        computed.removeAll(keepingCapacity: true)
        guard shape.slotCount <= 64 else { return false }
        let mark = markLiterals()
        let start = isGivenUp ? 0 : addMissingLiterals(shape.slotCount)
        var given: UInt64 = 0
        var next = 0
        var positional = 0
        let (slots, places) = (shape.slots, shape.positionalSlots)
        let arguments = call.arguments.span
        for position in 0..<arguments.count {
            let slot: Int
            switch arguments[position].form {
            case .named(let name): slot = shape.slot(spelledBy: name.span, in: source, from: next, slots.span)
            case .positional where positional < places.count:
                slot = places[positional]
                positional += 1
            default: slot = -1
            }
            guard slot >= 0, given & 1 << UInt64(slot) == 0 else { return giveUp(mark) }
            switch plainValue(arguments[position].value, slots[slot], source) {
            case .computed(let isVariable):
                computed.append(ComputedArgument(position: position, slot: slot, isVariable: isVariable))
            case .text(let span): if !isGivenUp { setLiteral(start + slot, span, source) }
            case .integer(let number): if !isGivenUp { setLiteral(start + slot, Cell(number)) }
            case .other: return giveUp(mark)
            }
            given |= 1 << UInt64(slot)
            next = slot + 1
        }
        guard given & shape.requiredMask == shape.requiredMask else { return giveUp(mark) }
        if !isGivenUp { emitLoad(of: shape.slotCount, from: start, base: base, at: call.name.span) }
        return true
    }

    @inline(never)
    private mutating func giveUp(_ mark: LiteralMark) -> Bool {
        reset(to: mark)
        return false
    }

    private enum PlainValue {
        case text(SourceSpan)
        case integer(Int64)
        case computed(isVariable: Bool)
        /// It needs a closer look.
        case other
    }

    /// An argument that is nothing special.
    @inline(__always)
    private func plainValue(
        _ value: Expression, _ parameter: CommandShape.Slot, _ source: SourceFile
    ) -> PlainValue {
        let span: SourceSpan
        var isWord = false
        switch value {
        case .commandWord(let word):
            span = word
            isWord = true
        case .quoted(let string): span = string.insideQuotes
        case .variable: return .computed(isVariable: true)
        // A string with escapes may be known after all.
        case .text: return .other
        default: return .computed(isVariable: false)
        }
        if parameter.isSecret { return .other }
        switch parameter.kind {
        case .text: return .text(span)
        case .tags:
            let isSound = TagSyntax.isSound(UnsafeRawBufferPointer(source.bytes(span)))
            return isSound ? .text(span) : .other
        case .integer(let bounds):
            guard isWord, case .integer(let number) = wordValue(of: source.bytes(span)), bounds.contains(number) else {
                return .other
            }
            return .integer(number)
        default: return .other
        }
    }

    /// Emits what loads the known arguments of a call into its slots; what is computed is missing so far.
    mutating func emitLiterals(_ binding: ArgumentBinding, _ source: SourceFile, at span: SourceSpan) {
        let start = addMissingLiterals(binding.slots.count)
        for (slot, content) in binding.slots.enumerated() {
            switch content {
            case .absent, .computed: break
            case .cell(let cell): setLiteral(start + slot, cell)
            case .text(let span): setLiteral(start + slot, span, source)
            case .decoded(let position): setLiteral(start + slot, binding.decoded[position])
            }
        }
        emitLoad(of: binding.slots.count, from: start, base: binding.base, at: span)
    }

    private mutating func emitLoad(of slots: Int, from start: Int, base: Int, at span: SourceSpan) {
        for slot in stride(from: 0, to: slots, by: FunctionBuilder.literalsPerLoad) {
            let count = min(FunctionBuilder.literalsPerLoad, slots - slot)
            emit(
                Instruction(
                    .loadLiterals, flag: UInt8(truncatingIfNeeded: count),
                    a: UInt16(truncatingIfNeeded: (base + slot) << 4), wide: Int32(truncatingIfNeeded: start + slot)),
                at: span)
        }
    }

    mutating func emitCommand(_ site: CommandSite, base: Int) {
        if isGivenUp { return }
        commandSites.append(site)
        emit(
            Instruction(
                site.spreads.isEmpty ? .command : .commandSpread, a: UInt16(truncatingIfNeeded: base << 4),
                wide: Int32(truncatingIfNeeded: commandSites.count - 1)), at: site.nameSpan)
    }
}
