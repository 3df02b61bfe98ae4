import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends text and reads what comes until the connection ends: a test sees every byte.
struct Client: Sendable {
    struct Interrupted: Error {}

    let port: Int
    /// The certificate in PEM to trust; nil for plain HTTP.
    var certificate: String?
    var token: String?
    /// The name that the certificate is checked against; nil for the address.
    var serverName: String?

    func request(
        _ method: String, _ path: String, body: String? = nil, headers: [String: String] = [:]
    ) async throws -> Reply {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if let token, headers["user-token"] == nil { text += "user-token: \(token)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        return try await exchange(text + "\r\n" + (body ?? ""))
    }

    /// - Throws: `Interrupted` when the connection ends without a response, or what the socket throws at a reset.
    func exchange(_ text: String) async throws -> Reply {
        let bytes = try await send(text)
        guard let reply = Reply(bytes) else { throw Interrupted() }
        return reply
    }

    /// Everything that comes back until the other side closes.
    func send(_ text: String) async throws -> [UInt8] { try await send(Array(text.utf8), closingOutput: false) }

    func send(_ request: [UInt8], closingOutput: Bool) async throws -> [UInt8] {
        let channel = try await connect()
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: request))
            if closingOutput { outbound.finish() }
            var bytes: [UInt8] = []
            for try await buffer in inbound { bytes += buffer.readableBytesView }
            return bytes
        }
    }

    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let tls = try certificate.map { pem in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
            return try NIOSSLContext(configuration: configuration)
        }
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: serverName)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: NIOAsyncChannel.Configuration(isOutboundHalfClosureEnabled: true))
                }
            }
    }

    /// A token for the user, put on every later request of the copy that is returned.
    func loggedIn(_ user: String = "datasentinel", _ password: String = testPassword) async throws -> Client {
        let reply = try await request("POST", "/ds-api/user-token", headers: basic(user, password))
        guard let token = reply.object?["user-token"] as? String else { throw Interrupted() }
        var client = self
        client.token = token
        return client
    }
}

func basic(_ user: String, _ password: String) -> [String: String] {
    ["Authorization": "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"]
}
