import NIOCore

extension HTTPClient {
    // MARK: Told by connections

    func connection(_ connection: HTTPConnection, answered pending: PendingRequest, with response: HTTPResponse) {
        let now = NIODeadline.now()
        // Before the completion: what it sends next finds this connection free.
        if connection.isIdle { becomeIdle(connection, at: now) }
        pending.complete(with: .success(response), at: now)
    }

    func connectionEnded(_ connection: HTTPConnection, unanswered: PendingRequest?, cause: (any Error)?) {
        connections.removeAll { $0 === connection }
        idle.removeAll { $0 === connection }
        if let pending = unanswered {
            if shouldRepeat(pending, on: connection, cause: cause) {
                pending.reserveFreshConnection()
                open(for: pending)
            } else {
                finish(pending, with: failure(for: cause))
            }
        }
        openForWaiting()
    }

    func opening(_ opening: ConnectionOpening, ended result: Result<HTTPConnection, TransportFailure>) {
        openings.removeAll { $0 === opening }
        let reserved = opening.reservation.flatMap { $0.isEnded ? nil : $0 }
        switch result {
        case .success(let connection):
            connections.append(connection)
            if let reserved { connection.send(reserved) } else { becomeIdle(connection, at: .now()) }
            openForWaiting()
        case .failure(let failure):
            if let reserved { finish(reserved, with: failure) }
            // While others live or may yet come the queue is theirs: a server may well allow fewer than we do.
            guard connections.isEmpty, openings.isEmpty else { return }
            while let next = queue.popFirst() { finish(next, with: failure) }
        }
    }

    /// How many connections are open, idle ones included.
    package var openConnections: Int { connections.count }

    /// How many requests wait for a connection.
    package var waitingRequests: Int { queue.count }

    // MARK: The pool

    /// Gives the connection to the first that waits, or keeps it.
    func becomeIdle(_ connection: HTTPConnection, at now: NIODeadline) {
        if let next = queue.popFirst() { return connection.send(next) }
        connection.idleSince = now
        idle.append(connection)
        guard idleTimer.time == nil else { return }
        idleTimer.set(now + configuration.idleTimeout, on: eventLoop) { [weak self] in self?.closeIdle() }
    }

    func takeIdle() -> HTTPConnection? {
        idle.popLast()
    }

    /// Opens as many connections as there are requests that no opening connection will take, up to the limit.
    func openForWaiting() {
        guard !isClosed else { return }
        while queue.count > unreservedOpenings, mayOpenAnother { open(for: nil) }
    }

    private var mayOpenAnother: Bool {
        guard connections.count + openings.count < configuration.connectionLimit else { return false }
        // One lookup is enough: the first connection shows the others the way.
        return isPeerAddress || !connections.isEmpty || openings.isEmpty
    }

    /// Where an open connection leads: as good as asking for the name's address again.
    var knownAddress: SocketAddress? {
        connections.first?.channel.remoteAddress
    }

    private func open(for reservation: PendingRequest?) {
        let opening = ConnectionOpening(client: self, reservation: reservation)
        openings.append(opening)
        opening.start(on: eventLoop)
    }

    private var unreservedOpenings: Int {
        openings.count { $0.reservation == nil }
    }

    private func closeIdle() {
        let now = NIODeadline.now()
        let old = idle.prefix { $0.idleSince + configuration.idleTimeout <= now }
        idle.removeFirst(old.count)
        for connection in old { connection.close() }
        guard let oldest = idle.first else { return }
        idleTimer.set(oldest.idleSince + configuration.idleTimeout, on: eventLoop) { [weak self] in self?.closeIdle() }
    }

    // MARK: Broken connections

    /// A server may close a kept connection just when the next request is on its way. That is nobody's fault: the
    /// request is repeated, unless that could do its work twice.
    private func shouldRepeat(_ pending: PendingRequest, on connection: HTTPConnection, cause: (any Error)?) -> Bool {
        connection.answered > 0 && !connection.sawAnswer && !pending.wasRepeated
            && failure(for: cause).kind == .closed
            && (!pending.mayHaveReachedServer || pending.isRead)
    }

    private func failure(for cause: (any Error)?) -> TransportFailure {
        guard let cause else { return .closed(endpoint.authority) }
        let tls = TransportFailure.tls(
            cause, endpoint: endpoint, certificate: nil, day: configuration.calendarDay)
        return tls ?? .exchanging(cause, with: endpoint.authority)
    }
}
