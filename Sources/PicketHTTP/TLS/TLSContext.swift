import NIOCore
import NIOSSL
import SystemPackage

/// The TLS context of a client, made when the first connection needs it.
///
/// Reading the system's bundle of authorities takes several milliseconds; its directory of hashed names is read one
/// certificate at a time, when a chain asks for it.
struct TLSContext {
    private static let systemDirectory = "/etc/ssl/certs"
    /// `update-ca-certificates` writes this bundle and the hashed names together; other systems have a directory of
    /// the same name that can not be searched by hash.
    private static let hashedDirectoryMark = "/etc/ssl/certs/ca-certificates.crt"

    private let options: TLSOptions
    private var made: Result<NIOSSLContext, TransportFailure>?

    init(_ options: TLSOptions) {
        self.options = options
    }

    /// A handler for one connection to the host; the name is sent (SNI) and checked, an address is checked only.
    mutating func makeHandler(for endpoint: HTTPEndpoint) throws(TransportFailure) -> NIOSSLClientHandler {
        let result = made ?? Self.make(options)
        made = result
        let context = try result.get()
        do {
            // NIOSSL compares an absent name with the address of the socket's other end.
            return try NIOSSLClientHandler(context: context, serverHostname: endpoint.isAddress ? nil : endpoint.host)
        } catch {
            throw TransportFailure(.tls(.configuration), "`\(endpoint.host)` can not be asked for by name over TLS")
        }
    }

    private static func make(_ options: TLSOptions) -> Result<NIOSSLContext, TransportFailure> {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            // How long a connection that is of no more use waits for the other end's goodbye.
            configuration.shutdownTimeout = .seconds(1)
            try apply(options.trust, to: &configuration)
            if let identity = options.identity { try apply(identity, to: &configuration) }
            return .success(try NIOSSLContext(configuration: configuration))
        } catch let failure as TransportFailure {
            return .failure(failure)
        } catch {
            return .failure(unusable("TLS can not be set up with these certificates and keys (\(error))"))
        }
    }

    private static func isReadable(_ path: String) -> Bool {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return false }
        try? file.close()
        return true
    }

    private static func apply(_ trust: TLSOptions.Trust, to configuration: inout TLSConfiguration) throws {
        switch trust {
        case .system:
            if isReadable(hashedDirectoryMark) { configuration.trustRoots = .file(systemDirectory) }
        case .file(let path):
            let roots = try loading("no certificate can be read from `\(path)` (--cacert)") {
                try NIOSSLCertificate.fromPEMFile(path)
            }
            configuration.trustRoots = .certificates(roots)
        case .pem(let bytes):
            let roots = try loading("the given authorities are no PEM certificates") {
                try NIOSSLCertificate.fromPEMBytes(bytes)
            }
            configuration.trustRoots = .certificates(roots)
        case .anyone:
            configuration.certificateVerification = .none
        }
    }

    private static func apply(_ identity: TLSOptions.Identity, to configuration: inout TLSConfiguration) throws {
        let chain = try loading("no certificate can be read from `\(identity.certificateFile)` (--cert)") {
            try NIOSSLCertificate.fromPEMFile(identity.certificateFile)
        }
        let keyFile = identity.keyFile ?? identity.certificateFile
        let key = try loading("no private key can be read from `\(keyFile)` (--key)") {
            try NIOSSLPrivateKey(file: keyFile, format: .pem)
        }
        configuration.certificateChain = chain.map { .certificate($0) }
        configuration.privateKey = .privateKey(key)
    }

    private static func loading<Loaded>(_ complaint: String, _ load: () throws -> Loaded) throws -> Loaded {
        do { return try load() } catch { throw unusable(complaint) }
    }

    private static func unusable(_ message: String) -> TransportFailure {
        TransportFailure(.tls(.configuration), message)
    }
}
