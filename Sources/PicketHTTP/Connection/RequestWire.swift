import NIOCore
import NIOHTTP1

/// Stands between the response decoder and the socket (or TLS): replaces a request's head, which the decoder needs to
/// see, by the encoded request, and notes that an answer has begun.
final class RequestWire: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = IOData

    /// The bytes of the request that is written next.
    var encoded = ByteBuffer()
    /// Whether any byte came since the last request was written.
    private(set) var sawAnswer = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        sawAnswer = false
        let bytes = encoded
        encoded = ByteBuffer()
        context.write(wrapOutboundOut(.byteBuffer(bytes)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawAnswer = true
        context.fireChannelRead(data)
    }
}

@available(*, unavailable)
extension RequestWire: Sendable {}
