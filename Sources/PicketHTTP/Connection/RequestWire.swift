import NIOCore
import NIOHTTP1

/// A handler between the response decoder and the socket (or TLS). It replaces a request's head, which the decoder must
/// see, by the encoded request. It also filters an answer's head before the decoder gets it.
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

    /// - Parameter maximumHeadBytes: The maximum length of a head.
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

    /// Passes the bytes of an incomplete head on at the end, so that the decoder reports the problem.
    private func passHeld(_ context: ChannelHandlerContext) {
        if let bytes = head.end() { context.fireChannelRead(wrapInboundOut(bytes)) }
    }
}

@available(*, unavailable)
extension RequestWire: Sendable {}
