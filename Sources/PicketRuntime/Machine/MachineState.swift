/// A call in progress: where to go on when it returns.
struct Frame {
    var returnAddress: UnsafePointer<Instruction>
    var base: UnsafeMutableRawPointer
    var function: Int
    /// How many blocks were entered when the call began.
    var blockCount: Int
}

/// What a call needs to know of a function.
struct FunctionRecord {
    var code: UnsafePointer<Instruction>
    var constants: UnsafePointer<Cell>
    var registerBytes: Int
    var templates: UnsafePointer<UInt32>
    var templateText: UnsafePointer<UInt8>
    var literals: UnsafePointer<Cell>
    var commandSites: UnsafePointer<CommandSite>?
    var checks: UnsafePointer<ArgumentCheck>
}

/// The machine's hot state, behind a pointer: the loop keeps it in locals and writes it back when it leaves.
struct MachineState {
    /// The registers of all frames, in a row.
    var stack: UnsafeMutablePointer<Cell>
    var stackEnd: UnsafeMutableRawPointer
    /// The current frame's first register.
    var base: UnsafeMutableRawPointer
    /// The next instruction.
    var counter: UnsafePointer<Instruction>
    var constants: UnsafePointer<Cell>
    /// The current function's index.
    var function: Int
    var functions: UnsafeMutablePointer<FunctionRecord>
    /// The bottom frame's registers, which hold the top-level names; a parallel iteration's are its parent's.
    var globals: UnsafeMutableRawPointer
    /// Top-level names beyond the bottom frame's registers.
    var farGlobals: UnsafeMutablePointer<Cell>
    var farGlobalCount: Int
    var frames: UnsafeMutablePointer<Frame>
    var frameCount: Int
    var frameCapacity: Int
    /// Blocks entered that must be left with care, see `Machine.blocks`.
    var blockCount: Int
    /// Rounds and calls until the machine looks at its limits.
    var budget: Int
    /// The call that waits for its response, in the code of the current function, and where its arguments begin.
    var pendingSite: UnsafePointer<CommandSite>?
    var pendingBase = 0
    /// The latest response was that of a command carried out at once: the command's index, else -1; its body.
    var immediateCommand = -1
    var immediateBody = Cell.null
    /// Where texts are put together; the heap's.
    var scratch: UnsafeMutablePointer<UInt8>

    static let initialStackCells = 1_024
    static let iterationStackCells = 64
    static let initialFrames = 64
    static let iterationFrames = 8
}

extension UnsafeMutableRawPointer {
    /// The register at a byte offset.
    @inline(__always)
    func cell(_ offset: Int) -> UnsafeMutablePointer<Cell> {
        (self + offset).assumingMemoryBound(to: Cell.self)
    }

    /// Copies by halves: a 16-byte copy of two words just stored would stall.
    @inline(__always)
    func set(_ offset: Int, _ cell: Cell) {
        let target = self.cell(offset)
        target.pointee.low = cell.low
        target.pointee.high = cell.high
    }

    @inline(__always)
    func get(_ offset: Int) -> Cell {
        let source = cell(offset)
        return Cell(low: source.pointee.low, high: source.pointee.high)
    }
}
