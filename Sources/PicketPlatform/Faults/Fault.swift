/// A misbehaviour planned for the next requests that match: the only way to see a 500, because nothing natural causes one
/// (section 13, choice 35).
public struct Fault: Sendable, Equatable {
    /// The documented requests, by the names that the command language gives them.
    public enum Operation: String, Sendable, CaseIterable {
        case liveness
        case createToken = "create-token"
        case readToken = "read-token"
        case add
        case show
        case update
        case disable
        case enable
        case delete
    }

    /// What goes wrong.
    public enum Effect: Sendable, Equatable {
        /// The request has no effect and is answered with this status, 400 to 599, and `Retry-After` in seconds if given.
        case status(Int, retryAfter: Int? = nil)
        /// The request is answered as usual, but so much later.
        case delay(milliseconds: Int)
        /// The connection is reset and the request has no effect.
        case resetBefore
        /// The request has its effect, then the connection is reset instead of an answer.
        case resetAfter
        /// The request has its effect, then half of the answer's body is sent and the connection closed.
        case truncate
    }

    /// nil for every operation.
    public var operation: Operation?
    /// nil for every connection; with a name, requests without one do not match.
    public var name: String?
    /// How many matching requests it meets, at least 1.
    public var times: Int
    public var effect: Effect

    public init(_ effect: Effect, operation: Operation? = nil, name: String? = nil, times: Int = 1) {
        self.effect = effect
        self.operation = operation
        self.name = name
        self.times = times
    }
}
