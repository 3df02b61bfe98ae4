import PicketSyntax

/// The content of a call's slot.
enum ArgumentSlot {
    case absent
    case cell(Cell)
    /// Bytes of the source.
    case text(SourceSpan)
    /// A text with escapes, by its index among the binding's decoded texts.
    case decoded(Int)
    /// The run-time value of the argument at a position.
    case computed(Int)
}

/// The binding of a call's arguments to the command's slots.
struct ArgumentBinding {
    let shape: CommandShape
    /// The register of the first slot.
    let base: Int
    var slots: [ArgumentSlot]
    var decoded: [[UInt8]] = []
    /// The number of positional words.
    var positional = 0
    /// Whether a surplus word was reported.
    var hasSurplus = false
    /// The slot at which the search for the next named argument starts.
    var next = 0
    /// The number of computed arguments.
    var dynamic = 0
    /// The number of computed arguments that are spread maps.
    var spreads = 0
    /// The positions of arguments that are not parameters.
    var others: [Int] = []
    /// Their names.
    var otherNames: Set<TextKey> = []
    /// The positions of arguments that were reported and have no slot.
    var strays: [Int] = []

    init(_ shape: CommandShape, base: Int) {
        self.shape = shape
        self.base = base
        slots = Array(repeating: .absent, count: shape.slotCount)
    }

    func isAbsent(_ slot: Int) -> Bool {
        if case .absent = slots[slot] { return true }
        return false
    }

    /// The positions of the arguments that the binding has not taken as literals.
    var positionsWithoutLiteral: Set<Int> {
        var positions = Set(others).union(strays)
        for case .computed(let position) in slots { positions.insert(position) }
        return positions
    }

    /// The slot of the computed argument at a position; nil for a literal.
    func slot(computedFrom position: Int) -> Int? {
        slots.firstIndex { slot in
            if case .computed(position) = slot { return true }
            return false
        }
    }
}
