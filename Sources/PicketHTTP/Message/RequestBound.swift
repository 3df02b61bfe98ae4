/// The limit that decides when a request must have been answered.
package enum RequestBound: Hashable, Sendable {
    /// The time of any one request (`--timeout`).
    case timeout
    /// The time of this request alone (`timeout=`).
    case ownTimeout
    /// The `within` block around the request.
    case within
    /// The test around the request.
    case test
    /// The end of the run.
    case run

    /// Returns the name of the limit, for brackets in a message.
    package func name(_ voice: Voice) -> String {
        switch self {
        case .timeout: voice.timeout
        case .ownTimeout: "the request's `timeout=`"
        case .within: "the limit of `within`"
        case .test: "the time limit of the test"
        case .run: "the time of the run"
        }
    }

    /// Returns the name of the limit, as the subject of a sentence.
    package func subject(_ voice: Voice) -> String {
        switch self {
        case .timeout: voice.timeout
        case .ownTimeout: "the request's `timeout=`"
        case .within: "the time of `within`"
        case .test: "the time of the test"
        case .run: "the time of the run"
        }
    }
}
