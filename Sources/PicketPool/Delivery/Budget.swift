import NIOCore
import PicketHTTP

/// The bounds of a command's waits. It is passed by value, and each wait asks it.
struct Budget {
    /// When all that is done for the command must have ended.
    var limit = NIODeadline.distantFuture
    /// What says so.
    var limitSource = RequestBound.run
    /// When the run ends; nil for never. A command in progress may go on then, but nothing is put off until after it.
    var runEnd: RunEnd?
    /// Of one sending, and of any one wait (`--timeout`).
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
        /// The run, the test or `within` ends before.
        case limit(RequestBound)
        case runEnd(RunEnd.Source)
        case settleTimeout(TimeAmount)
    }

    /// When a request that is sent now is given up, and what says so.
    func deadline(sending now: NIODeadline) -> (time: NIODeadline, bound: RequestBound) {
        let own = now + requestTimeout
        return limit < own ? (limit, limitSource) : (own, isOwnTimeout ? .ownTimeout : .timeout)
    }

    /// Returns a delay that the program chose itself, shortened to the longest allowed wait.
    func clipped(_ delay: TimeAmount) -> TimeAmount { min(delay, requestTimeout) }

    /// Returns the bound that forbids a wait; nil if the wait is allowed.
    ///
    /// - Parameters:
    ///   - doubted: since when there has been a doubt; nil for none.
    ///   - isLook: whether a connection is looked at after it, which may be done for a while when the run has ended.
    func bound(
        of delay: TimeAmount, from now: NIODeadline, doubted: NIODeadline? = nil, isLook: Bool = false
    ) -> Bound? {
        if delay > requestTimeout {
            return isOwnTimeout ? .ownTimeout(requestTimeout) : .requestTimeout(requestTimeout)
        }
        return end(of: delay, from: now, doubted: doubted, isLook: isLook)
    }

    /// What forbids to wait for a turn; nil if it is allowed. How many stand before it is the run's own choice, so that
    /// `--timeout` bounds only what the platform asks for.
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

/// When a run ends, as a command knows it that begins.
struct RunEnd {
    enum Source {
        /// `--deadline`
        case deadline
        /// What deferred blocks have in all once a run is ended from outside.
        case grace
    }

    let time: NIODeadline
    let source: Source
}

/// What bounds a command in all.
package struct CommandLimits {
    /// No request goes on past it.
    var time = NIODeadline.distantFuture
    /// What says so.
    var source = RequestBound.run
    /// When the run ends, as far as it knows; nil for never.
    var runEnd: RunEnd?
}
