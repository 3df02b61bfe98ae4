import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A connection of the executor to the proxy, with one to the platform behind it.
final class ProxyConnection: ChannelInboundHandler {
    typealias InboundIn = NIOHTTPServerRequestFull
    typealias OutboundOut = HTTPServerResponsePart

    private let proxy: FaultProxy
    private var upstream: EventLoopFuture<PlatformConnection>?
    private var context: ChannelHandlerContext?

    init(_ proxy: FaultProxy) { self.proxy = proxy }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelInactive(context: ChannelHandlerContext) {
        upstream?.assumeIsolated().whenSuccess { $0.close() }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let message = unwrapInboundIn(data)
        let request = proxy.note(message.head)
        let breakage = proxy.script.breakage(request)
        switch breakage {
        case .resetBefore: reset()
        case .closedBefore: context.close(promise: nil)
        case .cutBefore: cut()
        case .silenceBefore: break
        case .failureBefore: write(.internalServerError, "the proxy fails")
        case .busyBefore: write(.serviceUnavailable, "later", retryAfter: proxy.script.retryAfter)
        case .expiredToken where proxy.logins < 2: write(.unauthorized, "the token has expired")
        case .refusal: proxy.whenAllRefuse(on: context.eventLoop) { self.pass(message, request, breakage) }
        case .handshake:
            proxy.breakNextHandshake()
            pass(message, request, breakage)
        default: pass(message, request, breakage)
        }
    }

    // MARK: Passing on

    private func pass(_ message: NIOHTTPServerRequestFull, _ request: ProxiedRequest, _ breakage: Breakage?) {
        guard let context, proxy.script.mayPass(request) else { return }
        var head = message.head
        head.headers.replaceOrAdd(name: "Host", value: "127.0.0.1:\(proxy.platform.port)")
        let upstream =
            self.upstream
            ?? PlatformConnection.open(port: proxy.platform.port, proxy.platform.clientTLS, on: context.eventLoop)
        self.upstream = upstream
        upstream.assumeIsolated().flatMap { $0.send(head, message.body) }.whenComplete { result in
            switch result {
            case .success(let answer): self.answered(answer, request, breakage)
            case .failure: self.context?.close(promise: nil)
            }
        }
    }

    private func answered(_ answer: NIOHTTPClientResponseFull, _ request: ProxiedRequest, _ breakage: Breakage?) {
        var request = request
        request.status = answer.head.status.code
        proxy.noteAnswer(request)
        guard let context, proxy.script.mayReturn(request) else { return }
        switch breakage {
        case .resetAfter: reset()
        case .closedAfter: context.close(promise: nil)
        case .cutAfter: cut()
        case .silenceAfter: break
        case .failureAfter: write(.internalServerError, "the proxy fails")
        case .busyAfter: write(.serviceUnavailable, "later", retryAfter: proxy.script.retryAfter)
        case .halfBody: write(answer, half: true)
        default: write(answer, closes: breakage?.isOfConnection ?? false)
        }
        proxy.script.hasReturned(request)
    }

    // MARK: Answering

    private func write(_ status: HTTPResponseStatus, _ problem: String, retryAfter: Int? = nil) {
        var head = HTTPResponseHead(version: .http1_1, status: status)
        if let retryAfter { head.headers.add(name: "Retry-After", value: String(retryAfter)) }
        write(NIOHTTPClientResponseFull(head: head, body: ByteBuffer(string: #"{"error": "\#(problem)"}"#)))
    }

    private func write(_ answer: NIOHTTPClientResponseFull, half: Bool = false, closes: Bool = false) {
        guard let context else { return }
        var (head, body) = (answer.head, answer.body ?? ByteBuffer())
        for name in ["Transfer-Encoding", "Connection", "Content-Length"] { head.headers.remove(name: name) }
        head.headers.add(name: "Content-Length", value: String(body.readableBytes))
        if closes { head.headers.add(name: "Connection", value: "close") }
        if half { body.moveWriterIndex(to: body.readerIndex + body.readableBytes / 2) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        if half {
            context.flush()
            return context.close(promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if closes { context.close(promise: nil) }
    }

    private func reset() {
        _ = (context?.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        cut()
    }

    private func cut() {
        let tls = try? context?.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        tls?.close(promise: nil)
    }
}

extension FaultProxy {
    fileprivate func note(_ head: HTTPRequestHead) -> ProxiedRequest {
        state.withLock { state in
            state.requests += 1
            return ProxiedRequest(method: head.method.rawValue, path: head.uri, ordinal: state.requests)
        }
    }

    fileprivate func noteAnswer(_ request: ProxiedRequest) { state.withLock { $0.answered.append(request) } }

    /// Takes the listener away once all have come that wait for it, and lets them go on.
    fileprivate func whenAllRefuse(on loop: any EventLoop, _ next: @escaping () -> Void) {
        let next = NIOLoopBound(next, eventLoop: loop)
        let waiting = state.withLock { state -> [NIOLoopBound<() -> Void>] in
            state.waiting.append(next)
            guard state.waiting.count >= script.refusalWidth else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        guard !waiting.isEmpty else { return }
        refuse(on: loop).hop(to: loop).whenComplete { _ in for next in waiting { next.value() } }
    }
}
