/// A block that must be left with care, or what it registered.
struct BlockEntry {
    enum Kind {
        /// A block that holds `defer`s, which stand above it.
        case scope
        /// A deferred body at `target`.
        case deferred
        /// `catch` at `target`; the problem goes into `register`.
        case handler
        /// `finally` at `target`.
        case finalizer
        /// An attempt of `within` or `retry`: the decision is at `target`.
        case attempt
        case step
        case test
        /// A deferred or final body is running; `completions` holds what comes after it.
        case running
    }

    var kind: Kind
    var target: UnsafePointer<Instruction>
    /// The instruction behind the one that entered it; nil for a test.
    var place: UnsafePointer<Instruction>?
    var register = 0
    /// How many calls were in progress.
    var frameCount: Int
    /// No request inside may go on past this moment of the monotonic clock, in nanoseconds.
    var deadline = Int64.max
    var name = ""
    /// How many failures were recorded before a test.
    var recordedCount = 0
    /// What a test copied, as a list.
    var saved: Cell = .null
    /// The latest response before a deferred body or a test.
    var last: LastResponse?
    var restoresLast = false
}

/// Where control is going while blocks are left.
enum Completion {
    /// On with the next instruction.
    case normal
    case failure(Failure)
    /// `break` and `continue`: leave blocks down to a count, then go to a place.
    case jump(UnsafePointer<Instruction>, blockCount: Int)
    /// On with the next round of a loop, whose failure was recorded: leave blocks and calls down to counts, then go there.
    case nextRound(UnsafePointer<Instruction>, blockCount: Int, frameCount: Int)
    case returned(Cell)
    case exit(Int)
}

/// A completion that waits for a deferred or final body to end.
struct HeldCompletion {
    var completion: Completion

    /// The cell in it, for the collector.
    var value: Cell {
        if case .returned(let cell) = completion { return cell }
        return .null
    }
}
