import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// A connection. At the end of a channel's pipeline, it carries one request at a time and assembles the answer.
///
/// An answer is delivered when the read with its last byte is over. If the server then sent anything unasked after the
/// answer, the connection is closed, so that these bytes are not taken for the next answer.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private enum State {
        /// The connection is being opened.
        case opening(ConnectionOpening)
        /// The connection can carry a request.
        case idle
        /// The connection carries this request.
        case busy(PendingRequest)
        /// The connection cannot be used any more, although the channel may not be fully closed.
        case closed
    }

    let channel: any Channel
    let wire: HTTPWire
    /// When the connection last became idle.
    var idleSince = NIODeadline.distantPast
    /// The number of received answers.
    private(set) var answered = 0
    private var state: State
    private let client: HTTPClient
    private var answer: AnswerAssembly

    init(channel: any Channel, client: HTTPClient, opening: ConnectionOpening) {
        self.channel = channel
        self.client = client
        state = .opening(opening)
        wire = HTTPWire(
            maximumHeadBytes: client.configuration.maximumHeadBytes,
            maximumFields: client.configuration.maximumHeaderCount)
        answer = AnswerAssembly(maximumBodyBytes: client.configuration.maximumBodyBytes)
    }

    /// Whether the server has begun to answer the request.
    var sawAnswer: Bool { wire.sawAnswer }

    /// Whether the connection can carry the next request.
    var isIdle: Bool {
        if case .idle = state { true } else { false }
    }

    /// The request that the connection carries.
    var current: PendingRequest? {
        if case .busy(let pending) = state { pending } else { nil }
    }

    // MARK: Requests

    /// Sends a request. The connection must be idle.
    func send(_ pending: PendingRequest) {
        assert(isIdle, "a connection carries one request at a time")
        state = .busy(pending)
        pending.wasGiven(to: self)
        if pending.encoded.readableBytes > Self.atOnce { pending.noteSent() }
        wire.send(pending.encoded, as: pending.method == .HEAD ? Self.headOfHead : Self.headOfOthers)
        // A failed write closes the channel before it returns.
        if channel.isActive { pending.noteSent() }
    }

    /// Closes the channel, and reports once to the client which request got no answer.
    func close(because cause: (any Error)? = nil) {
        let left = state
        if case .closed = left { return }
        state = .closed
        channel.close(mode: .all, promise: nil)
        switch left {
        case .opening(let opening): opening.failed(cause ?? ChannelError.eof, on: self)
        case .idle: client.connectionEnded(self, unanswered: nil, cause: cause)
        case .busy(let pending): client.connectionEnded(self, unanswered: pending, cause: cause)
        case .closed: break
        }
    }

    /// Closes the channel for a caller that ends the request itself.
    func abandonRequest() {
        guard case .busy = state else { return assertionFailure("a connection without a request abandons none") }
        state = .idle
        close()
    }

    /// A failed write of at most this size sent no byte, since send buffers are larger.
    private static let atOnce = 2048

    /// The decoder only needs to know whether an answer can have a body.
    private static let headOfHead = HTTPRequestHead(version: .http1_1, method: .HEAD, uri: "/")
    private static let headOfOthers = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")

    // MARK: Answers

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            try answer.receive(unwrapInboundIn(data), hasBlanksAtEnds: wire.head.hasBlanksAtEnds)
        } catch {
            close(because: error)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        deliver()
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        deliver(isLast: true)
        close(because: error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deliver(isLast: true)
        close()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { opened() }
        context.fireUserInboundEventTriggered(event)
    }

    /// Marks the connection as open for its first request.
    func opened() {
        guard case .opening(let opening) = state else { return }
        state = .idle
        opening.succeeded(self)
    }

    /// - Parameter isLast: Whether the connection cannot be used for another answer.
    private func deliver(isLast: Bool = false) {
        guard answer.isComplete, case .busy(let pending) = state, let (response, keepsAlive) = answer.take() else {
            return
        }
        state = .idle
        answered += 1
        if isLast || !keepsAlive || wire.head.hadTwoLengths { close() }
        client.connection(self, answered: pending, with: response)
    }
}

@available(*, unavailable)
extension HTTPConnection: Sendable {}
