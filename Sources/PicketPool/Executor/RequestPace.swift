import NIOCore

/// Spaces requests evenly: a bucket that holds one token and gets so many a second.
final class RequestPace {
    private let interval: TimeAmount?
    private var next = NIODeadline.uptimeNanoseconds(0)

    init(requestsPerSecond: Double?) {
        interval = requestsPerSecond.flatMap { rate in
            rate > 0 ? .nanoseconds(Int64(min(1_000_000_000 / rate, 3_600e9))) : nil
        }
    }

    /// Takes a turn; when it comes, nil for at once.
    func takeTurn() -> NIODeadline? {
        guard let interval else { return nil }
        let now = NIODeadline.now()
        let turn = max(now, next)
        next = turn + interval
        return turn > now ? turn : nil
    }
}
