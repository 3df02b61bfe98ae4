import HTTPTypes
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Hummingbird's server with one route that answers at once, for `scripts/bench/run platform`: what the local platform's server
/// can do at most.
///
///     EmptyRoute CERTIFICATE KEY      prints its URL and serves HTTPS until it is ended
@main
enum EmptyRoute {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3 else {
            print("usage: EmptyRoute CERTIFICATE KEY")
            exit(2)
        }
        let body = ByteBuffer(string: #"{"status": "OK"}"#)
        let headers: HTTPFields = [.contentType: "application/json", .contentLength: String(body.readableBytes)]
        let builder = try HTTPServerBuilder.tls(tlsConfiguration: try tls(certificate: words[1], key: words[2]))
        let server = try builder.buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "EmptyRoute") { _ in SwiftLogNoOpLogHandler() },
            responder: { request, writer, _ in
                let isKnown = request.uri.path == "/ds-api/"
                try await writer.write(
                    response: HTTPResponse(status: isKnown ? .ok : .notFound, headerFields: headers),
                    body: ResponseBody(byteBuffer: body))
            },
            onServerRunning: { channel in
                print("https://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                fflush(nil)
            })
        try await server.run()
    }

    private static func tls(certificate: String, key: String) throws -> TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    }
}
