/// What says when a request must have been answered.
package enum RequestBound: Hashable, Sendable {
    /// The time that any one request has (`--timeout`).
    case timeout
    /// The same of this request alone (`timeout=`).
    case ownTimeout
    /// A `within` around it.
    case within
    /// The test around it.
    case test
    /// What ends the run.
    case run

    /// As a message names it in brackets.
    package var name: String {
        switch self {
        case .timeout: "`--timeout`"
        case .ownTimeout: "the request's `timeout=`"
        case .within: "the limit of `within`"
        case .test: "the time limit of the test"
        case .run: "the time of the run"
        }
    }

    /// The same as the subject of a sentence.
    package var subject: String {
        switch self {
        case .timeout: "`--timeout`"
        case .ownTimeout: "the request's `timeout=`"
        case .within: "the time of `within`"
        case .test: "the time of the test"
        case .run: "the time of the run"
        }
    }
}
