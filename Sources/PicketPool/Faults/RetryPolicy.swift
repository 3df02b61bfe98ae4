package import NIOCore

/// How often and after what delays a request is sent again that may be.
package struct RetryPolicy: Sendable {
    /// Beyond the first sending.
    package var retries = 3
    /// Before the first repetition; it doubles from one to the next.
    package var firstDelay: TimeAmount = .milliseconds(200)
    package var longestDelay: TimeAmount = .seconds(10)
    /// The longest that a platform may ask to wait (`Retry-After`); with more, its answer is final.
    package var longestRequestedDelay: TimeAmount = .minutes(5)

    package init() {}

    /// The delay before a repetition, counted from 1: exponential, of which half is jitter, so that many that failed
    /// together don't come back together.
    func delay(before repetition: Int) -> TimeAmount {
        let doublings = min(max(repetition - 1, 0), 30)
        let (grown, overflow) = firstDelay.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let full = overflow ? longestDelay.nanoseconds : min(grown, longestDelay.nanoseconds)
        return .nanoseconds(full / 2 + Int64.random(in: 0...max(0, full - full / 2)))
    }

    /// The delay that an answer asks for in whole seconds (RFC 9110, section 10.2.3); nil if it names none.
    static func requestedDelay(_ field: String?) -> TimeAmount? {
        guard let seconds = field.flatMap({ Int64($0) }), seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400 * 365))
    }
}

extension TransportFailure {
    /// Whether another try may fare better.
    var isTransient: Bool {
        switch kind {
        case .nameResolution, .refused, .unreachable, .connectTimeout, .requestTimeout, .proxy, .closed,
            .protocolViolation:
            true
        case .tls(let reason): reason == .handshake
        case .invalidRequest, .headTooLarge, .bodyTooLarge, .cancelled, .clientClosed: false
        }
    }
}
