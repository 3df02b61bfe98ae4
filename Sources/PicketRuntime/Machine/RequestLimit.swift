/// When a request must have ended, and what says so.
package struct RequestLimit: Sendable {
    package enum Source: Sendable {
        /// A `within` around it.
        case within
        /// The test around it.
        case test
    }

    /// By the monotonic clock, in nanoseconds.
    package var time = Int64.max
    /// nil while nothing bounds it.
    package var source: Source?

    package init() {}

    /// The nearer of this limit and that of a block.
    func bounded(by block: BlockEntry) -> RequestLimit {
        guard block.deadline < time else { return self }
        var limit = RequestLimit()
        (limit.time, limit.source) = (block.deadline, block.kind == .test ? .test : .within)
        return limit
    }
}
