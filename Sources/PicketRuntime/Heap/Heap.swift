import PicketSyntax

/// The memory of a run: texts, lists and maps in small size classes, collected by mark and sweep.
///
/// All machines of a run share one heap, on one thread. An allocation never collects. The machine requests a collection
/// where every live value is in a register (`needsCollection`). The exact count of bytes enforces the memory limit.
final class Heap {
    /// The state is behind a pointer, so that the machine's loop reads it without exclusivity checks.
    let state: UnsafeMutablePointer<HeapState>
    /// The rounds and calls that all machines of the run may still make.
    var stepsLeft = Int.max
    /// The rounds and calls that all machines of the run have made.
    @exclusivity(unchecked) var stepsUsed = 0
    /// The commands that the run has begun.
    @exclusivity(unchecked) var commandCount = 0
    /// The most bytes of values so far, as of the latest collection.
    @exclusivity(unchecked) var peakBytes = 0
    /// The bytes of the failures that the run has recorded.
    @exclusivity(unchecked) var recordedBytes = 0
    /// What the run may still print and record.
    @exclusivity(unchecked) var allowance = Allowance(Limits())
    /// Asks the host whether the run may exceed a limit. Returns by how much; zero to end the run.
    var extend: ((Failure.Limit.Name) -> Int)?
    /// Whether the limit of memory was reached, and the extra allowance for deferred blocks was granted.
    var hasUsedGrace = false
    /// Whether a limit was reached, and deferred blocks have a number of steps of their own.
    var hasBoundedSteps = false
    /// Whether that number is less than what the script's own limit had left.
    var hasShortenedSteps = false
    /// Returns whether the host needs control for a reason that no other thread reports; nil if there is none.
    var isDue: (() -> Bool)?
    /// Returns whether the run has computed long enough before other work of its host; nil if nobody waits.
    var isSliceOver: (() -> Bool)?
    /// The slow instructions of all machines until the next check of the clock.
    @exclusivity(unchecked) var instructionsUntilLook = 0
    /// The secrets in the sources of the run. Created for the first failure that quotes a source.
    var sourceSecrets: SourceSecrets?
    /// Variables of other texts that hold secrets.
    var secretVariables: SecretVariables? {
        didSet { sourceSecrets = nil }
    }
    /// A buffer in which a machine builds a text within one instruction.
    let scratch: UnsafeMutablePointer<UInt8> = Memory.allocate(Heap.scratchBytes)
    static let scratchBytes = 4_096
    /// The machines, whose registers are the roots.
    private var owners: [Unmanaged<Machine>] = []

    /// - Parameter isStressed: whether to collect at every instruction that may allocate, and to overwrite freed
    ///   objects.
    init(limit: Int, isStressed: Bool = false) {
        state = Memory.allocate(1)
        state.initialize(to: HeapState(limit: limit, isStressed: isStressed))
    }

    deinit {
        state.pointee.freeAll()
        Memory.free(scratch)
        state.deinitialize(count: 1)
        Memory.free(state)
    }

    func add(_ machine: Machine) {
        machine.placeInHeap = owners.count
        owners.append(.passUnretained(machine))
    }

    func remove(_ machine: Machine) {
        // The last machine moves to the free position.
        let last = owners.removeLast()
        guard machine.placeInHeap < owners.count else { return }
        owners[machine.placeInHeap] = last
        last._withUnsafeGuaranteedRef { $0.placeInHeap = machine.placeInHeap }
    }

    /// How many collections there were. A check costs several times as much as a collection, so under stress every
    /// thirty-second one is checked: another one in each run of another script.
    private var collections = 0

    /// What a check under stress finds wrong after a collection; nil for nothing.
    private var problem: String? {
        collections &+= 1
        guard state.pointee.isStressed, collections & 31 == 8 else { return nil }
        var saved: Set<UnsafeMutableRawPointer> = []
        for owner in owners {
            owner._withUnsafeGuaranteedRef { machine in
                for block in machine.blocks where block.saved.kind == CellKind.list { saved.insert(block.saved.object) }
            }
        }
        return state.pointee.problem(savedRegisters: saved)
    }

    /// Frees every object that no register refers to.
    func collect() {
        peakBytes = max(peakBytes, state.pointee.bytes)
        for owner in owners {
            owner._withUnsafeGuaranteedRef { $0.markRoots() }
        }
        state.pointee.drainMarkStack()
        state.pointee.forgetOrigins()
        state.pointee.sweep()
        assert(problem == nil, problem ?? "")
    }
}

/// The pages of equal slots, the large objects, and the state of the collector.
struct HeapState {
    /// The size of most pages. The first ones are smaller, because most runs need little.
    static let pageSize = 65_536
    static let firstPageSize = 4_096
    static let firstPages = 16
    static let slotSizes: [Int] = [32, 48, 64, 96, 128, 192, 256, 384, 512]
    static let smallLimit = 512

    struct Page {
        var start: UnsafeMutableRawPointer
        var sizeClass: UInt8
        var size: Int
    }

    /// The maximum bytes of values. A run that exceeds it ends with `memory-limit`.
    var limit: Int
    /// The bytes of used slots, large objects and buffers of containers.
    var bytes = 0
    /// The number of bytes at which the machine requests the next collection.
    var threshold: Int
    var free: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    var pages: [Page] = []
    var large: [UnsafeMutableRawPointer] = []
    var markStack: [UnsafeMutableRawPointer] = []
    /// The origins of table rows.
    var origins: [UnsafeMutableRawPointer: Origin] = [:]
    var originFiles: [String] = []
    let seed: (UInt64, UInt64)
    /// Whether to collect at every opportunity, so that a value that is not a root shows up at once.
    let isStressed: Bool

    /// Below this threshold, a collection costs more than it frees.
    static let smallestThreshold = 2 << 20

    init(limit: Int, isStressed: Bool) {
        self.limit = limit
        self.isStressed = isStressed
        threshold = isStressed ? -1 : min(limit, HeapState.smallestThreshold)
        free = Memory.allocate(HeapState.slotSizes.count)
        free.initialize(repeating: nil, count: HeapState.slotSizes.count)
        seed = HashSeeds.next()
    }

    @inline(__always)
    static func sizeClass(_ size: Int) -> Int {
        // 32 | 48 | 64 | 96 | 128 | 192 | 256 | 384 | 512
        if size <= 48 { return size <= 32 ? 0 : 1 }
        let bits = Int.bitWidth - (size - 1).leadingZeroBitCount
        let upper = 1 << bits
        return (bits - 5) * 2 - (size <= upper - upper / 4 ? 1 : 0)
    }

    /// Allocates a slot of at least `size` bytes and sets its header. The rest is not initialised.
    @inline(__always)
    mutating func allocate(_ size: Int, kind: UInt8, count: Int) -> UnsafeMutableRawPointer {
        guard size <= HeapState.smallLimit else { return allocateLarge(size, kind: kind, count: count) }
        let sizeClass = HeapState.sizeClass(size)
        let slot = free[sizeClass] ?? addPage(sizeClass)
        free[sizeClass] = slot.load(fromByteOffset: 8, as: UnsafeMutableRawPointer?.self)
        bytes += HeapState.slotSize(sizeClass)
        slot.storeBytes(
            of: ObjectHeader(
                color: ObjectHeader.Color.white, kind: kind, shared: 0, sizeClass: UInt8(sizeClass),
                count: UInt32(truncatingIfNeeded: count)), as: ObjectHeader.self)
        return slot
    }

    @inline(__always)
    static func slotSize(_ sizeClass: Int) -> Int {
        if sizeClass == 1 { return 48 }
        let power = 32 << (sizeClass / 2)
        return sizeClass & 1 == 0 ? power : power + power / 2
    }

    @inline(never)
    private mutating func addPage(_ sizeClass: Int) -> UnsafeMutableRawPointer {
        let pageSize = pages.count < HeapState.firstPages ? HeapState.firstPageSize : HeapState.pageSize
        let start = Memory.allocate(bytes: pageSize)
        pages.append(Page(start: start, sizeClass: UInt8(sizeClass), size: pageSize))
        let size = HeapState.slotSize(sizeClass)
        var next: UnsafeMutableRawPointer? = nil
        for index in stride(from: pageSize / size - 1, through: 0, by: -1) {
            let slot = start + index * size
            slot.storeBytes(of: ObjectHeader.Color.free, as: UInt8.self)
            slot.storeBytes(of: next, toByteOffset: 8, as: UnsafeMutableRawPointer?.self)
            next = slot
        }
        return start
    }

    @inline(never)
    private mutating func allocateLarge(_ size: Int, kind: UInt8, count: Int) -> UnsafeMutableRawPointer {
        let object = Memory.allocate(bytes: size)
        large.append(object)
        bytes += size
        object.storeBytes(
            of: ObjectHeader(
                color: ObjectHeader.Color.white, kind: kind, shared: 0, sizeClass: ObjectHeader.largeClass,
                count: UInt32(truncatingIfNeeded: count)), as: ObjectHeader.self)
        return object
    }

    /// Frees every page, object and buffer.
    mutating func freeAll() {
        for page in pages {
            eachSlot(page) { state, slot, header in
                if header.color != ObjectHeader.Color.free { state.freeBuffers(slot, header) }
            }
            Memory.free(page.start)
        }
        for object in large { Memory.free(object) }
        pages = []
        large = []
        Memory.free(free)
    }
}
