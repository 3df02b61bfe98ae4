import PicketSyntax

/// What a slot of a call gets.
enum ArgumentSlot {
    case absent
    case cell(Cell)
    /// Bytes of the source.
    case text(SourceSpan)
    /// A text with escapes, by its place among the binding's decoded ones.
    case decoded(Int)
    /// The value of the argument at a position, when the call is made.
    case computed(Int)
}

/// A call's arguments on their way to the command's slots.
struct ArgumentBinding {
    let shape: CommandShape
    /// The register of the first slot.
    let base: Int
    var slots: [ArgumentSlot]
    var decoded: [[UInt8]] = []
    /// How many words were given by their place.
    var positional = 0
    /// Whether a word beyond them was reported.
    var hasSurplus = false
    /// Where the next named argument is looked for first.
    var next = 0
    /// How many arguments are known only when the call is made, and how many of them are maps of arguments.
    var dynamic = 0
    var spreads = 0
    /// The positions of arguments beyond the parameters.
    var others: [Int] = []
    /// The positions of arguments that were reported, and have no slot.
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

    /// The slot that gets the value of the argument at a position; nil for a literal.
    func slot(computedFrom position: Int) -> Int? {
        slots.firstIndex { slot in
            if case .computed(position) = slot { return true }
            return false
        }
    }
}
