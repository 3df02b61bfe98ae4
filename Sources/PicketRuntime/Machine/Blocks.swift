/// An open block with work to do on exit, or an entry that it registered.
struct BlockEntry {
    enum Kind {
        /// A block with `defer`. Its deferred bodies are above it.
        case scope
        /// A deferred body at `target`.
        case deferred
        /// `catch` at `target`; the failure is stored in `register`.
        case handler
        /// `finally` at `target`.
        case finalizer
        /// An attempt of `within` or `retry`; the decision to repeat is at `target`.
        case attempt
        case step
        case test
        /// A running deferred or final body; `completions` holds the pending completion.
        case running
    }

    var kind: Kind
    var target: UnsafePointer<Instruction>
    /// The instruction after the one that entered the block; nil for a test.
    var place: UnsafePointer<Instruction>?
    var register = 0
    /// The number of calls in progress.
    var frameCount: Int
    /// The deadline of requests in the block, in nanoseconds of the monotonic clock.
    var deadline = Int64.max
    var name = ""
    /// The number of failures that were recorded before a test.
    var recordedCount = 0
    /// The variables that a test saved, as a list.
    var saved: Cell = .null
    /// The latest response before a deferred body or a test.
    var last: LastResponse?
    var restoresLast = false
}

/// The reason why blocks are being left, and the place to continue at.
enum Completion {
    /// Continue at the next instruction.
    case normal
    case failure(Failure)
    /// `break` and `continue`: leave blocks down to a count, then jump.
    case jump(UnsafePointer<Instruction>, blockCount: Int)
    /// Continue with the next round of a loop after a recorded failure: leave blocks and calls down to the counts, then
    /// jump.
    case nextRound(UnsafePointer<Instruction>, blockCount: Int, frameCount: Int)
    case returned(Cell)
    case exit(Int)
}

/// A completion that is pending until a deferred or final body ends.
struct HeldCompletion {
    var completion: Completion

    /// The cell of the completion, for the collector.
    var value: Cell {
        if case .returned(let cell) = completion { return cell }
        return .null
    }
}
