package import PicketSyntax

/// Executes compiled code until it needs its host.
///
/// A machine belongs to one thread. It does no I/O and never waits: `run` returns a `Signal` with a request, and the
/// host calls one of the `resume` functions and then `run` again. Several machines may share a heap: each iteration of
/// a parallel loop has a machine of its own.
package final class Machine {
    let state: UnsafeMutablePointer<MachineState>
    /// Shared with the iterations of parallel loops.
    private let sharedConfiguration: SharedConfiguration
    var configuration: MachineConfiguration { sharedConfiguration.value }
    package let commands: CommandTable
    let heap: Heap
    /// The machine's index in the heap.
    @exclusivity(unchecked) var placeInHeap = 0
    package let limits: Limits
    /// All functions loaded so far. Records in `state.functions` point into them.
    var functions: [Function] = []
    /// Generates the code of a long script while it runs. Its current functions start at `firstOfChunk`.
    var stream: CodeStream?
    var firstOfChunk = 0
    /// The number of calls in progress around an iteration of a parallel loop.
    let outerDepth: Int
    /// The number of elements that a comparison may still visit before it checks whether the host needs control.
    @exclusivity(unchecked) var comparisonBudget = 0
    @exclusivity(unchecked) var comparisonReserve = 0
    /// Whether a comparison was abandoned because the host needs control.
    @exclusivity(unchecked) var isComparisonPaused = false
    /// Raised from any thread to make the run yield. All iterations of a run share it.
    package let interruptionFlag: InterruptionFlag
    /// Whether the current instruction must be repeated after a collection.
    @exclusivity(unchecked) var wantsCollection = false
    /// Whether the current instruction runs for the second time, after that collection.
    @exclusivity(unchecked) var hasCollected = false
    /// Whether an instruction was abandoned because the host needs control.
    @exclusivity(unchecked) var wantsPause = false
    /// The memory of the copies that the host holds while a command is in progress.
    @exclusivity(unchecked) var lentBytes = 0
    /// The request deadline of what surrounds an iteration.
    var inheritedLimit = RequestLimit()
    /// The step around an iteration; nil for none.
    var inheritedStep: String?

    // Values that the host reads after a signal.
    @exclusivity(unchecked) package internal(set) var outcome = Outcome.success
    package internal(set) var pendingDelay: Int64 = 0
    package internal(set) var pendingText = ""
    /// Whether the path of the requested file was computed from a secret.
    var isPendingPathSecret = false
    package internal(set) var pendingFileFormat = FileFormat.lines
    package internal(set) var pendingSecret = Value.null
    /// Whether the host receives the value of each `secret` statement, for a hash in the journal.
    package var announcesSecrets = false
    package internal(set) var pendingTest: (name: String, tags: [String]) = ("", [])
    package internal(set) var pendingParallel: ParallelLoop?
    /// The register for the next `resume(value:)`, as an offset.
    var pendingRegister = 0
    var pendingDefault: Cell?

    // State of control flow that is not hot. A machine belongs to one thread, and its properties are never accessed
    // while an access to the same property is in progress. Exclusivity checks would cost as much as a command.
    var blocks: [BlockEntry] = [] {
        didSet { state.pointee.blockCount = blocks.count }
    }
    var completions: [HeldCompletion] = []
    /// The bodies that a session's texts have deferred to its end.
    var deferredToEnd: [DeferredCode] = []
    /// The number of registers of the latest text, which hold all top-level names so far.
    var textRegisterCount = 0
    /// The registers of later names while such a body runs.
    var setAside: (offset: Int, cells: [Cell])?
    var interruption: Failure? {
        get { heldInterruption?.failure }
        set { heldInterruption = newValue.map { HeldFailure($0) } }
    }
    @exclusivity(unchecked) private var heldInterruption: HeldFailure?
    /// Whether an interruption has started to unwind. Its deferred blocks run on a separate budget.
    var isInterrupted = false
    /// The number of refills of the budget until the host gets control.
    @exclusivity(unchecked) var refillsUntilYield = Machine.refillsPerYield
    @exclusivity(unchecked) var yieldsNext = false
    /// The request of the current instruction to the host.
    @exclusivity(unchecked) var signalNext: Signal?
    /// A failure that replaces an answer.
    var resumeFailure: Failure? {
        get { heldResumeFailure?.failure }
        set { heldResumeFailure = newValue.map { HeldFailure($0) } }
    }
    @exclusivity(unchecked) private var heldResumeFailure: HeldFailure?
    /// Whether the host had control since that failure.
    @exclusivity(unchecked) var isFailureHeld = false
    /// An `exit` inside a parallel loop.
    @exclusivity(unchecked) var resumeExit: Int?
    var regexes: [[UInt8]: Regex] = [:]

    // Events and responses.
    package let reportsEverything: Bool
    @exclusivity(unchecked) var events: [Event] = []
    /// The values of the `shown` events, in their order; empty unless the configuration keeps them.
    @exclusivity(unchecked) var shownValues: [Shown<Value>?] = []
    /// The latest response, unless its command was executed immediately.
    @exclusivity(unchecked) private var heldLast: LastResponse?
    package let secrets: SecretStore
    /// Failures recorded so far by `check`, deferred blocks and tests.
    package internal(set) var recorded: [Failure] = []
    /// The limits that deferred bodies reached, and where; each was recorded.
    var limitsInDeferred: [(code: DiagnosticCode, location: SourceLocation?)] = []
    /// Where the first `exit` was called; nil for none.
    package internal(set) var exitLocation: SourceLocation?
    /// The calls in progress there, the innermost first, at most 64.
    package internal(set) var exitFrames: [CallFrame] = []
    package internal(set) var unknowns = UnknownAnswers()
    package internal(set) var parameters: [String: Value] = [:]
    lazy var random = SeededGenerator(seed: configuration.seed ?? .random(in: 0 ... .max))
    /// Whether a `test` is in progress around an iteration of a parallel loop.
    var beganInTest = false
    /// Whether a `within` or `retry` is in progress around an iteration of a parallel loop.
    var beganInAttempt = false
    /// Whether an unhandled failure in a loop is recorded, and the next round follows.
    package internal(set) var continuesOnError = false
    /// Whether a `catch` surrounds an iteration's parallel loop.
    var isCaughtOutside = false
    /// Whether a `within` or `retry` surrounds an iteration's parallel loop.
    var isRetriedOutside = false
    /// Whether a parallel loop has run here. Its responses belonged to its iterations.
    var hasRunParallel = false
    /// Whether the current test exceeded its time.
    var isTestExpired = false
    /// Whether the current test has a `timeout=` of its own.
    var hasOwnTestLimit = false
    /// Whether this machine runs an iteration of a parallel loop. Its globals are those of its parent.
    let isIteration: Bool

    static let ticksPerRefill = 1_024
    static let refillsPerYield = 64

    package convenience init(configuration: consuming MachineConfiguration) {
        self.init(SharedConfiguration(configuration), heap: nil, parent: nil)
    }

    /// Creates the machine of an iteration of a parallel loop, whose heap is its parent's.
    convenience init(within parent: Machine) {
        self.init(parent.sharedConfiguration, heap: parent.heap, parent: parent)
    }

    private init(_ shared: SharedConfiguration, heap: Heap?, parent: Machine?) {
        sharedConfiguration = shared
        commands = shared.value.commands
        limits = shared.value.limits.withoutNegatives
        secrets = shared.value.secrets
        interruptionFlag = parent?.interruptionFlag ?? InterruptionFlag()
        reportsEverything = shared.value.reportsEverything
        outerDepth = parent.map { $0.outerDepth + $0.state.pointee.frameCount + 1 } ?? 0
        self.heap = heap ?? Heap(limit: limits.memory, isStressed: shared.value.isStressed)
        isIteration = parent != nil
        state = Memory.allocate(1)
        state.initialize(
            to: Machine.initialState(
                depth: limits.depth - outerDepth, within: parent?.state.pointee,
                scratch: self.heap.scratch))
        self.heap.add(self)
        self.heap.state.pointee.bytes += ownBytes
    }

    deinit {
        heap.remove(self)
        heap.state.pointee.bytes -= ownBytes + lentBytes
        Memory.free(state.pointee.stack)
        Memory.free(state.pointee.frames)
        if !isIteration {
            Memory.free(state.pointee.functions)
            Memory.free(state.pointee.farGlobals)
        }
        Memory.free(state)
    }

    /// The size of the registers, which count as memory of the run.
    var stackBytes: Int { state.pointee.stackEnd - UnsafeMutableRawPointer(state.pointee.stack) }

    /// The memory of the machine itself. Iterations of nested parallel loops may be many.
    private var ownBytes: Int { stackBytes + (isIteration ? Machine.iterationBytes : 0) }

    /// About the size of an iteration's machine and strand, with their share of the loop.
    private static let iterationBytes = 3_072

    /// - Parameter parent: the machine around an iteration. It does not change while the iteration lives.
    private static func initialState(
        depth: Int, within parent: MachineState?, scratch: UnsafeMutablePointer<UInt8>
    ) -> MachineState {
        let isIteration = parent != nil
        let cells = isIteration ? MachineState.iterationStackCells : MachineState.initialStackCells
        let frames = max(1, min(isIteration ? MachineState.iterationFrames : MachineState.initialFrames, depth))
        let stack: UnsafeMutablePointer<Cell> = Memory.allocate(cells)
        stack.initialize(repeating: .missing, count: cells)
        let idle = Function.empty
        return MachineState(
            stack: stack, stackEnd: UnsafeMutableRawPointer(stack + cells), base: UnsafeMutableRawPointer(stack),
            counter: UnsafePointer(idle.instructions), constants: UnsafePointer(idle.constants), function: 0,
            functions: parent?.functions ?? Memory.allocate(1),
            globals: parent?.globals ?? UnsafeMutableRawPointer(stack),
            farGlobals: parent?.farGlobals ?? Memory.allocate(1), farGlobalCount: parent?.farGlobalCount ?? 0,
            frames: Memory.allocate(frames), frameCount: 0, frameCapacity: frames, blockCount: 0,
            budget: ticksPerRefill, scratch: scratch)
    }

    /// The latest response of the run.
    package internal(set) var last: LastResponse? {
        get {
            let command = state.pointee.immediateCommand
            return command < 0 ? heldLast : LastResponse(body: state.pointee.immediateBody, command: command)
        }
        set {
            state.pointee.immediateCommand = -1
            state.pointee.immediateBody = .null
            heldLast = newValue
        }
    }

    // MARK: Registers

    @inline(__always)
    func register(_ offset: Int) -> Cell { state.pointee.base.get(offset) }

    @inline(__always)
    func setRegister(_ offset: Int, _ cell: Cell) { state.pointee.base.set(offset, cell) }

    var currentFunction: Function { functions[state.pointee.function] }

    /// The location of the current instruction.
    var currentLocation: SourceLocation { currentFunction.location(at: state.pointee.counter - 1) }

    /// Marks all objects that registers and pending values refer to, and clears the registers above the top frame.
    func markRoots() {
        let heap = heap.state
        let stack = state.pointee.stack
        let base = state.pointee.base.assumingMemoryBound(to: Cell.self)
        let registers = functions.isEmpty ? 0 : state.pointee.functions[state.pointee.function].registerBytes >> 4
        let top = base + registers
        heap.pointee.mark(stack, count: top - stack)
        // Dead registers may refer to objects that are freed now, and a later frame must not find them.
        let end = state.pointee.stackEnd.assumingMemoryBound(to: Cell.self)
        if end > top { top.update(repeating: .missing, count: end - top) }
        if !isIteration { heap.pointee.mark(state.pointee.farGlobals, count: state.pointee.farGlobalCount) }
        if stream != nil {
            for function in functions[firstOfChunk...] { function.markTexts(heap) }
        }
        for completion in completions { heap.pointee.mark(completion.value) }
        for cell in setAside?.cells ?? [] { heap.pointee.mark(cell) }
        for block in blocks {
            heap.pointee.mark(block.saved)
            heap.pointee.mark(block.last?.bodyCell ?? .null)
        }
        heap.pointee.mark(heldLast?.bodyCell ?? .null)
        heap.pointee.mark(state.pointee.immediateBody)
        if let pendingDefault { heap.pointee.mark(pendingDefault) }
    }
}

/// A failure that waits. Boxed, because failures are large, and a machine asks at each signal whether it has one.
private final class HeldFailure {
    let failure: Failure

    init(_ failure: Failure) { self.failure = failure }
}

/// A configuration that many machines refer to.
private final class SharedConfiguration {
    let value: MachineConfiguration

    init(_ value: consuming MachineConfiguration) { self.value = value }
}
