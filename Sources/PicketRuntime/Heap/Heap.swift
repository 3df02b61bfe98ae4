import PicketSyntax

/// The memory of a run: texts, lists and maps in small size classes, collected by mark and sweep.
///
/// All machines of a run share one heap, on one thread. Nothing is collected inside an allocation: the machine asks for
/// it where every live value stands in a register (`needsCollection`). The exact count of bytes makes the memory limit.
final class Heap {
    /// The state stands behind a pointer so that the machine's loop reads it without exclusivity checks.
    let state: UnsafeMutablePointer<HeapState>
    /// Rounds and calls that all machines of the run may still make.
    var stepsLeft = Int.max
    /// Whether a limit was reached, and what deferred blocks may use on top of it was granted.
    var hasUsedGrace = false
    /// Whether the host has to look around, for what no other thread watches; nil for nothing.
    var isDue: (() -> Bool)?
    /// Slow instructions of all machines until the next look at the clock.
    @exclusivity(unchecked) var instructionsUntilLook = 0
    /// What is secret in the sources of the run; made for the first failure that quotes one.
    var sourceSecrets: SourceSecrets?
    /// Variables of other texts that hold secrets.
    var secretVariables: SecretVariables? {
        didSet { sourceSecrets = nil }
    }
    /// Where a machine puts a text together within one instruction.
    let scratch: UnsafeMutablePointer<UInt8> = Memory.allocate(Heap.scratchBytes)
    static let scratchBytes = 4_096
    /// Whose registers are the roots.
    private var owners: [Unmanaged<Machine>] = []

    /// - Parameter isStressed: collect at every instruction that may allocate, and overwrite what is freed.
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
        // The last takes its place.
        let last = owners.removeLast()
        guard machine.placeInHeap < owners.count else { return }
        owners[machine.placeInHeap] = last
        last._withUnsafeGuaranteedRef { $0.placeInHeap = machine.placeInHeap }
    }

    /// Frees what no register of any machine reaches.
    func collect() {
        for owner in owners {
            owner._withUnsafeGuaranteedRef { $0.markRoots() }
        }
        state.pointee.drainMarkStack()
        state.pointee.forgetOrigins()
        state.pointee.sweep()
    }
}

/// Pages of equal slots, large objects, and what the collector needs.
struct HeapState {
    static let pageSize = 65_536
    static let slotSizes: [Int] = [32, 48, 64, 96, 128, 192, 256, 384, 512]
    static let smallLimit = 512

    struct Page {
        var start: UnsafeMutableRawPointer
        var sizeClass: UInt8
    }

    /// The most bytes that values may take; a run ends with `memory-limit` past it.
    var limit: Int
    /// Bytes taken by slots in use, large objects and the buffers of containers.
    var bytes = 0
    /// The count of bytes at which the machine asks for the next collection.
    var threshold: Int
    var free: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    var pages: [Page] = []
    var large: [UnsafeMutableRawPointer] = []
    var markStack: [UnsafeMutableRawPointer] = []
    /// The rows of tables, and the files they were read from.
    var origins: [UnsafeMutableRawPointer: Origin] = [:]
    var originFiles: [String] = []
    let seed: (UInt64, UInt64)
    /// Whether every chance to collect is taken, so that a value that is not reached shows itself at once.
    let isStressed: Bool

    /// Below this, a collection costs more than it brings.
    static let smallestThreshold = 2 << 20

    init(limit: Int, isStressed: Bool) {
        self.limit = limit
        self.isStressed = isStressed
        threshold = isStressed ? -1 : min(limit, HeapState.smallestThreshold)
        free = Memory.allocate(HeapState.slotSizes.count)
        free.initialize(repeating: nil, count: HeapState.slotSizes.count)
        var generator = SystemRandomNumberGenerator()
        seed = (generator.next() | 1, generator.next() | 1)
    }

    @inline(__always)
    static func sizeClass(_ size: Int) -> Int {
        // 32 | 48 | 64 | 96 | 128 | 192 | 256 | 384 | 512
        if size <= 48 { return size <= 32 ? 0 : 1 }
        let bits = Int.bitWidth - (size - 1).leadingZeroBitCount
        let upper = 1 << bits
        return (bits - 5) * 2 - (size <= upper - upper / 4 ? 1 : 0)
    }

    /// A slot of at least `size` bytes, its header set; the rest is not initialised.
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
        let start = Memory.allocate(bytes: HeapState.pageSize)
        pages.append(Page(start: start, sizeClass: UInt8(sizeClass)))
        let size = HeapState.slotSize(sizeClass)
        var next: UnsafeMutableRawPointer? = nil
        for index in stride(from: HeapState.pageSize / size - 1, through: 0, by: -1) {
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
