import NIOCore
import PicketHTTP

/// The bounds of a command's waits. It is passed by value, and each wait asks it.
struct Budget {
    /// When all work for the command must have ended: the run, the test or the `within` block around it ends then.
    var limit = NIODeadline.distantFuture
    /// The bound of one sending, and of any one wait (`--timeout`).
    var requestTimeout: TimeAmount
    /// Whether the request itself gives this time-out (`timeout=`).
    var isOwnTimeout = false
    /// The bound of all requests that settle a doubt (`--settle-timeout`).
    var settleTimeout: TimeAmount

    /// The bound that ends a wait early.
    enum Bound {
        /// The wait is longer than `--timeout`.
        case requestTimeout(TimeAmount)
        /// The wait is longer than the request's own `timeout=`.
        case ownTimeout(TimeAmount)
        /// The run, the test or the `within` block ends earlier.
        case limit
        case settleTimeout(TimeAmount)
    }

    /// Returns the time at which a request that is sent now is given up.
    func deadline(sending now: NIODeadline) -> NIODeadline { min(now + requestTimeout, limit) }

    /// Returns the limit that ends a request that is sent now, if nothing else does.
    func limit(sending now: NIODeadline) -> HTTPRequest.Limit {
        if limit <= now + requestTimeout { return .surroundings }
        return isOwnTimeout ? .ownTimeout : .timeout
    }

    /// Returns a delay that the program chose itself, shortened to the longest allowed wait.
    func clipped(_ delay: TimeAmount) -> TimeAmount { min(delay, requestTimeout) }

    /// Returns the bound that forbids a wait; nil if the wait is allowed.
    ///
    /// - Parameter doubted: When the doubt began; nil for no doubt.
    func bound(of delay: TimeAmount, from now: NIODeadline, doubted: NIODeadline? = nil) -> Bound? {
        if delay > requestTimeout {
            return isOwnTimeout ? .ownTimeout(requestTimeout) : .requestTimeout(requestTimeout)
        }
        if now + delay >= limit { return .limit }
        if let doubted, now + delay > doubted + settleTimeout { return .settleTimeout(settleTimeout) }
        return nil
    }
}
