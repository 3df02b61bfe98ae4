import NIOCore

extension HTTPClient {
    // MARK: Calls from connections

    func connection(_ connection: HTTPConnection, answered pending: PendingRequest, with response: HTTPResponse) {
        let now = NIODeadline.now()
        let refusal = proxyRefusal(in: response)
        if let refusal { failAllWaiting(with: refusal) }
        // This comes before the completion, whose next request then finds this connection free.
        if connection.isIdle { becomeIdle(connection, at: now) }
        if case .untried = way { letThrough() }
        guard let refusal else { return pending.complete(with: .success(response), at: now) }
        pending.noteRefusedOnTheWay()
        finish(pending, with: refusal)
    }

    func connectionEnded(_ connection: HTTPConnection, unanswered: PendingRequest?, cause: (any Error)?) {
        connections.removeAll { $0 === connection }
        idle.removeAll { $0 === connection }
        if let pending = unanswered {
            let failure = failure(for: cause, on: connection)
            if shouldRepeat(pending, on: connection, failure) {
                pending.reserveFreshConnection()
                open(for: pending)
            } else {
                finish(pending, with: failure)
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
            // An open tunnel proves that the proxy lets requests through. Without a tunnel, the first answer proves it.
            if case .untried = way, endpoint.scheme == .https { letThrough() } else { openForWaiting() }
        case .failure(let failure):
            if let reserved { finish(reserved, with: failure) }
            if failure.kind == .proxy, failure.isFinal { return failAllWaiting(with: failure) }
            // While other connections live or may still open, the queue is theirs. A server may allow fewer than the
            // limit.
            guard connections.isEmpty, openings.isEmpty else { return }
            while let next = queue.popFirst() { finish(next, with: failure) }
        }
    }

    /// The number of open connections, including idle ones.
    package var openConnections: Int { connections.count }

    /// The number of requests that wait for a connection.
    package var waitingRequests: Int { queue.count }

    // MARK: The pool

    /// Gives the connection to the first waiting request, or keeps it as idle.
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

    /// Opens a connection for each waiting request that no connection in opening will take, up to the limit.
    func openForWaiting() {
        guard !isClosed else { return }
        while queue.count > unreservedOpenings, mayOpenAnother { open(for: nil) }
    }

    /// Whether another connection may be opened now. Only a few open at once, and more as more are open, so that few
    /// are opened in vain if the first answer ends all waiting requests.
    private var mayOpenAnother: Bool {
        guard connections.count + openings.count < configuration.connectionLimit else { return false }
        guard openings.count < max(Self.openingsAtFirst, connections.count) else { return false }
        switch way {
        // One lookup is enough: later connections use the address of the first.
        case .open: return isPeerAddress || !connections.isEmpty || openings.isEmpty
        case .untried: return connections.isEmpty && openings.isEmpty
        case .refuses: return false
        }
    }

    private static let openingsAtFirst = 16

    /// Cancels the openings that no request waits for any more.
    func cancelNeedlessOpenings() {
        let surplus = unreservedOpenings - queue.count
        guard surplus > 0 else { return }
        let needless = openings.filter { $0.reservation == nil }.suffix(surplus)
        for opening in needless { opening.cancel() }
        openings.removeAll { opening in needless.contains { $0 === opening } }
    }

    /// The address of an open connection, which makes another lookup unnecessary.
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

    /// Whether a request is repeated. A server may close a kept connection just when the next request is sent, so the
    /// request is repeated unless that could do its work twice.
    private func shouldRepeat(
        _ pending: PendingRequest, on connection: HTTPConnection, _ failure: TransportFailure
    ) -> Bool {
        connection.answered > 0 && !connection.sawAnswer && !pending.wasRepeated && failure.kind == .closed
            && (!pending.mayHaveReachedServer || pending.isRead)
    }

    /// The name of the peer that answers on the client's connections: the proxy, unless it tunnels, else the endpoint.
    var peer: String {
        guard endpoint.scheme == .http, let proxy = configuration.proxy else { return endpoint.authority }
        return proxy.name
    }

    private func failure(for cause: (any Error)?, on connection: HTTPConnection) -> TransportFailure {
        if endpoint.scheme == .http, connection.wire.head.isTLS { return .speaksTLS(peer) }
        let tls = cause.flatMap { error in
            TransportFailure.tls(
                error, endpoint: endpoint, certificate: nil, trust: configuration.tls.trust,
                day: configuration.calendarDay, configuration.voice)
        }
        let failure = tls ?? cause.map { .exchanging($0, with: peer) } ?? .closed(peer)
        // A server that only speaks TLS may close a plain connection without an answer.
        let isSilent = failure.kind == .closed && connection.answered == 0 && !connection.sawAnswer
        return isSilent && endpoint.scheme == .http && configuration.proxy == nil ? .closedSilently(peer) : failure
    }
}
