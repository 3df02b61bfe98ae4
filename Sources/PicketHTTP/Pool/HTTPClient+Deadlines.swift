import NIOCore

extension HTTPClient {
    /// Makes sure that the deadline is looked at when it comes.
    ///
    /// One timer, at the earliest deadline, serves all requests: most end long before theirs, and the timer then finds
    /// nothing to do but to set itself again.
    func watch(_ deadline: NIODeadline) {
        if let next = deadlineTimer.time, next <= deadline { return }
        deadlineTimer.set(deadline, on: eventLoop) { [weak self] in self?.endOverdue() }
    }

    private func endOverdue() {
        let now = NIODeadline.now()
        var next: NIODeadline?
        for pending in unended {
            if pending.deadline <= now {
                end(pending, because: requestTimeout(of: pending))
            } else {
                next = min(next ?? pending.deadline, pending.deadline)
            }
        }
        if let next { watch(next) }
    }

    /// What the request waited for when its time was over.
    private func requestTimeout(of pending: PendingRequest) -> TransportFailure {
        switch pending.state {
        case .waiting where !connections.isEmpty:
            .noFreeConnection(endpoint.authority, of: connections.count, pending.bound)
        case .waiting, .reserved: .noConnection(endpoint.authority, pending.bound)
        case .sent, .failed, .completed: .requestTimeout(endpoint.authority, pending.bound)
        }
    }
}
