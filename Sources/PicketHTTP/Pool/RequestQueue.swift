import NIOCore

/// Requests that wait for a connection, in order of arrival. A request that ends while it waits is skipped later.
struct RequestQueue {
    /// The number of requests that have not ended.
    private(set) var count = 0
    private var requests = CircularBuffer<PendingRequest>()

    mutating func append(_ pending: PendingRequest) {
        requests.append(pending)
        count += 1
    }

    mutating func popFirst() -> PendingRequest? {
        while let first = requests.popFirst() {
            guard !first.isEnded else { continue }
            count -= 1
            return first
        }
        return nil
    }

    /// Updates the count when a waiting request is about to end.
    mutating func forgetOne() {
        count -= 1
        // Removes ended requests now and then, so that a queue does not grow while its first request waits.
        if requests.count > 64, count < requests.count / 2 { requests.removeAll { $0.isEnded } }
    }

    /// The requests that have not ended, in order.
    var waiting: [PendingRequest] { requests.filter { !$0.isEnded } }
}
