import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A connection to a platform, over TLS, for one request after the other.
final class PlatformConnection {
    private let channel: any Channel
    private let answers: AnswerHandler

    private init(_ channel: any Channel, _ answers: AnswerHandler) {
        self.channel = channel
        self.answers = answers
    }

    /// Must be called on the loop, as everything here.
    static func open(port: Int, _ tls: NIOSSLContext, on loop: any EventLoop) -> EventLoopFuture<PlatformConnection> {
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nil))
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(NIOHTTPClientResponseAggregator(maxContentLength: 1 << 28))
                    try pipeline.addHandler(AnswerHandler())
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .flatMapThrowing { channel in
                let answers = try channel.pipeline.syncOperations.handler(type: AnswerHandler.self)
                return PlatformConnection(channel, answers)
            }
    }

    func send(_ head: HTTPRequestHead, _ body: ByteBuffer?) -> EventLoopFuture<NIOHTTPClientResponseFull> {
        let promise = channel.eventLoop.makePromise(of: NIOHTTPClientResponseFull.self)
        guard channel.isActive else {
            promise.fail(ChannelError.alreadyClosed)
            return promise.futureResult
        }
        answers.pending.append(promise)
        let pipeline = channel.pipeline.syncOperations
        pipeline.write(NIOAny(HTTPClientRequestPart.head(head)), promise: nil)
        if let body { pipeline.write(NIOAny(HTTPClientRequestPart.body(.byteBuffer(body))), promise: nil) }
        pipeline.writeAndFlush(NIOAny(HTTPClientRequestPart.end(nil)), promise: nil)
        return promise.futureResult
    }

    func close() { channel.close(promise: nil) }
}

private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPClientResponseFull

    var pending: [EventLoopPromise<NIOHTTPClientResponseFull>] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !pending.isEmpty else { return context.close(promise: nil) }
        pending.removeFirst().succeed(unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) { fail(ChannelError.eof) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    private func fail(_ error: any Error) {
        let promises = pending
        pending = []
        for promise in promises { promise.fail(error) }
    }
}
