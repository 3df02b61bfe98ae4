import NIOCore
import NIOExtras
import NIOHTTP1

/// A tunnel through a proxy by CONNECT (RFC 9110, section 9.3.6). Afterwards the channel carries the endpoint's bytes.
struct ProxyTunnel {
    let proxy: HTTPProxy
    let endpoint: HTTPEndpoint
    let voice: Voice

    /// Opens the tunnel. The completion is called once, on the channel's event loop, when the pipeline is as before.
    func open(
        on channel: any Channel, deadline: NIODeadline,
        completion: @escaping (Result<Void, TransportFailure>) -> Void
    ) {
        let answer = ProxyAnswer()
        let encoder = HTTPRequestEncoder()
        let decoder = ByteToMessageHandler(HTTPResponseDecoder())
        let opened = channel.eventLoop.makePromise(of: Void.self)
        let handler = NIOHTTP1ProxyConnectHandler(
            targetHost: endpoint.bracketedHost, targetPort: endpoint.port, headers: headers, deadline: deadline,
            promise: opened)
        opened.futureResult.assumeIsolated().whenComplete { result in
            switch result {
            case .success: remove([encoder, decoder, answer], from: channel, completion)
            case .failure: completion(.failure(refusal(answer.head)))
            }
        }
        do {
            try channel.pipeline.syncOperations.addHandlers([encoder, decoder, answer, handler])
        } catch {
            opened.fail(error)
        }
    }

    private var headers: HTTPHeaders {
        var headers: HTTPHeaders = ["Host": "\(endpoint.bracketedHost):\(endpoint.port)"]
        if let authorization = proxy.authorization { headers.add(name: "Proxy-Authorization", value: authorization) }
        return headers
    }

    private func remove(
        _ handlers: [any RemovableChannelHandler], from channel: any Channel,
        _ completion: @escaping (Result<Void, TransportFailure>) -> Void
    ) {
        let pipeline = channel.pipeline.syncOperations
        let removals = handlers.map { pipeline.removeHandler($0) }
        EventLoopFuture.andAllSucceed(removals, on: channel.eventLoop).assumeIsolated().whenComplete { result in
            completion(result.mapError { .connecting($0, to: proxy.name) })
        }
    }

    private func refusal(_ head: HTTPResponseHead?) -> TransportFailure {
        guard let head else {
            return TransportFailure(.proxy, "\(proxy.name) ended the connection without opening a tunnel")
        }
        if head.status == .proxyAuthenticationRequired { return proxy.refusedCredentials(voice) }
        let status = head.status.code
        return TransportFailure(
            .proxy, "\(proxy.name) refused a tunnel to \(endpoint.authority) (status \(status))",
            isFinal: Self.isFinal(status),
            refusal: TransportFailure.ProxyRefusal(
                proxy: proxy.name, status: Int(status), retryAfter: head.headers.first(name: "Retry-After"),
                date: head.headers.first(name: "Date")))
    }

    /// Whether a refusal is final. A proxy that is busy or cannot reach the endpoint may accept later.
    private static func isFinal(_ status: UInt) -> Bool {
        switch status {
        case 408, 425, 429: false
        default: (400..<500).contains(status)
        }
    }
}

/// Stores the head of a proxy's answer to CONNECT, which the error from NIOExtras does not contain.
private final class ProxyAnswer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private(set) var head: HTTPResponseHead?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data), self.head == nil { self.head = head }
        context.fireChannelRead(data)
    }
}
