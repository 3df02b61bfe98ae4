import PicketSyntax

/// Builds the code of a function.
struct FunctionBuilder {
    var instructions: [Instruction] = []
    var spans: [SourceSpan] = []
    var constants = ConstantPool()
    var templates: [UInt32] = []
    var templateText: [UInt8] = []
    /// The literal arguments of calls. A long text is an offset into `longTexts` until the function is complete.
    private(set) var literals: [Cell] = []
    private(set) var longLiterals: [Int] = []
    private var sourceLiterals: [(index: Int, span: SourceSpan)] = []
    var commandSites: [CommandSite] = []
    var checks: [ArgumentCheck] = []
    /// Texts of constants and literals that do not fit in a cell.
    private(set) var longTexts = LongTexts()
    var sites = Function.Sites()
    /// The index of the first literal of the current call.
    var callStart = 0
    /// The number of registers used so far.
    var registerCount = 0

    /// Adds an instruction and returns its index.
    @discardableResult
    mutating func emit(_ instruction: Instruction, at span: SourceSpan) -> Int {
        instructions.append(instruction)
        spans.append(span)
        return instructions.count - 1
    }

    /// Announces that a `rangeNext` follows. An addition directly before it, which ends many loops, is fused with it.
    mutating func fuseAddition() {
        guard let last = instructions.last, last.operation == .add else { return }
        instructions[instructions.count - 1].bits = last.bits & ~0xFF | UInt64(Opcode.addNext.rawValue)
    }

    /// Sets the target of the jump at `index`, by default the next instruction.
    mutating func patch(_ index: Int, to target: Int? = nil) {
        let distance = (target ?? instructions.count) - index - 1
        assert(Int32(exactly: distance) != nil, "a distance fits an operand")
        instructions[index].bits =
            instructions[index].bits & 0xFFFF_FFFF
            | UInt64(UInt32(bitPattern: Int32(truncatingIfNeeded: distance))) << 32
    }

    // MARK: Constants

    /// The index of a constant that is not a long text.
    mutating func constant(_ cell: Cell) -> Int { constants.index(of: cell) }

    mutating func constant(text bytes: UnsafeBufferPointer<UInt8>) -> Int {
        constants.index(ofText: bytes, &longTexts)
    }

    // MARK: Literals

    /// Adds `count` missing literals and returns the index of the first.
    mutating func addMissingLiterals(_ count: Int) -> Int {
        let start = literals.count
        for _ in 0..<count { literals.append(.missing) }
        return start
    }

    mutating func setLiteral(_ index: Int, _ cell: Cell) { literals[index] = cell }

    /// Adds a text of the source as a literal. A text that does not fit in a cell is read when the function is
    /// complete.
    @inline(__always)
    mutating func setLiteral(_ index: Int, _ span: SourceSpan, _ source: SourceFile) {
        if let cell = Cell.inlineText(source.bytes(span)) {
            literals[index] = cell
        } else {
            sourceLiterals.append((index, span))
        }
    }

    mutating func setLiteral(_ index: Int, _ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            if let cell = Cell.inlineText(buffer) {
                literals[index] = cell
            } else {
                longLiterals.append(index)
                literals[index] = Cell(low: UInt64(longTexts.append(buffer)), high: 0)
            }
        }
    }

    /// Reads the long literals from the source.
    mutating func readSourceLiterals(_ source: SourceFile) {
        for (index, span) in sourceLiterals {
            longLiterals.append(index)
            literals[index] = Cell(low: UInt64(longTexts.append(source.bytes(span))), high: 0)
        }
        sourceLiterals = []
    }

    struct LiteralMark {
        fileprivate var literals: Int
        fileprivate var longLiterals: Int
        fileprivate var sourceLiterals: Int
        fileprivate var bytes: Int
    }

    func markLiterals() -> LiteralMark {
        LiteralMark(
            literals: literals.count, longLiterals: longLiterals.count, sourceLiterals: sourceLiterals.count,
            bytes: longTexts.bytes.count)
    }

    /// Removes the literals added since a mark.
    mutating func reset(to mark: LiteralMark) {
        literals.removeLast(literals.count - mark.literals)
        longLiterals.removeLast(longLiterals.count - mark.longLiterals)
        sourceLiterals.removeLast(sourceLiterals.count - mark.sourceLiterals)
        longTexts.reset(to: mark.bytes)
    }

    /// The distance of a jump from the next instruction back to `target`.
    func distance(to target: Int) -> Int32 {
        Int32(truncatingIfNeeded: target - instructions.count - 1)
    }
}

/// Adjacent text objects in the heap's layout, for a function that will own them.
struct LongTexts {
    fileprivate(set) var bytes: [UInt8] = []

    /// Adds a text and returns the offset of its object.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let start = bytes.count
        let header = ObjectHeader(
            color: ObjectHeader.Color.immortal, kind: CellKind.heapText, shared: 0,
            sizeClass: ObjectHeader.largeClass, count: UInt32(truncatingIfNeeded: text.count))
        withUnsafeBytes(of: TextObject(header: header, hash: 0)) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text)
        // Objects are aligned to 16 bytes.
        bytes.append(contentsOf: repeatElement(0, count: -bytes.count & 15))
        return start
    }
}

extension LongTexts {
    fileprivate mutating func reset(to count: Int) { bytes.removeLast(bytes.count - count) }
}

/// The constants of a function, without duplicates.
struct ConstantPool {
    private struct Key: Hashable {
        var low: UInt64
        var high: UInt64
    }

    /// The constants. A long text is an offset into `LongTexts`.
    private(set) var cells: [Cell] = []
    /// The indices of constants that are long texts.
    private(set) var longTexts: [Int] = []
    private var known: [Key: Int] = [:]
    private var texts: [[UInt8]: Int] = [:]

    /// The index of a constant that is not a long text.
    mutating func index(of cell: Cell) -> Int {
        let key = Key(low: cell.low, high: cell.high)
        if let index = known[key] { return index }
        cells.append(cell)
        known[key] = cells.count - 1
        return cells.count - 1
    }

    mutating func index(ofText bytes: UnsafeBufferPointer<UInt8>, _ block: inout LongTexts) -> Int {
        if let short = Cell.inlineText(bytes) { return index(of: short) }
        let key = Array(bytes)
        if let index = texts[key] { return index }
        cells.append(Cell(low: UInt64(block.append(bytes)), high: 0))
        longTexts.append(cells.count - 1)
        texts[key] = cells.count - 1
        return cells.count - 1
    }
}
