import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Answers invalid or oversized requests with a JSON error, and closes the connection.
///
/// It comes after the decoder in the pipeline. It answers a problem only if no other answer is due or has begun,
/// because the client would take the text for the answer to an earlier request. Otherwise it just closes the
/// connection.
final class MalformedRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How much of a body is discarded after a 413, so that the client can read the answer. Then the connection is
    /// closed.
    private let discardLimit: Int
    private var bodyBytes = 0
    private var answersDue = 0
    private var isReceiving = false
    private var isAnswering = false
    private var hasRefused = false

    init(discardLimit: Int) { self.discardLimit = discardLimit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            bodyBytes = 0
            answersDue += 1
            isReceiving = true
        case .body(let buffer): bodyBytes += buffer.readableBytes
        case .end: isReceiving = false
        }
        guard bodyBytes <= discardLimit else { return context.close(promise: nil) }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: isAnswering = true
        case .body: break
        case .end:
            isAnswering = false
            answersDue -= 1
        }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let refusal = Self.refusal(of: error) else { return context.fireErrorCaught(error) }
        guard !hasRefused else { return }
        hasRefused = true
        let isDue = answersDue == (isReceiving ? 1 : 0) && !isAnswering
        guard isDue else { return context.close(promise: nil) }
        write(Answer.refusal(refusal), context: context)
    }

    private static func refusal(of error: any Error) -> Refusal? {
        switch error {
        case HTTPParserError.headerOverflow:
            Refusal(status: .requestHeaderFieldsTooLarge, sentence: "The header of the request is too large.")
        case is HTTPParserError, is HTTP1TypeConversionError:
            .badRequest("The request is not valid HTTP.")
        default: nil
        }
    }

    private func write(_ answer: Answer, context: ChannelHandlerContext) {
        let body = ByteBuffer(bytes: answer.body.bytes)
        var head = HTTPResponse(status: answer.status)
        head.headerFields[.contentType] = "application/json"
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        // Closing the input as well would reset the connection while data still comes, and the answer would be lost.
        context.close(mode: .output, promise: nil)
    }
}
