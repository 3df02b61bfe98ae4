import NIOCore

extension HTTPClient {
    /// Makes sure that a timer fires at the deadline.
    ///
    /// One timer at the earliest deadline serves all requests. Most requests end long before their deadline, and then
    /// the timer only sets itself again.
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

    /// Returns the failure that says what the request waited for when its time ended.
    private func requestTimeout(of pending: PendingRequest) -> TransportFailure {
        switch pending.state {
        case .waiting where !connections.isEmpty:
            .noFreeConnection(endpoint.authority, of: connections.count, pending.bound, configuration.voice)
        case .waiting, .reserved: .noConnection(endpoint.authority, pending.bound, configuration.voice)
        case .sent, .failed, .completed: .requestTimeout(endpoint.authority, pending.bound, configuration.voice)
        }
    }
}
