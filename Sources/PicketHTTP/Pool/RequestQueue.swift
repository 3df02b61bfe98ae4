import NIOCore

/// Requests that wait for a connection, in order of arrival. One that ends while it waits is stepped over later.
struct RequestQueue {
    /// Those that have not ended.
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

    /// One of those that wait is about to end.
    mutating func forgetOne() {
        count -= 1
        // A queue whose first never gets its turn must not grow by those that gave up behind it.
        if requests.count > 64, count < requests.count / 2 { requests.removeAll { $0.isEnded } }
    }

    /// Those that have not ended, the first first.
    var waiting: [PendingRequest] { requests.filter { !$0.isEnded } }
}
