import NIOCore
import NIOSSL

/// The TLS context of a client, created when the first connection needs it.
struct TLSContext {
    private let options: TLSOptions
    private var made: Result<NIOSSLContext, TransportFailure>?

    init(_ options: TLSOptions) {
        self.options = options
    }

    /// Returns a handler for a connection to the host. A name is sent (SNI) and checked, an address is only checked.
    mutating func makeHandler(for endpoint: HTTPEndpoint) throws(TransportFailure) -> NIOSSLClientHandler {
        let result = made ?? Self.make(options)
        made = result
        let context = try result.get()
        do {
            // If the name is nil, NIOSSL checks the certificate against the address of the socket's peer.
            return try NIOSSLClientHandler(context: context, serverHostname: endpoint.isAddress ? nil : endpoint.host)
        } catch {
            throw TransportFailure(.tls(.configuration), "`\(endpoint.host)` cannot be sent as a server name over TLS")
        }
    }

    private static func make(_ options: TLSOptions) -> Result<NIOSSLContext, TransportFailure> {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            // How long a connection that is no longer used waits for the peer's close message.
            configuration.shutdownTimeout = .seconds(1)
            try apply(options, to: &configuration)
            if let identity = options.identity { try apply(identity, to: &configuration) }
            return .success(try NIOSSLContext(configuration: configuration))
        } catch let failure as TransportFailure {
            return .failure(failure)
        } catch {
            return .failure(unusable(complaint(error, options)))
        }
    }

    private static func apply(_ options: TLSOptions, to configuration: inout TLSConfiguration) throws {
        switch options.trust {
        case .system: try apply(options.authorities, to: &configuration)
        case .file(let path):
            let roots = try loading("no certificate can be read from `\(path)` (--cacert)") {
                try NIOSSLCertificate.fromPEMFile(path)
            }
            configuration.trustRoots = .certificates(roots)
        case .pem(let bytes):
            let roots = try loading("the given authorities are not PEM certificates") {
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
        let complaint =
            identity.keyFile.map { "no private key can be read from `\($0)` (--key)" }
            ?? "`\(identity.certificateFile)` (--cert) holds no private key: name the file that does with `--key FILE`"
        let key = try loading(complaint) {
            try NIOSSLPrivateKey(file: identity.keyFile ?? identity.certificateFile, format: .pem)
        }
        configuration.certificateChain = chain.map { .certificate($0) }
        configuration.privateKey = .privateKey(key)
    }

    /// Applies the system's authorities, or the ones that the environment names instead.
    private static func apply(_ named: SystemAuthorities?, to configuration: inout TLSConfiguration) throws {
        guard let authorities = named ?? SystemAuthorities.find() else {
            throw unusable(noAuthorities(in: SystemAuthorities.places.map(\.bundle)))
        }
        let folder = authorities.readableFolder
        if let folder { configuration.trustRoots = .file(folder) }
        if let file = authorities.file {
            let source = authorities.areNamed ? " (`SSL_CERT_FILE`)" : ""
            let known = try loading("no certificate can be read from `\(file)`\(source)") {
                try NIOSSLCertificate.fromPEMFile(file)
            }
            if folder == nil { configuration.trustRoots = .certificates([]) }
            configuration.additionalTrustRoots = [.certificates(known)]
        } else if folder == nil {
            throw unusable(noAuthorities(in: authorities.folders, authorities.areNamed ? " (`SSL_CERT_DIR`)" : ""))
        }
    }

    /// - Parameter source: The variable that names the places; empty for the system's own.
    private static func noAuthorities(in places: [String], _ source: String = "") -> String {
        "no certificate authorities were found in \(places.map { "`\($0)`" }.joined(separator: ", "))\(source): "
            + "install the package ca-certificates, or give yours with `--cacert FILE`"
    }

    /// Returns why certificates and keys that could be read cannot be used.
    private static func complaint(_ error: any Error, _ options: TLSOptions) -> String {
        if let identity = options.identity, error as? NIOSSLError == .failedToLoadPrivateKey {
            let (file, keyFile) = (identity.certificateFile, identity.keyFile ?? identity.certificateFile)
            return "the key in `\(keyFile)` (--key) is not that of the certificate in `\(file)` (--cert)"
        }
        return "TLS cannot be set up with these certificates and keys"
    }

    private static func loading<Loaded>(_ complaint: String, _ load: () throws -> Loaded) throws -> Loaded {
        do { return try load() } catch { throw unusable(complaint) }
    }

    private static func unusable(_ message: String) -> TransportFailure {
        TransportFailure(.tls(.configuration), message)
    }
}
