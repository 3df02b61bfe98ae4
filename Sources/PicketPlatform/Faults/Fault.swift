/// A planned misbehaviour for the next matching requests. It is the only way to get a 500, because nothing else causes
/// one (section 13, choice 35).
public struct Fault: Sendable, Equatable {
    /// The documented requests, named as in the command language.
    public enum Operation: String, Sendable, CaseIterable {
        /// The question whether the platform is alive.
        case liveness
        /// A login.
        case createToken = "create-token"
        /// A look at the token in use.
        case readToken = "read-token"
        /// A connection is added.
        case add
        /// A connection is read.
        case show
        /// A connection is changed.
        case update
        /// The monitoring of a connection is paused.
        case disable
        /// The monitoring of a connection is resumed.
        case enable
        /// A connection is deleted.
        case delete
    }

    /// What goes wrong.
    public enum Effect: Sendable, Equatable {
        /// The request has no effect and gets this status, 400 to 599, with `Retry-After` in seconds if it is given.
        case status(Int, retryAfter: Int? = nil)
        /// The request is answered as usual after a delay.
        case delay(milliseconds: Int)
        /// The connection is reset and the request has no effect.
        case resetBefore
        /// The request has its effect, then the connection is reset instead of an answer.
        case resetAfter
        /// The request has its effect, then half of the answer's body is sent and the connection is closed.
        case truncate
    }

    /// The operation; nil for every operation.
    public var operation: Operation?
    /// The connection's name; nil for every connection. With a name, requests without a name do not match.
    public var name: String?
    /// How many matching requests it affects, at least 1.
    public var times: Int
    /// What goes wrong.
    public var effect: Effect

    /// Creates a fault for the next matching request, or for several.
    public init(_ effect: Effect, operation: Operation? = nil, name: String? = nil, times: Int = 1) {
        self.effect = effect
        self.operation = operation
        self.name = name
        self.times = times
    }
}
