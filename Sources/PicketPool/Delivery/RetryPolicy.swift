package import NIOCore
import PicketHTTP
import PicketRuntime
import PicketSystem

/// How often and after what delays a request is sent again that may be.
package struct RetryPolicy: Sendable {
    /// Beyond the first sending.
    package var retries = 3
    /// Before the first repetition; it doubles from one to the next.
    package var firstDelay: TimeAmount = .milliseconds(200)
    package var longestDelay: TimeAmount = .seconds(10)
    /// How long a write may still be at work after its answer was lost by time: it is not sent again before.
    package var resendAfter: TimeAmount = .seconds(10)

    /// Chance of all delays, within a range of nanoseconds; a simulation has its own.
    package var chance: @Sendable (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) }

    /// How often `ensure` reads a connection in all that others change meanwhile, or that is shown late.
    static let readings = 3

    /// How often a request is sent again that the platform does not take now (429). The pace slows down meanwhile, and
    /// nothing was done: there is no harm in patience.
    var refusals: Int { retries == 0 ? 0 : max(retries, 20) }

    package init() {}

    /// The delay before a repetition, counted from 1: exponential, of which half is jitter, so that many that failed
    /// together don't come back together.
    func delay(before repetition: Int) -> TimeAmount {
        let doublings = min(max(repetition - 1, 0), 30)
        let (grown, overflow) = firstDelay.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let full = overflow ? longestDelay.nanoseconds : min(grown, longestDelay.nanoseconds)
        return .nanoseconds(full / 2 + chance(0...max(0, full - full / 2)))
    }

    /// A wait that many were told at once, made longer by up to a quarter, or by the own delay if that is more.
    func spread(_ delay: TimeAmount, over own: TimeAmount) -> TimeAmount {
        delay + .nanoseconds(chance(0...max(own.nanoseconds, delay.nanoseconds / 4, 0)))
    }

    /// The delay that an answer asks for. A date is compared with the answer's own, if it has one: clocks differ.
    static func requestedDelay(_ response: borrowing Response) -> TimeAmount? {
        guard let field = response.header("retry-after") else { return nil }
        let now = response.header("date").flatMap { HTTPDate($0)?.secondsSince1970 }
        return requestedDelay(field, now: now ?? WallClock.secondsSince1970)
    }

    /// The delay that an answer asks for, in whole seconds or by a date (RFC 9110, section 10.2.3); nil if it names none.
    ///
    /// - Parameter now: in seconds since 1970.
    static func requestedDelay(_ field: String?, now: Int = WallClock.secondsSince1970) -> TimeAmount? {
        guard let field else { return nil }
        let isNumber = !field.isEmpty && field.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let seconds: Int64
        if isNumber {
            // A number that is too large for any clock is a very long wait.
            seconds = Int64(field) ?? .max
        } else if let date = HTTPDate(field, now: now) {
            seconds = Int64(max(0, date.secondsSince1970 - now))
        } else {
            return nil
        }
        return .seconds(min(seconds, 86_400 * 365))
    }
}

extension TransportFailure {
    /// Whether another try may fare better.
    var isTransient: Bool {
        if isFinal { return false }
        return switch kind {
        case .nameResolution, .refused, .unreachable, .connectTimeout, .requestTimeout, .proxy, .closed,
            .protocolViolation:
            true
        case .tls(let reason): reason == .handshake
        case .invalidRequest, .headTooLarge, .bodyTooLarge, .cancelled, .clientClosed: false
        }
    }
}
