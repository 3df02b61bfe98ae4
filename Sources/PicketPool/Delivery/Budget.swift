import NIOCore
import PicketHTTP

/// The bounds of a command's waits. It is passed by value, and each wait asks it.
struct Budget {
    /// When all work for the command must have ended.
    var limit = NIODeadline.distantFuture
    /// What says so.
    var limitSource = RequestBound.run
    /// When the run ends; nil for never. A command in progress may continue then, but no wait may end later.
    var runEnd: RunEnd?
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
        case limit(RequestBound)
        case runEnd(RunEnd.Source)
        case settleTimeout(TimeAmount)
    }

    /// Returns when a request that is sent now is given up, and the limit that decides it.
    func deadline(sending now: NIODeadline) -> (time: NIODeadline, bound: RequestBound) {
        let own = now + requestTimeout
        return limit < own ? (limit, limitSource) : (own, isOwnTimeout ? .ownTimeout : .timeout)
    }

    /// Returns a delay that the program chose itself, shortened to the longest allowed wait.
    func clipped(_ delay: TimeAmount) -> TimeAmount { min(delay, requestTimeout) }

    /// Returns the bound that forbids a wait; nil if the wait is allowed.
    ///
    /// - Parameters:
    ///   - doubted: When the doubt began; nil for no doubt.
    ///   - isLook: Whether a read follows the wait. Reads may continue for a while after the run's end.
    func bound(
        of delay: TimeAmount, from now: NIODeadline, doubted: NIODeadline? = nil, isLook: Bool = false
    ) -> Bound? {
        if delay > requestTimeout {
            return isOwnTimeout ? .ownTimeout(requestTimeout) : .requestTimeout(requestTimeout)
        }
        return end(of: delay, from: now, doubted: doubted, isLook: isLook)
    }

    /// Returns the bound that forbids to wait for a turn; nil if the wait is allowed. `--rate` is the run's own choice, so
    /// `--timeout` bounds only the wait that the platform asks for.
    func bound(ofTurn turn: RequestPace.Turn, from now: NIODeadline, doubted: NIODeadline?, isLook: Bool) -> Bound? {
        if let asked = turn.asked, asked > requestTimeout {
            return isOwnTimeout ? .ownTimeout(requestTimeout) : .requestTimeout(requestTimeout)
        }
        return end(of: turn.time - now, from: now, doubted: doubted, isLook: isLook)
    }

    private func end(of delay: TimeAmount, from now: NIODeadline, doubted: NIODeadline?, isLook: Bool) -> Bound? {
        if now + delay >= limit { return .limit(limitSource) }
        if !isLook, let runEnd, now + delay >= runEnd.time { return .runEnd(runEnd.source) }
        if let doubted, now + delay > doubted + settleTimeout { return .settleTimeout(settleTimeout) }
        return nil
    }
}

/// The end of a run, as known when a command begins.
struct RunEnd {
    enum Source {
        /// `--deadline`
        case deadline
        /// The total time of deferred blocks after a run is ended from outside.
        case grace
    }

    let time: NIODeadline
    let source: Source
}

/// The limits of a whole command.
package struct CommandLimits {
    /// No request continues after this time.
    var time = NIODeadline.distantFuture
    /// What says so.
    var source = RequestBound.run
    /// When the run ends, as far as known; nil for never.
    var runEnd: RunEnd?
}
