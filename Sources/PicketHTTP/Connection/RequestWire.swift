import NIOCore
import NIOHTTP1

/// Stands between the response decoder and the socket (or TLS): replaces a request's head, which the decoder needs to
/// see, by the encoded request, and looks at an answer's head before the decoder does.
final class RequestWire: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = IOData

    /// The bytes of the request that is written next.
    var encoded = ByteBuffer()
    /// Whether any byte came since the last request was written.
    private(set) var sawAnswer = false
    private(set) var head: AnswerHeadFilter

    /// - Parameter maximumHeadBytes: as long as a head may be.
    init(maximumHeadBytes: Int) {
        head = AnswerHeadFilter(maximumBytes: maximumHeadBytes)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        sawAnswer = false
        head.expectNext()
        let bytes = encoded
        encoded = ByteBuffer()
        context.write(wrapOutboundOut(.byteBuffer(bytes)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawAnswer = true
        guard !head.hasPassed else { return context.fireChannelRead(data) }
        if let bytes = head.filter(unwrapInboundIn(data)) { context.fireChannelRead(wrapInboundOut(bytes)) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        passHeld(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        passHeld(context)
        context.fireErrorCaught(error)
    }

    /// Nothing follows a head that is not complete: the decoder says what is wrong with it.
    private func passHeld(_ context: ChannelHandlerContext) {
        if let bytes = head.end() { context.fireChannelRead(wrapInboundOut(bytes)) }
    }
}

@available(*, unavailable)
extension RequestWire: Sendable {}
