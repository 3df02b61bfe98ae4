import PicketSyntax

/// Code under construction.
struct FunctionBuilder {
    var instructions: [Instruction] = []
    var spans: [SourceSpan] = []
    var constants = ConstantPool()
    var templates: [UInt32] = []
    var templateText: [UInt8] = []
    var sites = Function.Sites()
    /// The highest register in use so far, plus one.
    var registerCount = 0

    /// Adds an instruction and returns its index.
    @discardableResult
    mutating func emit(_ instruction: Instruction, at span: SourceSpan) -> Int {
        instructions.append(instruction)
        spans.append(span)
        return instructions.count - 1
    }

    /// Makes the jump at `index` lead to `target`, by default to what comes next.
    mutating func patch(_ index: Int, to target: Int? = nil) {
        let distance = (target ?? instructions.count) - index - 1
        instructions[index].bits =
            instructions[index].bits & 0xFFFF_FFFF
            | UInt64(UInt32(bitPattern: Int32(truncatingIfNeeded: distance))) << 32
    }

    /// The distance of a jump from the next instruction back to `target`.
    func distance(to target: Int) -> Int32 {
        Int32(truncatingIfNeeded: target - instructions.count - 1)
    }
}

/// The constants of a function; each value stands once.
struct ConstantPool {
    private struct Key: Hashable {
        var low: UInt64
        var high: UInt64
    }

    /// With a placeholder where a long text goes.
    private(set) var cells: [Cell] = []
    /// Texts that do not fit into a cell, by the index of their constant.
    private(set) var longTexts: [(index: Int, bytes: [UInt8])] = []
    private var known: [Key: Int] = [:]
    private var texts: [[UInt8]: Int] = [:]

    /// The index of a constant that is no long text.
    mutating func index(of cell: Cell) -> Int {
        let key = Key(low: cell.low, high: cell.high)
        if let index = known[key] { return index }
        cells.append(cell)
        known[key] = cells.count - 1
        return cells.count - 1
    }

    mutating func index(ofText bytes: [UInt8]) -> Int {
        let short = bytes.withUnsafeBytes { buffer in
            buffer.baseAddress.map { Cell.inlineText($0, count: buffer.count) } ?? .emptyText
        }
        if let short { return index(of: short) }
        if let index = texts[bytes] { return index }
        cells.append(.null)
        longTexts.append((cells.count - 1, bytes))
        texts[bytes] = cells.count - 1
        return cells.count - 1
    }
}
