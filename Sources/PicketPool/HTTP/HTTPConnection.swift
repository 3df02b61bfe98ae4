import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// One connection: at the end of a channel's pipeline it carries one request at a time and joins the answer's parts.
///
/// An answer is handed on when the read that completed it is over, not at its last byte: what a server sends unasked
/// behind it then closes the connection instead of being taken for the next answer.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    let channel: any Channel
    let wire = RequestWire()
    /// When it last became idle.
    var idleSince = NIODeadline.distantPast
    /// Answers received.
    private(set) var answered = 0
    /// The request that it carries.
    private(set) var current: PendingRequest?

    /// nil once the connection is of no more use, although the channel may still be saying goodbye.
    private var client: HTTPClient?
    /// nil once the connection is open.
    private var opening: ConnectionOpening?
    private var answer: AnswerAssembly

    init(channel: any Channel, client: HTTPClient, opening: ConnectionOpening) {
        self.channel = channel
        self.client = client
        self.opening = opening
        answer = AnswerAssembly(maximumBodyBytes: client.configuration.maximumBodyBytes)
    }

    /// Whether the server has begun to answer the request.
    var sawAnswer: Bool { wire.sawAnswer }

    /// A connection that was given up or whose channel closed is not.
    var isUsable: Bool { client != nil }

    // MARK: Requests

    /// Sends the request; the connection must be idle.
    func send(_ pending: PendingRequest) {
        current = pending
        pending.phase = .sent(self)
        if pending.encoded.readableBytes > Self.atOnce { pending.mayHaveReachedServer = true }
        wire.encoded = pending.encoded
        let head = pending.method == .HEAD ? Self.headOfHead : Self.headOfOthers
        channel.pipeline.syncOperations.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        // A failed write closes the channel before it returns.
        if channel.isActive { pending.mayHaveReachedServer = true }
    }

    /// Closes the channel and tells the client, once, which request is left without an answer.
    func giveUp(because cause: (any Error)? = nil) {
        guard let client else { return }
        self.client = nil
        let unanswered = current
        current = nil
        channel.close(mode: .all, promise: nil)
        if let opening {
            self.opening = nil
            opening.failed(cause ?? ChannelError.eof, on: self)
        } else {
            client.connectionEnded(self, unanswered: unanswered, cause: cause)
        }
    }

    /// The same where the caller ends the request itself.
    func giveUpSilently() {
        current = nil
        giveUp()
    }

    /// A socket that fails to take a write this small has taken nothing of it: send buffers are larger.
    private static let atOnce = 2048

    /// The decoder wants to know only whether an answer can have a body.
    private static let headOfHead = HTTPRequestHead(version: .http1_1, method: .HEAD, uri: "/")
    private static let headOfOthers = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")

    // MARK: Answers

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            try answer.receive(unwrapInboundIn(data))
        } catch {
            giveUp(because: error)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        deliver()
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        deliver(isLast: true)
        giveUp(because: error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deliver(isLast: true)
        giveUp()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { opened() }
        context.fireUserInboundEventTriggered(event)
    }

    /// The connection can carry its first request.
    func opened() {
        guard let opening else { return }
        self.opening = nil
        opening.succeeded(self)
    }

    /// - Parameter isLast: nothing follows on this connection, whatever the answer says.
    private func deliver(isLast: Bool = false) {
        guard answer.isComplete, let client, let pending = current, let (response, keepsAlive) = answer.take() else {
            return
        }
        current = nil
        answered += 1
        if isLast || !keepsAlive { giveUp() }
        client.connection(self, answered: pending, with: response)
    }
}

@available(*, unavailable)
extension HTTPConnection: Sendable {}
