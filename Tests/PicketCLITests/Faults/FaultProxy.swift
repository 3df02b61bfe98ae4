import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A request as the proxy sees it.
struct ProxiedRequest: Sendable {
    let method: String
    let path: String
    /// Counted from 1 over the requests of the proxy.
    let ordinal: Int
    /// The status that the platform gave; nil while it has given none.
    var status: UInt?

    var line: String { "\(method) \(path)" }
}

/// Stands between the executor and a real platform, ends TLS on both sides, and breaks what it is told to break.
final class FaultProxy: Sendable {
    /// What a test wants of the proxy; each is called on its loop.
    struct Script: Sendable {
        /// What a request meets; nil for nothing.
        var breakage: @Sendable (ProxiedRequest) -> Breakage? = { _ in nil }
        /// Before a request goes to the platform; false keeps it and its connection waiting for ever.
        var mayPass: @Sendable (ProxiedRequest) -> Bool = { _ in true }
        /// After the platform has answered; false keeps the answer.
        var mayReturn: @Sendable (ProxiedRequest) -> Bool = { _ in true }
        /// After the answer has gone on to the executor.
        var hasReturned: @Sendable (ProxiedRequest) -> Void = { _ in }
        /// How many requests that take the listener away are waited for until it goes.
        var refusalWidth = 1
        /// In seconds.
        var retryAfter = 0
    }

    struct State: Sendable {
        var listener: (any Channel)?
        /// Of the system's choice at first; the same when the listener comes back.
        var port = 0
        var requests = 0
        /// Request lines with the platform's status, in the order in which it answered.
        var answered: [ProxiedRequest] = []
        var brokenHandshakes = 0
        /// What goes on once the listener is away.
        var waiting: [NIOLoopBound<() -> Void>] = []
    }

    let state = Mutex(State())
    let script: Script
    let platform: LocalPlatform

    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    static func start(before platform: LocalPlatform, _ script: Script = Script()) async throws -> FaultProxy {
        let proxy = FaultProxy(platform, script)
        try await proxy.listen().get()
        return proxy
    }

    private init(_ platform: LocalPlatform, _ script: Script) {
        self.platform = platform
        self.script = script
    }

    var url: String { "https://127.0.0.1:\(state.withLock { $0.port })" }

    var requests: [ProxiedRequest] { state.withLock { $0.answered } }

    /// Logins that the platform has answered. (Tokens that it makes in one second are the same.)
    var logins: Int { requests.count { $0.line == "POST /ds-api/user-token" } }

    private func listen() -> EventLoopFuture<Void> {
        ServerBootstrap(group: Self.group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if self.takeBrokenHandshake() { return try pipeline.addHandler(CutAtFirstByte()) }
                    try pipeline.addHandler(NIOSSLServerHandler(context: self.platform.serverTLS))
                    try pipeline.configureHTTPServerPipeline(withErrorHandling: false)
                    try pipeline.addHandler(NIOHTTPServerRequestAggregator(maxContentLength: 1 << 24))
                    try pipeline.addHandler(ProxyConnection(self))
                }
            }
            .bind(host: "127.0.0.1", port: state.withLock { $0.port })
            .map { listener in
                self.state.withLock { state in
                    state.listener = listener
                    state.port = listener.localAddress?.port ?? 0
                }
            }
    }

    /// From here on connections are refused; kept ones go on.
    func refuse(on loop: any EventLoop) -> EventLoopFuture<Void> {
        let listener = state.withLock { state in
            defer { state.listener = nil }
            return state.listener
        }
        return listener?.close().flatMapErrorThrowing { _ in } ?? loop.makeSucceededVoidFuture()
    }

    /// Listens again if it does not.
    func listenAgain() {
        guard state.withLock({ $0.listener == nil }) else { return }
        listen().whenFailure { _ in self.listenAgain() }
    }

    func breakNextHandshake() { state.withLock { $0.brokenHandshakes += 1 } }

    private func takeBrokenHandshake() -> Bool {
        state.withLock { state in
            guard state.brokenHandshakes > 0 else { return false }
            state.brokenHandshakes -= 1
            return true
        }
    }

    func stop() async {
        let listener = state.withLock { $0.listener }
        try? await listener?.close()
    }
}

/// Ends a connection when the client has begun to speak.
private final class CutAtFirstByte: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.close(promise: nil) }
}
