import NIOCore
import NIOHTTP1

/// A handler next to the socket (or TLS). It writes encoded requests, and decodes the bytes that come into parts of answers.
///
/// NIO's `ByteToMessageHandler` would hold the decoder for any kind of message: each request went through it as a part that
/// only the decoder read, and each read asked the runtime for generic types. Both together were a twentieth of a request.
final class HTTPWire: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = HTTPClientResponsePart

    private enum State {
        case ready
        /// The decoder is at work, which is not re-entrant.
        case decoding
        /// The decoder has failed, or the end of the bytes has come.
        case over
    }

    /// Whether any byte came since the last request was written.
    private(set) var sawAnswer = false
    private(set) var head: AnswerHeadFilter
    private let decoder: HTTPResponseDecoder
    private var state = State.ready
    /// The bytes that the decoder has not consumed.
    private var unread = ByteBuffer()
    /// The place in the pipeline; nil outside of one.
    private var place: ChannelHandlerContext?

    /// - Parameters:
    ///   - maximumHeadBytes: The maximum length of a head.
    ///   - maximumFields: The maximum number of a head's fields.
    init(maximumHeadBytes: Int, maximumFields: Int) {
        head = AnswerHeadFilter(maximumBytes: maximumHeadBytes)
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = maximumHeadBytes
        limits.maxHeaderListSize = maximumHeadBytes
        limits.maxHeaderFieldCount = maximumFields
        decoder = HTTPResponseDecoder(limitConfiguration: limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        place = context
        decoder.decoderAdded(context: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        state = .over
        decoder.decoderRemoved(context: context)
        place = nil
    }

    // MARK: Requests

    /// Writes a request.
    ///
    /// - Parameters:
    ///   - bytes: The encoded request.
    ///   - head: What the decoder must know of the request: whether its answer can have a body.
    func send(_ bytes: ByteBuffer, as head: HTTPRequestHead) {
        sawAnswer = false
        self.head.expectNext()
        decoder.write(data: .head(head))
        place?.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: nil)
    }

    // MARK: Answers

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawAnswer = true
        let bytes = unwrapInboundIn(data)
        if head.hasPassed {
            decode(bytes, context)
        } else if let filtered = head.filter(bytes) {
            decode(filtered, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        decodeHeld(context)
        decodeEnd(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        decodeHeld(context)
        context.fireErrorCaught(error)
    }

    /// Decodes the bytes of an incomplete head at the end, so that the decoder reports the problem.
    private func decodeHeld(_ context: ChannelHandlerContext) {
        if let bytes = head.end() { decode(bytes, context) }
    }

    private func decode(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        // While TLS closes, it still passes bytes on, and nobody would take them.
        if case .over = state { return }
        if unread.readableBytes == 0 { unread = bytes } else { unread.writeImmutableBuffer(bytes) }
        guard case .ready = state else { return }
        state = .decoding
        do {
            var decoded = 0
            // Bytes that come while the decoder is at work stand behind those that it has.
            while case .decoding = state, unread.readableBytes > decoded {
                var given = unread
                unread = ByteBuffer()
                _ = try decoder.decode(context: context, buffer: &given)
                decoded = given.readableBytes
                if decoded > 0 {
                    given.writeImmutableBuffer(unread)
                    unread = given
                }
            }
            if case .decoding = state { state = .ready }
        } catch {
            state = .over
            context.fireErrorCaught(error)
        }
    }

    /// Tells the decoder that no more bytes come, which ends a body without a length. If the decoder is at work then, the
    /// connection closed itself, and nobody waits for the rest.
    private func decodeEnd(_ context: ChannelHandlerContext) {
        guard case .ready = state else { return }
        state = .over
        var rest = unread
        unread = ByteBuffer()
        do {
            _ = try decoder.decodeLast(context: context, buffer: &rest, seenEOF: true)
        } catch {
            context.fireErrorCaught(error)
        }
    }
}

@available(*, unavailable)
extension HTTPWire: Sendable {}
