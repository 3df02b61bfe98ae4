/// The requests of a run that its host answers later, and the times at which something happens to them.
struct TimedRequests {
    /// A request that waits for its host.
    final class Request {
        let ticket: Int
        let strand: Strand
        /// The command's name; nil for a request that is not a command.
        let command: String?
        /// When something happens to the request without an answer.
        var time: Int64
        var state = State.open

        init(_ ticket: Int, _ strand: Strand, command: String?, until time: Int64) {
            (self.ticket, self.strand, self.command, self.time) = (ticket, strand, command, time)
        }
    }

    enum State {
        /// The host works on it.
        case open
        /// The strand sleeps until the time.
        case sleeping
        /// The host was asked to cancel its work, and the strand waits for the answer until the time.
        ///
        /// - Parameter isLate: whether the time of the request was over, so that the answer does not count.
        case draining(isLate: Bool)
        /// The strand has gone on. Only the end of the run waits for the answer, until the time.
        case detached
    }

    private var open: [Int: Request] = [:]
    private var queue = TimeQueue()
    private var cancelled: [Int] = []
    private var detachedCount = 0
    private var lastTicket = 0
    /// The names of commands whose work did not end in time.
    var abandoned: [String] = []

    /// Whether the driver times the requests of this run.
    var isUsed: Bool { lastTicket > 0 }
    var hasDetached: Bool { detachedCount > 0 }
    var hasCancelled: Bool { !cancelled.isEmpty }
    /// The time at which something happens first; `.max` for none.
    var nextTime: Int64 { queue.first ?? .max }
    /// All requests without an answer, in order.
    var all: [Request] { open.values.sorted { $0.ticket < $1.ticket } }

    subscript(ticket: Int) -> Request? { open[ticket] }

    mutating func add(_ strand: Strand, command: String?, until time: Int64, _ state: State = .open) -> Request {
        lastTicket += 1
        let request = Request(lastTicket, strand, command: command, until: time)
        request.state = state
        open[lastTicket] = request
        schedule(request)
        return request
    }

    mutating func remove(_ request: Request) {
        guard open.removeValue(forKey: request.ticket) != nil else { return }
        if case .detached = request.state { detachedCount -= 1 }
        dropStale()
    }

    /// Asks the host to cancel its work.
    mutating func cancel(_ request: Request, _ state: State, until time: Int64) {
        guard open[request.ticket] === request else { return }
        switch request.state {
        case .open: cancelled.append(request.ticket)
        case .sleeping, .draining: break
        case .detached: return
        }
        request.time = min(time, request.state.isCancelled ? request.time : .max)
        if case .detached = state { detachedCount += 1 }
        request.state = state
        schedule(request)
    }

    /// The next request that the host is to cancel. It may have been answered since.
    mutating func takeCancelled() -> Int? {
        while !cancelled.isEmpty {
            let ticket = cancelled.removeFirst()
            if open[ticket] != nil { return ticket }
        }
        return nil
    }

    /// A request whose time has come; nil if there is none.
    mutating func takeDue(_ now: Int64) -> Request? {
        while let time = queue.first, time <= now {
            let entry = queue.removeFirst()
            if let request = open[entry.ticket], request.time == entry.time { return request }
        }
        return nil
    }

    private mutating func schedule(_ request: Request) {
        guard request.time < .max else { return }
        queue.add(TimeQueue.Entry(time: request.time, ticket: request.ticket))
    }

    /// Removes the times of answered requests from the front, and all of them now and then.
    private mutating func dropStale() {
        while let entry = queue.firstEntry, open[entry.ticket]?.time != entry.time { _ = queue.removeFirst() }
        guard queue.count > 64 + 2 * open.count else { return }
        queue.keep { open[$0.ticket]?.time == $0.time }
    }
}

extension TimedRequests.State {
    fileprivate var isCancelled: Bool {
        switch self {
        case .open, .sleeping: false
        case .draining, .detached: true
        }
    }
}

/// Times in order, as a binary heap.
struct TimeQueue {
    struct Entry {
        let time: Int64
        let ticket: Int
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }
    var firstEntry: Entry? { entries.first }
    var first: Int64? { entries.first?.time }

    mutating func add(_ entry: Entry) {
        entries.append(entry)
        var position = entries.count - 1
        while position > 0, isBefore(position, (position - 1) / 2) {
            entries.swapAt(position, (position - 1) / 2)
            position = (position - 1) / 2
        }
    }

    /// Removes the earliest entry of a queue that is not empty.
    mutating func removeFirst() -> Entry {
        entries.swapAt(0, entries.count - 1)
        let entry = entries.removeLast()
        sink(from: 0)
        return entry
    }

    mutating func keep(_ isKept: (Entry) -> Bool) {
        entries = entries.filter(isKept)
        for position in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(from: position) }
    }

    private mutating func sink(from start: Int) {
        var position = start
        while true {
            var least = position
            for child in [2 * position + 1, 2 * position + 2] where child < entries.count && isBefore(child, least) {
                least = child
            }
            guard least != position else { return }
            entries.swapAt(position, least)
            position = least
        }
    }

    /// Entries of one time keep the order of their tickets.
    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (entries[left], entries[right])
        return left.time == right.time ? left.ticket < right.ticket : left.time < right.time
    }
}
