import PicketSyntax

/// Executes compiled code until it needs its host.
///
/// A machine belongs to one thread. It does no I/O and never waits: `run` returns a `Signal` that says what is due, and
/// the host answers with one of the `resume` functions and runs it again. Several machines may share a heap: the
/// iterations of a parallel loop are machines of their own.
package final class Machine {
    let state: UnsafeMutablePointer<MachineState>
    let configuration: MachineConfiguration
    package let commands: CommandTable
    let heap: Heap
    /// Among the machines of the heap.
    @exclusivity(unchecked) var placeInHeap = 0
    package let limits: Limits
    /// All functions loaded so far; records in `state.functions` point into them.
    var functions: [Function] = []
    /// Makes the code of a long script while it runs; its portion's functions are those from an index on.
    var stream: CodeStream?
    var firstOfPortion = 0
    /// Calls of defs that are in progress around an iteration of a parallel loop.
    let outerDepth: Int
    /// Elements that a comparison may still look at before it asks for the host, and after that.
    @exclusivity(unchecked) var comparisonBudget = 0
    @exclusivity(unchecked) var comparisonReserve = 0
    /// Whether a comparison was given up because the host is awaited.
    @exclusivity(unchecked) var isComparisonPaused = false
    /// Raised, from any thread, to make the run yield; the iterations of a run share it.
    package let interruptionFlag: InterruptionFlag
    /// Whether an instruction is tried once more after a collection, and whether this is that second time.
    @exclusivity(unchecked) var wantsCollection = false
    @exclusivity(unchecked) var hasCollected = false
    /// Whether an instruction was given up because the host is awaited.
    @exclusivity(unchecked) var wantsPause = false
    /// The request deadline of what surrounds an iteration.
    var inheritedLimit = RequestLimit()
    /// The step around an iteration; nil for none.
    var inheritedStep: String?

    // What the host reads after a signal.
    package internal(set) var outcome: Outcome = .success
    package internal(set) var pendingDelay: Int64 = 0
    package internal(set) var pendingText = ""
    /// Whether the path of the file that is asked for was made of a secret.
    var isPendingPathSecret = false
    package internal(set) var pendingFileFormat = FileFormat.lines
    package internal(set) var pendingSecret = Value.null
    /// Whether the host is shown the value of each `secret` statement: a journal keeps a hash of it.
    package var announcesSecrets = false
    package internal(set) var pendingTest: (name: String, tags: [String]) = ("", [])
    package internal(set) var pendingParallel: ParallelLoop?
    /// The register that the next `resume(value:)` goes into, as an offset.
    var pendingRegister = 0
    var pendingDefault: Cell?

    // Control flow that is not hot. A machine belongs to one thread, and no access to one of these properties is made
    // inside another to the same: checking that at every access costs as much as a command.
    var blocks: [BlockEntry] = [] {
        didSet { state.pointee.blockCount = blocks.count }
    }
    var completions: [HeldCompletion] = []
    /// What the texts of a session have deferred to its end.
    var deferredToEnd: [DeferredCode] = []
    @exclusivity(unchecked) var interruption: Failure?
    /// Whether an interruption has begun to unwind: its deferred blocks run on a grace budget.
    var isInterrupted = false
    /// Let the host look around after so many refills of the budget.
    @exclusivity(unchecked) var refillsUntilYield = Machine.refillsPerYield
    @exclusivity(unchecked) var yieldsNext = false
    /// What the instruction being executed wants from the host.
    @exclusivity(unchecked) var signalNext: Signal?
    /// A failure that takes the place of an answer.
    @exclusivity(unchecked) var resumeFailure: Failure?
    /// Whether the host has looked around since that failure.
    @exclusivity(unchecked) var isFailureHeld = false
    /// An `exit` inside a parallel loop.
    @exclusivity(unchecked) var resumeExit: Int?
    var regexes: [[UInt8]: Regex] = [:]

    // Observation.
    package let reportsEverything: Bool
    @exclusivity(unchecked) var events: [Event] = []
    /// The latest response, unless that was carried out at once.
    @exclusivity(unchecked) private var heldLast: LastResponse?
    package let secrets: SecretStore
    /// Failures recorded so far by `check`, deferred blocks and tests.
    package internal(set) var recorded: [Failure] = []
    package internal(set) var unknowns = UnknownAnswers()
    package internal(set) var parameters: [String: Value] = [:]
    var random: SeededGenerator
    /// Whether a `test` is in progress around an iteration of a parallel loop.
    var beganInTest = false
    /// Whether a `within` or `retry` is in progress around an iteration of a parallel loop.
    var beganInAttempt = false
    /// Whether failures in loops are recorded, if nothing around would handle them, and the next round follows.
    package internal(set) var continuesOnError = false
    /// What is around an iteration of a parallel loop: a `catch`, and a `within` or `retry`.
    var isCaughtOutside = false
    var isRetriedOutside = false
    /// Whether a parallel loop has run here: the responses in it were its iterations' own.
    var hasRunParallel = false
    /// Whether the time of the test in progress was up.
    var isTestExpired = false
    /// Whether this runs an iteration of a parallel loop, whose globals are its parent's.
    let isIteration: Bool

    static let ticksPerRefill = 1_024
    static let refillsPerYield = 64

    package convenience init(configuration: MachineConfiguration) {
        self.init(configuration: configuration, heap: nil, parent: nil)
    }

    init(configuration: MachineConfiguration, heap: Heap?, parent: Machine?) {
        self.configuration = configuration
        commands = configuration.commands
        limits = configuration.limits
        secrets = configuration.secrets
        interruptionFlag = parent?.interruptionFlag ?? InterruptionFlag()
        reportsEverything = configuration.reportsEverything
        random = SeededGenerator(seed: configuration.seed)
        outerDepth = parent.map { $0.outerDepth + $0.state.pointee.frameCount + 1 } ?? 0
        self.heap = heap ?? Heap(limit: configuration.limits.memory, isStressed: configuration.isStressed)
        isIteration = parent != nil
        state = Memory.allocate(1)
        state.initialize(
            to: Machine.initialState(
                depth: configuration.limits.depth - outerDepth, within: parent?.state.pointee,
                scratch: self.heap.scratch))
        self.heap.add(self)
        self.heap.state.pointee.bytes += stackBytes
    }

    deinit {
        heap.remove(self)
        heap.state.pointee.bytes -= stackBytes
        Memory.free(state.pointee.stack)
        Memory.free(state.pointee.frames)
        if !isIteration {
            Memory.free(state.pointee.functions)
            Memory.free(state.pointee.farGlobals)
        }
        Memory.free(state)
    }

    /// Registers count as memory of the run.
    var stackBytes: Int { state.pointee.stackEnd - UnsafeMutableRawPointer(state.pointee.stack) }

    /// - Parameter parent: of the machine around an iteration, which does not change while that lives.
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

    /// The place of the instruction that is being executed.
    var currentLocation: SourceLocation { currentFunction.location(at: state.pointee.counter - 1) }

    /// Marks what the registers and everything held back refer to, and forgets what stands above the top frame.
    func markRoots() {
        let heap = heap.state
        let stack = state.pointee.stack
        let base = state.pointee.base.assumingMemoryBound(to: Cell.self)
        let registers = functions.isEmpty ? 0 : state.pointee.functions[state.pointee.function].registerBytes >> 4
        let top = base + registers
        heap.pointee.mark(stack, count: top - stack)
        // Dead registers may refer to what is freed now: no later frame may find them.
        let end = state.pointee.stackEnd.assumingMemoryBound(to: Cell.self)
        if end > top { top.update(repeating: .missing, count: end - top) }
        if !isIteration { heap.pointee.mark(state.pointee.farGlobals, count: state.pointee.farGlobalCount) }
        if stream != nil {
            for function in functions[firstOfPortion...] { function.markTexts(heap) }
        }
        for completion in completions { heap.pointee.mark(completion.value) }
        for block in blocks {
            heap.pointee.mark(block.saved)
            heap.pointee.mark(block.last?.bodyCell ?? .null)
        }
        heap.pointee.mark(heldLast?.bodyCell ?? .null)
        heap.pointee.mark(state.pointee.immediateBody)
        if let pendingDefault { heap.pointee.mark(pendingDefault) }
    }
}

/// What machines of one run have in common.
package struct MachineConfiguration: Sendable {
    package let commands: CommandTable
    let records: CommandRecords
    package var limits: Limits
    package var secrets: SecretStore
    /// Whether every command and expectation makes events, not only failures and output.
    package var reportsEverything: Bool
    package var seed: UInt64
    /// How much work a regular expression may take on one text; the default is about a second.
    package var matchingBudget = 200_000_000
    /// For tests: collect whenever it is possible.
    package var isStressed = false

    /// - Parameter bodies: of commands that are carried out at once, by name; the host is asked for the others.
    package init(
        commands: CommandTable, bodies: [String: CommandBody] = [:], limits: Limits = Limits(),
        secrets: SecretStore = SecretStore(), reportsEverything: Bool = false,
        seed: UInt64 = UInt64.random(in: 0 ... .max)
    ) {
        self.commands = commands
        records = CommandRecords(commands, bodies: bodies)
        self.limits = limits
        self.secrets = secrets
        secrets.declare(commands.secretFields)
        self.reportsEverything = reportsEverything
        self.seed = seed
    }
}

/// A small generator that repeats under one seed (SplitMix64, Steele, Lea and Flood 2014).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
