import NIOCore
import NIOPosix
import NIOSSL

/// Opens a connection that can carry requests: name lookup, TCP, proxy tunnel and TLS, all within one time-out.
///
/// It ends exactly once, and then calls the client.
final class ConnectionOpening {
    private enum State {
        case created
        /// The name is being looked up, and its addresses are being tried.
        case connecting
        /// The proxy was asked for a tunnel.
        case tunnelling(any Channel)
        /// The connection is at the end of the channel's pipeline, and the TLS handshake is in progress.
        case securing(any Channel)
        case ended
    }

    /// The request that gets the connection; nil if it goes to the first request in the queue.
    let reservation: PendingRequest?

    private var state = State.created
    private let client: HTTPClient
    private let timeout = LoopTimer()
    private let endpoint: HTTPEndpoint
    private let configuration: HTTPClientConfiguration

    init(client: HTTPClient, reservation: PendingRequest?) {
        self.client = client
        self.reservation = reservation
        endpoint = client.endpoint
        configuration = client.configuration
    }

    func start(on eventLoop: any EventLoop) {
        guard case .created = state else { return assertionFailure("an opening starts once") }
        state = .connecting
        timeout.set(.now() + configuration.connectTimeout, on: eventLoop) { [weak self] in
            guard let self else { return }
            end(with: .failure(timedOut))
        }
        let sockets = NIOLoopBound(client, eventLoop: eventLoop)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .channelInitializer { socket in
                sockets.value.remember(socket)
                return eventLoop.makeSucceededVoidFuture()
            }
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(configuration.connectTimeout)
        connect(bootstrap).assumeIsolated().whenComplete { [self] result in
            switch result {
            case .success(let channel): connected(channel)
            case .failure(let error):
                // The system may refuse at once. The client must not get the result before `start` has returned.
                eventLoop.assumeIsolated().execute {
                    self.end(with: .failure(.connecting(error, to: self.peer, self.configuration.voice)))
                }
            }
        }
    }

    /// Cancels the opening. The client asked for it, so it is not called.
    func cancel() {
        leave()?.close(mode: .all, promise: nil)
    }

    // MARK: Calls from the connection

    func succeeded(_ connection: HTTPConnection) {
        end(with: .success(connection))
    }

    func failed(_ error: any Error, on connection: HTTPConnection) {
        let handler = try? connection.channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        let tls = TransportFailure.tls(
            error, endpoint: endpoint, certificate: handler?.peerCertificate, trust: configuration.tls.trust,
            day: configuration.calendarDay, configuration.voice)
        end(with: .failure(tls ?? .handshake(error, with: endpoint.authority)))
    }

    // MARK: Steps

    /// The peer of the socket: the proxy if there is one, else the endpoint.
    private var peer: String { configuration.proxy?.name ?? endpoint.authority }

    private func connect(_ bootstrap: ClientBootstrap) -> EventLoopFuture<any Channel> {
        let host = configuration.proxy?.host ?? endpoint.host
        let port = configuration.proxy?.port ?? endpoint.port
        // An address needs no resolver, which would start a thread.
        if let address = try? SocketAddress(ipAddress: host, port: port) { return bootstrap.connect(to: address) }
        if let address = client.knownAddress { return bootstrap.connect(to: address) }
        return bootstrap.connect(host: host, port: port)
    }

    private func connected(_ channel: any Channel) {
        // The opening may have ended meanwhile.
        guard case .connecting = state else { return channel.close(mode: .all, promise: nil) }
        guard let proxy = configuration.proxy, endpoint.scheme == .https else { return install(on: channel) }
        state = .tunnelling(channel)
        ProxyTunnel(proxy: proxy, endpoint: endpoint, voice: configuration.voice).open(
            on: channel, deadline: .now() + configuration.connectTimeout
        ) { [self] result in
            guard case .tunnelling = state else { return }
            switch result {
            case .success: install(on: channel)
            case .failure(let failure): end(with: .failure(failure))
            }
        }
    }

    private func install(on channel: any Channel) {
        state = .securing(channel)
        let connection = HTTPConnection(channel: channel, client: client, opening: self)
        do {
            let pipeline = channel.pipeline.syncOperations
            // These handlers are added before TLS, because adding TLS may fail.
            if endpoint.scheme == .https { try pipeline.addHandler(client.makeTLSHandler()) }
            try pipeline.addHandler(connection.wire)
            try pipeline.addHandler(connection)
        } catch {
            return end(with: .failure(.connecting(error, to: peer, configuration.voice)))
        }
        if endpoint.scheme == .http { connection.opened() }
    }

    // MARK: The end

    /// The failure for a time-out in the current state.
    private var timedOut: TransportFailure {
        switch state {
        case .created, .connecting, .ended: .connectTimeout(peer, configuration.voice)
        case .tunnelling:
            TransportFailure(
                .connectTimeout,
                "\(peer) opened no tunnel within the connect time-out (\(configuration.voice.connectTimeout))")
        case .securing: .handshakeTimeout(endpoint.authority, configuration.voice)
        }
    }

    private func end(with result: Result<HTTPConnection, TransportFailure>) {
        if case .ended = state { return }
        let channel = leave()
        if case .failure = result { channel?.close(mode: .all, promise: nil) }
        client.opening(self, ended: result)
    }

    /// Ends without calling the client, and returns the channel, if there was one.
    private func leave() -> (any Channel)? {
        let left = state
        state = .ended
        timeout.cancel()
        switch left {
        case .tunnelling(let channel), .securing(let channel): return channel
        case .created, .connecting, .ended: return nil
        }
    }
}

@available(*, unavailable)
extension ConnectionOpening: Sendable {}
