package import NIOCore
package import PicketHTTP
import PicketRuntime
import PicketSystem

/// How often, and after which delays, a request is sent again.
package struct RetryPolicy: Sendable {
    /// How often a request is sent after the first time.
    package var retries = 3
    /// The delay before the first repetition. It doubles with each further one.
    package var firstDelay: TimeAmount = .milliseconds(200)
    package var longestDelay: TimeAmount = .seconds(10)
    /// How long a write may still be at work after a time-out. It is not sent again earlier.
    package var resendAfter: TimeAmount = .seconds(10)

    /// How messages name what can be changed.
    package var voice = Voice.commandLine

    /// Draws a random number of nanoseconds from a range, for all delays. A simulation replaces it.
    package var chance: @Sendable (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) }

    /// How often `ensure` reads a connection that others change meanwhile, or that the platform shows late.
    static let readings = 3

    /// How often a request is sent again after the platform does not take it now (429). This may be often: the pace
    /// slows down meanwhile, and the platform did nothing.
    var refusals: Int { retries == 0 ? 0 : max(retries, 20) }

    /// How late a read may show an effect. After the time in which a lost write may take effect, the last look waits this
    /// much longer.
    var readLag: TimeAmount { .nanoseconds(resendAfter.nanoseconds / 4) }

    package init() {}

    /// Returns the delay before a repetition, counted from 1. It grows exponentially, and half of it is jitter, so that
    /// requests that failed together do not return together.
    func delay(before repetition: Int) -> TimeAmount {
        let doublings = min(max(repetition - 1, 0), 30)
        let (grown, overflow) = firstDelay.nanoseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let full = overflow ? longestDelay.nanoseconds : min(grown, longestDelay.nanoseconds)
        return .nanoseconds(full / 2 + chance(0...max(0, full - full / 2)))
    }

    /// Lengthens a delay that many requests got at once, by up to a quarter or by the own delay, whichever is more.
    func spread(_ delay: TimeAmount, over own: TimeAmount) -> TimeAmount {
        delay + .nanoseconds(chance(0...max(own.nanoseconds, delay.nanoseconds / 4, 0)))
    }

    /// Returns the delay that an answer asks for. A date is compared with the answer's own date, if it has one, because
    /// clocks differ.
    static func requestedDelay(_ response: borrowing Response) -> TimeAmount? {
        requestedDelay(response.header("retry-after"), sent: response.header("date"))
    }

    /// Returns the delay that a proxy asks for when it refuses a tunnel. It counts like a platform's.
    static func requestedDelay(_ refusal: TransportFailure.ProxyRefusal) -> TimeAmount? {
        StatusMeaning(refusal.status).isTemporary ? requestedDelay(refusal.retryAfter, sent: refusal.date) : nil
    }

    private static func requestedDelay(_ field: String?, sent date: String?) -> TimeAmount? {
        guard let field else { return nil }
        let now = date.flatMap { HTTPDate($0)?.secondsSince1970 }
        return requestedDelay(field, now: now ?? WallClock.secondsSince1970)
    }

    /// Returns the delay that a `Retry-After` field asks for, in seconds or by a date (RFC 9110, section 10.2.3); nil
    /// for none.
    ///
    /// - Parameter now: The current time in seconds since 1970.
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
    /// Whether another try may succeed.
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
