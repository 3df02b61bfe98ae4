package import NIOCore
import NIOSSL

/// A client of one HTTP/1.1 endpoint: a bounded pool of kept connections and a queue before it.
///
/// Everything happens on one event loop, and every member must be called there: there is no lock, no thread, no future
/// between a caller that lives on the loop and the socket. `close()` must be called before the client is dropped.
///
///     let client = HTTPClient(endpoint: endpoint, configuration: HTTPClientConfiguration(), eventLoop: loop)
///     let request = HTTPRequest(method: .GET, path: "/", deadline: .now() + .seconds(30))
///     client.send(request) { exchange in … }
package final class HTTPClient {
    /// Requests so far of which a byte may have left.
    package private(set) var requestCount = 0
    package let endpoint: HTTPEndpoint
    package let configuration: HTTPClientConfiguration
    let eventLoop: any EventLoop

    private let encoder: Result<RequestEncoder, TransportFailure>
    private var tls: TLSContext
    /// Whether the endpoint's host, or the proxy's, needs no lookup.
    let isPeerAddress: Bool
    private(set) var isClosed = false
    /// Whether a proxy lets requests through.
    var way: Way

    /// Open connections, idle ones too.
    var connections: [HTTPConnection] = []
    /// The one used last is at the end and used first, so that those beyond the need grow old and go.
    var idle: [HTTPConnection] = []
    var openings: [ConnectionOpening] = []
    var queue = RequestQueue()
    /// Every socket that is not closed yet: on its way to a connection, in use, or saying goodbye.
    private var sockets: [any Channel] = []
    let deadlineTimer = LoopTimer()
    let idleTimer = LoopTimer()

    /// Opens nothing yet: the first request does.
    package init(endpoint: HTTPEndpoint, configuration: HTTPClientConfiguration, eventLoop: any EventLoop) {
        self.endpoint = endpoint
        self.configuration = configuration
        self.eventLoop = eventLoop
        tls = TLSContext(configuration.tls)
        way = configuration.proxy == nil ? .open : .untried
        let peer = configuration.proxy?.host ?? endpoint.host
        isPeerAddress = (try? SocketAddress(ipAddress: peer, port: 0)) != nil
        encoder = Result { () throws(TransportFailure) in
            try RequestEncoder(endpoint: endpoint, configuration: configuration)
        }
    }

    /// Sends a request as soon as a connection is free.
    ///
    /// The completion is called exactly once, on the event loop, never from within this call. A request on a kept
    /// connection that turns out to be closed is repeated once on a fresh one, if nothing of it was sent or it is a
    /// GET or HEAD. Nothing else is repeated, and no redirection is followed.
    ///
    /// - Returns: the handle to cancel the request by.
    @discardableResult
    package func send(_ request: HTTPRequest, completion: @escaping (HTTPExchange) -> Void) -> PendingRequest {
        eventLoop.assertInEventLoop()
        let now = NIODeadline.now()
        let pending = PendingRequest(request, client: self, startedAt: now, completion: completion)
        do throws(TransportFailure) {
            guard !isClosed else { throw TransportFailure.clientClosed }
            if case .refuses(let refusal) = way { throw refusal }
            guard request.deadline > now else { throw TransportFailure.tooLate(endpoint.authority, request.bound) }
            pending.encoded = try encoder.get().encode(request)
            dispatch(pending)
        } catch {
            finish(pending, with: error)
        }
        return pending
    }

    /// Closes all connections, at once, and fails every request that has not ended, with `TransportFailure.Kind.clientClosed`.
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
        // The loop may never run again, and the other end waits for the end of every socket.
        for socket in sockets { socket.closeAtOnce() }
    }

    /// How many sockets are not closed yet.
    var openSockets: Int { sockets.count { $0.isActive } }

    /// Keeps a socket in mind until it is closed.
    func remember(_ socket: any Channel) {
        sockets.append(socket)
        socket.closeFuture.assumeIsolated().whenComplete { [weak self] _ in self?.sockets.removeAll { $0 === socket } }
    }

    func noteSent() { requestCount += 1 }

    /// Ends a request that has not ended; the answer that may still come is not waited for.
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

    /// Completes with a failure, in a later turn of the loop: a driver is never entered from its own call.
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

    /// Every request that has not ended, in no order.
    var unended: [PendingRequest] {
        queue.waiting + openings.compactMap(\.reservation).filter { !$0.isEnded }
            + connections.compactMap(\.current)
    }
}

extension Channel {
    /// Closes the socket before this returns: TLS says goodbye and does not wait for the other end to say it, too.
    fileprivate func closeAtOnce() {
        close(mode: .all, promise: nil)
        guard isActive, let tls = try? pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self) else {
            return
        }
        // What the handler before TLS asks for passes TLS by.
        tls.close(mode: .all, promise: nil)
    }
}

@available(*, unavailable)
extension HTTPClient: Sendable {}
