package import NIOCore
import NIOSSL

/// A client for one HTTP/1.1 endpoint: a bounded pool of kept connections with a queue.
///
/// Everything happens on one event loop, and every member must be called there. So there is no lock, thread or future
/// between a caller on the loop and the socket. Call `close()` before the client is released.
///
///     let client = HTTPClient(endpoint: endpoint, configuration: HTTPClientConfiguration(), eventLoop: loop)
///     let request = HTTPRequest(method: .GET, path: "/", deadline: .now() + .seconds(30))
///     client.send(request) { exchange in … }
package final class HTTPClient {
    /// The number of requests so far of which a byte may have been sent.
    package private(set) var requestCount = 0
    package let endpoint: HTTPEndpoint
    package let configuration: HTTPClientConfiguration
    let eventLoop: any EventLoop

    private let encoder: Result<RequestEncoder, TransportFailure>
    private var tls: TLSContext
    /// Whether the host of the endpoint, or of the proxy, needs no lookup.
    let isPeerAddress: Bool
    private(set) var isClosed = false
    /// Whether a proxy lets requests through.
    var way: Way

    /// Open connections, including idle ones.
    var connections: [HTTPConnection] = []
    /// The most recently used connection is at the end and is used first, so that surplus connections time out.
    var idle: [HTTPConnection] = []
    var openings: [ConnectionOpening] = []
    var queue = RequestQueue()
    /// Every socket that is not closed yet: one that is opening, in use, or closing.
    private var sockets: [any Channel] = []
    let deadlineTimer = LoopTimer()
    let idleTimer = LoopTimer()

    /// Creates a client. The first request opens the first connection.
    package init(endpoint: HTTPEndpoint, configuration: HTTPClientConfiguration, eventLoop: any EventLoop) {
        self.endpoint = endpoint
        self.configuration = configuration
        self.eventLoop = eventLoop
        tls = TLSContext(configuration.tls, configuration.voice)
        way = configuration.proxy == nil ? .open : .untried
        let peer = configuration.proxy?.host ?? endpoint.host
        isPeerAddress = (try? SocketAddress(ipAddress: peer, port: 0)) != nil
        encoder = Result { () throws(TransportFailure) in
            try RequestEncoder(endpoint: endpoint, configuration: configuration)
        }
    }

    /// Sends a request as soon as a connection is free.
    ///
    /// The completion is called exactly once, on the event loop, and never from within this call. If a kept connection
    /// turns out to be closed, the request is repeated once on a fresh one, provided that nothing of it was sent or it
    /// is a read. Nothing else is repeated, and redirections are not followed.
    ///
    /// - Returns: The handle that can cancel the request.
    @discardableResult
    package func send(_ request: HTTPRequest, completion: @escaping (HTTPExchange) -> Void) -> PendingRequest {
        eventLoop.assertInEventLoop()
        let now = NIODeadline.now()
        let pending = PendingRequest(request, client: self, startedAt: now, completion: completion)
        do throws(TransportFailure) {
            guard !isClosed else { throw TransportFailure.clientClosed }
            if case .refuses(let refusal) = way { throw refusal }
            guard request.deadline > now else {
                throw TransportFailure.tooLate(endpoint.authority, request.bound, configuration.voice)
            }
            pending.encoded = try encoder.get().encode(request)
            dispatch(pending)
        } catch {
            finish(pending, with: error)
        }
        return pending
    }

    /// Closes all connections at once, and fails every unfinished request with `TransportFailure.Kind.clientClosed`.
    ///
    /// The completions are called soon after, not from within this call. Later requests fail in the same way.
    package func close() {
        eventLoop.assertInEventLoop()
        isClosed = true
        deadlineTimer.cancel()
        idleTimer.cancel()
        for pending in unended { end(pending, because: .clientClosed) }
        for opening in openings { opening.cancel() }
        openings = []
        for connection in connections { connection.close() }
        // The loop may never run again, but the peer must see the end of every socket.
        for socket in sockets { socket.closeAtOnce() }
    }

    /// The number of sockets that are not closed yet.
    var openSockets: Int { sockets.count { $0.isActive } }

    /// Tracks a socket until it is closed.
    func remember(_ socket: any Channel) {
        sockets.append(socket)
        socket.closeFuture.assumeIsolated().whenComplete { [weak self] _ in self?.sockets.removeAll { $0 === socket } }
    }

    func noteSent() { requestCount += 1 }

    /// Ends an unfinished request without waiting for its answer.
    func end(_ pending: PendingRequest, because failure: TransportFailure) {
        switch pending.state {
        case .failed, .completed: return
        case .waiting:
            queue.forgetOne()
            cancelNeedlessOpenings()
        case .reserved: break
        case .sent(let connection): connection.abandonRequest()
        }
        finish(pending, with: failure)
    }

    /// Completes a request with a failure in a later turn of the loop, so that a driver is never entered from its own
    /// call.
    func finish(_ pending: PendingRequest, with failure: TransportFailure) {
        pending.fail()
        var failure = failure
        failure.requestMayHaveReachedServer = pending.mayHaveReachedServer
        let result = Result<HTTPResponse, TransportFailure>.failure(failure)
        eventLoop.assumeIsolated().execute { pending.complete(with: result, at: .now()) }
    }

    private func dispatch(_ pending: PendingRequest) {
        watch(pending.deadline)
        if let connection = takeIdle() {
            connection.send(pending)
        } else {
            queue.append(pending)
            openForWaiting()
        }
    }

    func makeTLSHandler() throws(TransportFailure) -> NIOSSLClientHandler {
        try tls.makeHandler(for: endpoint)
    }

    /// Every unfinished request, in no particular order.
    var unended: [PendingRequest] {
        queue.waiting + openings.compactMap(\.reservation).filter { !$0.isEnded }
            + connections.compactMap(\.current)
    }
}

extension Channel {
    /// Closes the socket before this call returns. TLS sends its close message, and does not wait for the peer's.
    fileprivate func closeAtOnce() {
        close(mode: .all, promise: nil)
        guard isActive, let tls = try? pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self) else {
            return
        }
        // A close that starts at the handler before TLS goes around TLS.
        tls.close(mode: .all, promise: nil)
    }
}

@available(*, unavailable)
extension HTTPClient: Sendable {}
