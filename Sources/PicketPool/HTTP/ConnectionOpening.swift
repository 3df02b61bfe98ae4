import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The way from nothing to a connection that can carry a request: name, TCP, proxy tunnel, TLS, within one time-out.
///
/// Ends exactly once, by telling the client.
final class ConnectionOpening {
    /// The request that gets the connection; nil where the queue's first gets it.
    let reservation: PendingRequest?

    /// nil once ended.
    private var client: HTTPClient?
    private var timeout: Scheduled<Void>?
    private var channel: (any Channel)?
    private var connection: HTTPConnection?
    private let endpoint: HTTPEndpoint
    private let configuration: HTTPClientConfiguration

    init(client: HTTPClient, reservation: PendingRequest?) {
        self.client = client
        self.reservation = reservation
        endpoint = client.endpoint
        configuration = client.configuration
    }

    func start(on eventLoop: any EventLoop) {
        timeout = eventLoop.assumeIsolated().scheduleTask(in: configuration.connectTimeout) { [self] in
            end(.failure(.connectTimeout(peer)))
        }
        let sockets = NIOLoopBound(client, eventLoop: eventLoop)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .channelInitializer { socket in
                sockets.value?.remember(socket)
                return eventLoop.makeSucceededVoidFuture()
            }
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(configuration.connectTimeout)
        connect(bootstrap).assumeIsolated().whenComplete { [self] result in
            switch result {
            case .success(let channel): connected(channel)
            case .failure(let error):
                // The system may refuse at once: the client must not hear of the end before the start is over.
                eventLoop.assumeIsolated().execute { self.end(.failure(.connecting(error, to: self.peer))) }
            }
        }
    }

    /// Gives up; the client is told nothing, since it asked.
    func cancel() {
        client = nil
        timeout?.cancel()
        channel?.close(mode: .all, promise: nil)
    }

    // MARK: Told by the connection

    func succeeded(_ connection: HTTPConnection) {
        end(.success(connection))
    }

    func failed(_ error: any Error, on connection: HTTPConnection) {
        let handler = try? connection.channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        let tls = TransportFailure.tls(error, endpoint: endpoint, certificate: handler?.peerCertificate)
        end(.failure(tls ?? .exchanging(error, with: peer)))
    }

    // MARK: Steps

    /// Where the socket leads: the proxy, if there is one.
    private var peer: String {
        configuration.proxy.map { "the proxy \($0.host):\($0.port)" } ?? endpoint.authority
    }

    private func connect(_ bootstrap: ClientBootstrap) -> EventLoopFuture<any Channel> {
        let host = configuration.proxy?.host ?? endpoint.host
        let port = configuration.proxy?.port ?? endpoint.port
        // An address needs no resolver, which would start a thread.
        if let address = try? SocketAddress(ipAddress: host, port: port) { return bootstrap.connect(to: address) }
        if let address = client?.knownAddress { return bootstrap.connect(to: address) }
        return bootstrap.connect(host: host, port: port)
    }

    private func connected(_ channel: any Channel) {
        guard client != nil else { return channel.close(mode: .all, promise: nil) }
        self.channel = channel
        guard let proxy = configuration.proxy, endpoint.scheme == .https else { return install(on: channel) }
        ProxyTunnel(proxy: proxy, endpoint: endpoint).open(
            on: channel, deadline: .now() + configuration.connectTimeout
        ) { [self] result in
            switch result {
            case .success: install(on: channel)
            case .failure(let failure): end(.failure(failure))
            }
        }
    }

    private func install(on channel: any Channel) {
        guard let client else { return }
        let connection = HTTPConnection(channel: channel, client: client, opening: self)
        do {
            let pipeline = channel.pipeline.syncOperations
            // Before TLS, which may fail while it is added.
            if endpoint.scheme == .https { try pipeline.addHandler(client.makeTLSHandler()) }
            try pipeline.addHandler(connection.wire)
            try pipeline.addHandler(ByteToMessageHandler(makeDecoder()))
            try pipeline.addHandler(connection)
        } catch {
            return end(.failure(.connecting(error, to: peer)))
        }
        self.connection = connection
        if endpoint.scheme == .http { connection.opened() }
    }

    private func makeDecoder() -> HTTPResponseDecoder {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.maximumHeadBytes
        limits.maxHeaderListSize = configuration.maximumHeadBytes
        limits.maxHeaderFieldCount = configuration.maximumHeaderCount
        return HTTPResponseDecoder(limitConfiguration: limits)
    }

    private func end(_ result: Result<HTTPConnection, TransportFailure>) {
        guard let client else { return }
        self.client = nil
        timeout?.cancel()
        if case .failure = result { channel?.close(mode: .all, promise: nil) }
        client.opening(self, ended: result)
    }
}

@available(*, unavailable)
extension ConnectionOpening: Sendable {}
