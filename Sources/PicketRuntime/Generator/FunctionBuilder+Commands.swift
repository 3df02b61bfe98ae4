import PicketSyntax

/// Emits the code of command calls.
extension FunctionBuilder: LiteralTaker {
    /// The maximum number of literals that one instruction loads.
    private static let literalsPerLoad = 255

    /// Binds a plain call, see `CommandShape.bindsPlainly`, and emits the loads of its literals. Returns false, and
    /// changes nothing, for any other call.
    mutating func bindPlainly(
        _ call: CommandCall, _ shape: CommandShape, _ source: SourceFile, base: Int,
        computed: inout [ComputedArgument]
    ) -> Bool {
        let mark = markLiterals()
        callStart = addMissingLiterals(shape.slotCount)
        guard shape.bindsPlainly(call, source, computed: &computed, into: &self) else {
            reset(to: mark)
            return false
        }
        emitLoad(of: shape.slotCount, from: callStart, base: base, at: call.name.span)
        return true
    }

    @inline(__always)
    mutating func take(_ text: SourceSpan, slot: Int, _ source: SourceFile) {
        setLiteral(callStart + slot, text, source)
    }

    @inline(__always)
    mutating func take(_ number: Int64, slot: Int) { setLiteral(callStart + slot, Cell(number)) }

    /// Emits the loads of a call's literals into its slots. Computed slots stay missing for now.
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
        commandSites.append(site)
        emit(
            Instruction(
                site.spreads.isEmpty ? .command : .commandSpread, a: UInt16(truncatingIfNeeded: base << 4),
                wide: Int32(truncatingIfNeeded: commandSites.count - 1)), at: site.nameSpan)
    }
}
