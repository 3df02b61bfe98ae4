/// A call in progress, with the place to return to.
struct Frame {
    var returnAddress: UnsafePointer<Instruction>
    var base: UnsafeMutableRawPointer
    var function: Int
    /// The number of blocks that were open when the call began.
    var blockCount: Int
}

/// The properties of a function that a call needs.
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

/// The machine's hot state, behind a pointer. The loop keeps it in local variables and writes it back on exit.
struct MachineState {
    /// The registers of all frames, in order.
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
    /// The registers of the bottom frame, which hold the top-level names. A parallel iteration uses its parent's.
    var globals: UnsafeMutableRawPointer
    /// Top-level names beyond the bottom frame's registers.
    var farGlobals: UnsafeMutablePointer<Cell>
    var farGlobalCount: Int
    var frames: UnsafeMutablePointer<Frame>
    var frameCount: Int
    var frameCapacity: Int
    /// The number of open blocks with work to do on exit; see `Machine.blocks`.
    var blockCount: Int
    /// The rounds and calls until the next check of the limits.
    var budget: Int
    /// The command that waits for its response, in the code of the current function.
    var pendingSite: UnsafePointer<CommandSite>?
    /// The base of that command's arguments.
    var pendingBase = 0
    /// The index of the latest command if it was executed immediately; else -1.
    var immediateCommand = -1
    /// The body of that command's response.
    var immediateBody = Cell.null
    /// The heap's buffer for building texts.
    var scratch: UnsafeMutablePointer<UInt8>

    static let initialStackCells = 64
    static let iterationStackCells = 64
    static let initialFrames = 16
    static let iterationFrames = 8
}

extension UnsafeMutableRawPointer {
    /// The register at a byte offset.
    @inline(__always)
    func cell(_ offset: Int) -> UnsafeMutablePointer<Cell> {
        (self + offset).assumingMemoryBound(to: Cell.self)
    }

    /// Copies the halves separately, because a 16-byte copy of two recently stored words would stall.
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
