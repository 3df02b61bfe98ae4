import NIOCore

/// Decides when requests take their turns: evenly spaced by `--rate`, and slower if the platform asks for it.
///
/// An answer of 429 holds all requests back for as long as the platform asks, and widens the space between them. Other
/// answers narrow the space again bit by bit, so the rate settles at what the platform accepts.
final class RequestPace {
    /// The time between two turns by `--rate`; nil for no such limit.
    private let interval: TimeAmount?
    /// The time between two turns since the platform asked for fewer requests; zero if it has not.
    private var space = TimeAmount.zero
    private var next = NIODeadline.uptimeNanoseconds(0)
    /// Until when the platform or a proxy asked all requests to wait.
    private var held = NIODeadline.uptimeNanoseconds(0)
    /// Who asked for that.
    private var asker = RequestPace.platform
    /// Until when an answer of 429 says nothing new: its request had its turn before the space was widened.
    private var settled = NIODeadline.uptimeNanoseconds(0)

    private static let leastSpace = TimeAmount.milliseconds(20)
    private static let mostSpace = TimeAmount.seconds(2)

    init(requestsPerSecond: Double?) {
        interval = requestsPerSecond.flatMap { rate in
            rate > 0 ? .nanoseconds(Int64(min(1_000_000_000 / rate, 3_600e9))) : nil
        }
    }

    /// A turn in the future.
    struct Turn {
        let time: NIODeadline
        /// The part of the wait that the platform or a proxy asks for; nil for none.
        let asked: TimeAmount?
        /// Who asks for it.
        var asker = RequestPace.platform
    }

    /// The usual name of who answers 429.
    static let platform = "the platform"

    /// Returns the turn that would be taken now; nil if it comes at once.
    func nextTurn(at now: NIODeadline) -> Turn? {
        guard next > now else { return nil }
        return Turn(time: next, asked: held > now ? held - now : nil, asker: asker)
    }

    /// Takes a turn. Returns when it comes; nil if it comes at once.
    func takeTurn(at now: NIODeadline) -> NIODeadline? {
        let step = max(interval ?? .zero, space)
        guard step > .zero || next > .uptimeNanoseconds(0) else { return nil }
        let turn = max(now, next)
        next = turn + step
        return turn > now ? turn : nil
    }

    /// Records an answer.
    ///
    /// - Parameters:
    ///   - askedToWait: The delay of its `Retry-After`.
    ///   - asker: Who answered.
    func note(
        _ meaning: StatusMeaning, askedToWait: TimeAmount?, by asker: String = platform, at now: NIODeadline
    ) {
        guard meaning == .notNow else {
            if space > .zero { narrow() }
            return
        }
        if let askedToWait, askedToWait <= Self.longestHold {
            if now + askedToWait > held { (held, self.asker) = (now + askedToWait, asker) }
            next = max(next, held)
        }
        guard now >= settled else { return }
        // The requests that already have their turns come before the newly spaced ones.
        settled = max(now + .milliseconds(250), next)
        space = min(max(.nanoseconds(space.nanoseconds * 2), Self.leastSpace), Self.mostSpace)
    }

    /// The longest `Retry-After` that holds back all other requests, which wait without a message.
    private static let longestHold = TimeAmount.seconds(30)

    private func narrow() {
        space = .nanoseconds(space.nanoseconds - max(space.nanoseconds / 32, 10_000))
        if space < .microseconds(100) { space = .zero }
    }
}

@available(*, unavailable)
extension RequestPace: Sendable {}
