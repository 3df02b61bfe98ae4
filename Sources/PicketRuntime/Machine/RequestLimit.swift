/// When a request must have ended, and the block that sets this limit.
package struct RequestLimit: Sendable {
    package enum Source: Sendable {
        /// The `within` block around the request.
        case within
        /// The test around the request.
        case test
    }

    /// The time of the monotonic clock, in nanoseconds.
    package var time = Int64.max
    /// The kind of the block; nil while nothing bounds the request.
    package var source: Source?

    package init() {}

    /// Returns the earlier one of this limit and a block's limit.
    func bounded(by block: BlockEntry) -> RequestLimit {
        guard block.deadline < time else { return self }
        var limit = RequestLimit()
        (limit.time, limit.source) = (block.deadline, block.kind == .test ? .test : .within)
        return limit
    }
}
