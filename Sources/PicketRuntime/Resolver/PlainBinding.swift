import PicketSyntax

/// An argument whose value is known only at run time.
struct ComputedArgument {
    var position: Int
    var slot: Int
    /// Whether it is exactly one variable.
    var isVariable: Bool
}

/// Collects the literal arguments of a call.
protocol LiteralTaker {
    mutating func take(_ text: SourceSpan, slot: Int, _ source: SourceFile)
    mutating func take(_ number: Int64, slot: Int)
}

/// Ignores literals, for a call that is only checked.
struct NoLiterals: LiteralTaker {
    mutating func take(_ text: SourceSpan, slot: Int, _ source: SourceFile) {}
    mutating func take(_ number: Int64, slot: Int) {}
}

extension CommandShape {
    /// Binds a plain call: every argument has a parameter and is a plain word, a plain string or computed, and there is
    /// nothing to report. Returns false for any other call.
    func bindsPlainly(
        _ call: CommandCall, _ source: SourceFile, computed: inout [ComputedArgument],
        into literals: inout some LiteralTaker
    ) -> Bool {
        computed.removeAll(keepingCapacity: true)
        guard slotCount <= 64 else { return false }
        var given: UInt64 = 0
        var next = 0
        var positional = 0
        let (slots, places) = (slots, positionalSlots)
        let arguments = call.arguments.span
        for position in 0..<arguments.count {
            let slot: Int
            switch arguments[position].form {
            case .named(let name): slot = self.slot(spelledBy: name.span, in: source, from: next, slots.span)
            case .positional where positional < places.count:
                slot = places[positional]
                positional += 1
            default: slot = -1
            }
            guard slot >= 0, given & 1 << UInt64(slot) == 0 else { return false }
            switch plainValue(arguments[position].value, slots[slot], source) {
            case .computed(let isVariable):
                computed.append(ComputedArgument(position: position, slot: slot, isVariable: isVariable))
            case .text(let span): literals.take(span, slot: slot, source)
            case .integer(let number): literals.take(number, slot: slot)
            case .other: return false
            }
            given |= 1 << UInt64(slot)
            next = slot + 1
        }
        return given & requiredMask == requiredMask
    }

    private enum PlainValue {
        case text(SourceSpan)
        case integer(Int64)
        case computed(isVariable: Bool)
        /// It needs the full binding.
        case other
    }

    /// Classifies a plain argument.
    @inline(__always)
    private func plainValue(_ value: Expression, _ parameter: Slot, _ source: SourceFile) -> PlainValue {
        let span: SourceSpan
        var isWord = false
        switch value {
        case .commandWord(let word):
            span = word
            isWord = true
        case .quoted(let string): span = string.insideQuotes
        case .variable: return .computed(isVariable: true)
        // A string with escapes may be constant.
        case .text: return .other
        default: return .computed(isVariable: false)
        }
        if parameter.isSecret { return .other }
        switch parameter.kind {
        case .text: return .text(span)
        case .tags:
            let isValid = TagSyntax.isValid(UnsafeRawBufferPointer(source.bytes(span)))
            return isValid ? .text(span) : .other
        case .integer(let bounds):
            guard isWord, case .integer(let number) = wordValue(of: source.bytes(span)), bounds.contains(number) else {
                return .other
            }
            return .integer(number)
        default: return .other
        }
    }
}
