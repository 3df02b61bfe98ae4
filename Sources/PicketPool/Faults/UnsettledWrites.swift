/// The writes of an executor whose effect nobody knows, because their command was ended while they were on their way.
final class UnsettledWrites {
    /// As request lines, in the order in which they were ended.
    var requests: [String] = []
}
