package import NIOCore
import NIOPosix
package import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a test's server does with a connection.
package enum Step: Sendable {
    case send(String)
    case bytes([UInt8])
    case close
    /// Closes below TLS, without its goodbye.
    case cut
    /// Closes so that the other end sees a reset.
    case reset
    /// Nothing more until the test says `answerHeld`.
    case hold
    /// From here on the connection speaks TLS: how a proxy that pretends to tunnel goes on.
    case startTLS(NIOSSLContext)
}

/// A request as it came over the wire.
package struct ServerRequest: Sendable {
    /// Counted from 1.
    package let connection: Int
    /// Counted from 1 on its connection.
    package let ordinal: Int
    package let head: String
    package let body: String

    package var line: String { head.split(separator: "\r\n").first.map(String.init) ?? "" }

    package func value(of name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}

/// A server on loopback that answers by a script, down to the byte.
package final class TestServer: Sendable {
    package struct Log: Sendable {
        package var connections = 0
        package var open = 0
        package var mostOpen = 0
        package var requests: [ServerRequest] = []
        package var held: [any Channel] = []
    }

    package typealias Script = @Sendable (ServerRequest) -> [Step]

    package let log: Condition<Log>
    package let port: Int
    private let channel: any Channel

    /// Not the clients' loops: a test may hold one of those up while the server acts.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private init(log: Condition<Log>, channel: any Channel) {
        self.log = log
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }

    package static func start(
        tls: NIOSSLContext? = nil, port: Int = 0, onConnect: [Step] = [],
        script: @escaping Script = { _ in [.send(answer("fine"))] }
    ) async throws -> TestServer {
        let log = Condition(Log())
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(ScriptedConnection(log: log, onConnect: onConnect, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        return TestServer(log: log, channel: channel)
    }

    /// Sends the text on every connection that a script holds.
    package func answerHeld(_ text: String) {
        let held = log.update { log in
            defer { log.held = [] }
            return log.held
        }
        for channel in held { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }
    }

    /// Resets every connection that a script holds.
    package func resetHeld() {
        for channel in log.state.held {
            channel.eventLoop.execute {
                _ = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                channel.close(promise: nil)
            }
        }
    }

    package func stop() async {
        try? await channel.close()
    }
}

/// A complete answer with a body.
package func answer(_ body: String, status: String = "200 OK", fields: String = "") -> String {
    "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

/// The same with a body of any bytes.
package func answer(_ body: [UInt8], status: String = "200 OK", fields: String = "") -> Step {
    .bytes(Array("HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.count)\r\n\r\n".utf8) + body)
}

/// One connection of a `TestServer`.
private final class ScriptedConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let log: Condition<TestServer.Log>
    private let onConnect: [Step]
    private let script: TestServer.Script
    private var received = ""
    private var connection = 0
    private var ordinal = 0

    init(log: Condition<TestServer.Log>, onConnect: [Step], script: @escaping TestServer.Script) {
        self.log = log
        self.onConnect = onConnect
        self.script = script
    }

    func channelActive(context: ChannelHandlerContext) {
        connection = log.update { log in
            log.connections += 1
            log.open += 1
            log.mostOpen = max(log.mostOpen, log.open)
            return log.connections
        }
        perform(onConnect, context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        log.update { $0.open -= 1 }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let request = takeRequest() {
            log.update { $0.requests.append(request) }
            perform(script(request), context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func takeRequest() -> ServerRequest? {
        guard let end = received.firstRange(of: "\r\n\r\n") else { return nil }
        let head = String(received[..<end.lowerBound])
        let partial = ServerRequest(connection: connection, ordinal: ordinal + 1, head: head, body: "")
        let length = partial.value(of: "Content-Length").flatMap { Int($0) } ?? 0
        let rest = received[end.upperBound...]
        guard rest.utf8.count >= length else { return nil }
        ordinal += 1
        received = String(decoding: rest.utf8.dropFirst(length), as: UTF8.self)
        let body = String(decoding: rest.utf8.prefix(length), as: UTF8.self)
        return ServerRequest(connection: connection, ordinal: ordinal, head: head, body: body)
    }

    private func perform(_ steps: [Step], context: ChannelHandlerContext) {
        for step in steps {
            switch step {
            case .send(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .bytes(let bytes):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .close:
                context.close(promise: nil)
            case .cut:
                let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
                tls?.close(promise: nil)
            case .reset:
                _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                context.close(promise: nil)
            case .hold:
                let channel = context.channel
                log.update { $0.held.append(channel) }
            case .startTLS(let tls):
                try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
            }
        }
    }
}
