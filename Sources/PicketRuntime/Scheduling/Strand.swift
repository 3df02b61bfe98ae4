/// One line of execution: the run itself, or an iteration of a parallel loop.
package final class Strand {
    package let machine: Machine
    /// The loop whose iteration this is; nil for the run itself.
    let loop: LoopInProgress?
    let position: Int
    /// The loop that this strand waits for.
    var inner: LoopInProgress?
    /// What happened and could not be told yet, because an earlier iteration is not done.
    var buffer: [TimedEvent] = []
    /// Whether the strand waits for its host.
    package internal(set) var isWaiting = false
    /// Ends what the host does for this strand, without an answer; set by the host while it works.
    package var cancel: (() -> Void)?
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
    /// By position; an iteration that is done and told is taken out.
    var strands: [Int: Strand] = [:]
    /// Iterations that ended while an earlier one had not, with what they still have to tell.
    var ended: [Int: [TimedEvent]] = [:]
    var running = 0
    /// The first iteration that is not done: what it tells goes out at once.
    var head = 0
    var nextPosition = 0
    var recorded: [Failure] = []
    /// The failure of the earliest iteration that failed, and its position.
    var failure: (position: Int, failure: Failure)?
    var exitStatus: Int?
    var isCancelled = false

    init(_ iterations: ParallelLoop, parent: Strand) {
        self.iterations = iterations
        self.parent = parent
        parent.loopsBegun += 1
        ordinal = parent.loopsBegun
    }
}
