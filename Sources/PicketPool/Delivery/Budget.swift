import NIOCore
import PicketHTTP

/// What bounds a command's waits. It is passed by value; every wait asks it.
struct Budget {
    /// When all that is done for the command must have ended: the run, the test or `within` around it ends then.
    var limit = NIODeadline.distantFuture
    /// Of one sending, and of any one wait (`--timeout`).
    var requestTimeout: TimeAmount
    /// Whether the request says that itself (`timeout=`).
    var isOwnTimeout = false
    /// Of settling a doubt in all (`--settle-timeout`).
    var settleTimeout: TimeAmount

    /// What ends a wait before its time.
    enum Bound {
        /// It is longer than `--timeout`.
        case requestTimeout(TimeAmount)
        /// It is longer than the request's own `timeout=`.
        case ownTimeout(TimeAmount)
        /// The run, the test or `within` ends before.
        case limit
        case settleTimeout(TimeAmount)
    }

    /// When a request that is sent now is given up.
    func deadline(sending now: NIODeadline) -> NIODeadline { min(now + requestTimeout, limit) }

    /// What ends a request that is sent now, if nothing else does.
    func limit(sending now: NIODeadline) -> HTTPRequest.Limit {
        if limit <= now + requestTimeout { return .surroundings }
        return isOwnTimeout ? .ownTimeout : .timeout
    }

    /// A wait of one's own choice, which is no longer than any one wait may be.
    func clipped(_ delay: TimeAmount) -> TimeAmount { min(delay, requestTimeout) }

    /// What forbids a wait; nil if it is allowed.
    ///
    /// - Parameter doubted: since when there has been a doubt; nil for none.
    func bound(of delay: TimeAmount, from now: NIODeadline, doubted: NIODeadline? = nil) -> Bound? {
        if delay > requestTimeout {
            return isOwnTimeout ? .ownTimeout(requestTimeout) : .requestTimeout(requestTimeout)
        }
        if now + delay >= limit { return .limit }
        if let doubted, now + delay > doubted + settleTimeout { return .settleTimeout(settleTimeout) }
        return nil
    }
}
