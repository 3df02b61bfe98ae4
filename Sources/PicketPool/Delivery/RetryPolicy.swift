package import NIOCore
import PicketHTTP
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

    /// Draws a random number of nanoseconds from a range, for all delays. A simulation replaces it.
    package var chance: @Sendable (ClosedRange<Int64>) -> Int64 = { Int64.random(in: $0) }

    /// How often `ensure` reads a connection that others change meanwhile, or that the platform shows late.
    static let readings = 3

    /// How often a request is sent again after the platform does not take it now (429). This may be often: the pace
    /// slows down meanwhile, and the platform did nothing.
    var refusals: Int { retries == 0 ? 0 : max(retries, 20) }

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
        guard let field = response.header("retry-after") else { return nil }
        return requestedDelay(field, now: response.header("date").flatMap(date) ?? WallClock.secondsSince1970)
    }

    /// Returns the delay that a `Retry-After` field asks for, in seconds or by a date (RFC 9110, section 10.2.3); nil
    /// for none.
    ///
    /// - Parameter now: The current time in seconds since 1970.
    static func requestedDelay(_ field: String?, now: Int = WallClock.secondsSince1970) -> TimeAmount? {
        guard let field else { return nil }
        guard let seconds = Int64(field) ?? date(field).map({ Int64(max(0, $0 - now)) }), seconds >= 0 else {
            return nil
        }
        return .seconds(min(seconds, 86_400 * 365))
    }

    private static let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ")

    /// Parses `Wed, 21 Oct 2015 07:28:00 GMT` to seconds since 1970 (RFC 9110, section 5.6.7); nil for another form.
    private static func date(_ text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            (1...31).contains(day), (1970...9999).contains(year), let month = months.firstIndex(of: parts[2])
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, clock.allSatisfy({ (0...60).contains($0) }) else { return nil }
        let days = CalendarDate.daysSince1970(
            year: Int64(year), month: Int64(month + 1), day: Int64(day))
        return Int(days) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
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
