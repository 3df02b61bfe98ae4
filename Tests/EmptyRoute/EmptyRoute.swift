import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Hummingbird with one route that answers at once, for `scripts/bench/run platform`: what the local platform's server
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
        let router = Router()
        router.get("/ds-api/") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"status": "OK"}"#)))
        }
        let application = Application(
            router: router,
            server: try .tls(tlsConfiguration: try tls(certificate: words[1], key: words[2])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("https://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                fflush(nil)
            },
            logger: Logger(label: "EmptyRoute") { _ in SwiftLogNoOpLogHandler() })
        try await application.run()
    }

    private static func tls(certificate: String, key: String) throws -> TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    }
}
