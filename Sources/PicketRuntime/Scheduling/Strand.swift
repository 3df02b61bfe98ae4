/// A sequence of execution: the run itself, or an iteration of a parallel loop.
package final class Strand {
    package let machine: Machine
    /// The loop whose iteration this is; nil for the run itself.
    let loop: LoopInProgress?
    let position: Int
    /// The loop that this strand waits for.
    var inner: LoopInProgress?
    /// Events that are not emitted yet, because an earlier iteration is not done.
    @exclusivity(unchecked) private(set) var buffer: [TimedEvent] = []
    /// The machine's request, while the host is asked first whether the run goes on.
    private var heldSignal: Signal?
    /// Whether the strand waits for its host.
    package internal(set) var isWaiting = false
    /// Cancels the host's work for this strand, without an answer. The host sets it while it works.
    package var cancel: (() -> Void)?
    /// Asks the host to stop: cancels work that has not been sent, and lets a request in flight complete. Returns
    /// whether no request is in flight. The host sets it while it works; nil for work that may be cancelled at any
    /// time.
    package var stop: (() -> Bool)?
    /// The host's data for this strand.
    package var context: AnyObject?
    /// The number of parallel loops that it has started.
    var loopsBegun = 0

    /// The strand whose loop this is an iteration of; nil for the run itself.
    package var parent: Strand? { loop?.parent }

    /// The position of the strand in the tree of strands. It is the same in every run of the same script on the same
    /// data.
    package var place: String { loop.map { "\($0.ordinal).\(position)" } ?? "" }

    /// Keeps a request of the machine until the host has had control.
    func hold(_ signal: Signal) {
        if signal != .events, signal != .yielded { heldSignal = signal }
    }

    /// Returns the request that was held; nil if there is none, or if something ends the work that asked for it.
    func takeHeldSignal() -> Signal? {
        guard let signal = heldSignal else { return nil }
        heldSignal = nil
        return machine.isDisturbed ? nil : signal
    }

    /// Keeps events until it is their turn. They count as memory of the run.
    func hold(_ events: [TimedEvent]) {
        buffer += events
        machine.heap.state.pointee.bytes += Strand.size(of: events)
    }

    /// Returns the events whose turn has come.
    func takeBuffer() -> [TimedEvent] {
        guard !buffer.isEmpty else { return [] }
        let events = buffer
        buffer = []
        machine.heap.state.pointee.bytes -= Strand.size(of: events)
        return events
    }

    static func size(of events: [TimedEvent]) -> Int { events.reduce(0) { $0 + $1.size } }

    init(_ machine: Machine, loop: LoopInProgress? = nil, position: Int = 0) {
        self.machine = machine
        self.loop = loop
        self.position = position
    }
}

/// A parallel loop whose iterations are running.
final class LoopInProgress {
    let iterations: ParallelLoop
    unowned let parent: Strand
    /// The number of the loop, counted from 1, among the parent's loops.
    let ordinal: Int
    enum Iteration {
        case running(Strand)
        /// The iteration ended before an earlier one; its events are not emitted yet.
        case ended([TimedEvent])
    }

    /// The iterations by position, from the first one that is not done. The events of that one are emitted immediately.
    @exclusivity(unchecked) var inOrder = Window<Iteration>()
    @exclusivity(unchecked) var running = 0
    var recorded: [Failure] = []
    var unknowns = UnknownAnswers()
    /// The failure of the earliest failed iteration, and its position.
    var failure: (position: Int, failure: Failure)?
    var exit: CalledExit?
    var isCancelled = false

    /// The running strands, in order.
    var strands: [Strand] {
        inOrder.all.compactMap { if case .running(let strand) = $0 { strand } else { nil } }
    }

    init(_ iterations: ParallelLoop, parent: Strand) {
        self.iterations = iterations
        self.parent = parent
        parent.loopsBegun += 1
        ordinal = parent.loopsBegun
    }
}

extension TimedEvent {
    /// About the bytes of memory that it takes while it waits. A value takes several times the bytes of its text.
    fileprivate var size: Int { value == nil ? event.size : 24 * event.size }
}

extension Event {
    /// About the bytes of memory that the event takes while it waits for its turn.
    fileprivate var size: Int {
        switch self {
        case .printed(let text), .shown(let text): 96 + text.utf8.count
        case .commandEnded(let exchange):
            if case .bytes(let bytes) = exchange.response.body { 2_048 + 4 * bytes.count } else { 2_048 }
        case .recorded(let failure), .attemptFailed(let failure): 4_096 + failure.storedBytes
        case .testEnded: 4_096
        default: 256
        }
    }
}
