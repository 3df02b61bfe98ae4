/// One line of execution: the run itself, or an iteration of a parallel loop.
package final class Strand {
    package let machine: Machine
    /// The loop whose iteration this is; nil for the run itself.
    let loop: LoopInProgress?
    let position: Int
    /// The loop that this strand waits for.
    var inner: LoopInProgress?
    /// What happened and could not be told yet, because an earlier iteration is not done.
    @exclusivity(unchecked) var buffer: [TimedEvent] = []
    /// Whether the strand waits for its host.
    package internal(set) var isWaiting = false
    /// Ends what the host does for this strand, without an answer; set by the host while it works.
    package var cancel: (() -> Void)?
    /// Asks the host to stop: what has not left yet is ended, and what is on its way goes on to its answer. Set by the host
    /// while it works; returns whether nothing is on its way. nil for work that may be ended at any time.
    package var stop: (() -> Bool)?
    /// What the host keeps for this strand.
    package var context: AnyObject?
    /// How many parallel loops it has begun.
    var loopsBegun = 0

    /// The strand whose loop this is an iteration of; nil for the run itself.
    package var parent: Strand? { loop?.parent }

    /// Where the strand stands among its parent's: the same in every run of the same script on the same data.
    package var place: String { loop.map { "\($0.ordinal).\(position)" } ?? "" }

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
    /// Counted from 1 over the loops of the parent.
    let ordinal: Int
    enum Iteration {
        case running(Strand)
        /// It ended while an earlier one had not, with what it still has to tell.
        case ended([TimedEvent])
    }

    /// By position, from the first iteration that is not done on: what that tells goes out at once.
    @exclusivity(unchecked) var inOrder = Window<Iteration>()
    @exclusivity(unchecked) var running = 0
    var recorded: [Failure] = []
    var unknowns = UnknownAnswers()
    /// The failure of the earliest iteration that failed, and its position.
    var failure: (position: Int, failure: Failure)?
    var exitStatus: Int?
    var isCancelled = false

    /// Those that run, in order.
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
