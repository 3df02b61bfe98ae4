import NIOCore
import NIOSSL

/// The TLS context of a client, created when the first connection needs it.
struct TLSContext {
    private let options: TLSOptions
    private let voice: Voice
    private var made: Result<NIOSSLContext, TransportFailure>?

    init(_ options: TLSOptions, _ voice: Voice = .commandLine) {
        (self.options, self.voice) = (options, voice)
    }

    /// Returns a handler for a connection to the host. A name is sent (SNI) and checked, an address is only checked.
    mutating func makeHandler(for endpoint: HTTPEndpoint) throws(TransportFailure) -> NIOSSLClientHandler {
        let result = made ?? Self.make(options, voice)
        made = result
        let context = try result.get()
        do {
            // If the name is nil, NIOSSL checks the certificate against the address of the socket's peer.
            return try NIOSSLClientHandler(context: context, serverHostname: endpoint.isAddress ? nil : endpoint.host)
        } catch {
            throw TransportFailure(.tls(.configuration), "`\(endpoint.host)` cannot be sent as a server name over TLS")
        }
    }

    fileprivate static func make(
        _ options: TLSOptions, _ voice: Voice
    ) -> Result<NIOSSLContext, TransportFailure> {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            // How long a connection that is no longer used waits for the peer's close message.
            configuration.shutdownTimeout = .seconds(1)
            try apply(options, to: &configuration, voice)
            if let identity = options.identity { try apply(identity, to: &configuration, voice) }
            return .success(try NIOSSLContext(configuration: configuration))
        } catch let failure as TransportFailure {
            return .failure(failure)
        } catch {
            return .failure(unusable(complaint(error, options, voice)))
        }
    }

    private static func apply(
        _ options: TLSOptions, to configuration: inout TLSConfiguration, _ voice: Voice
    ) throws {
        switch options.trust {
        case .system: try apply(options.authorities, to: &configuration, voice)
        case .file(let path):
            let roots = try loading("no certificate can be read from `\(path)`\(voice.source("--cacert"))") {
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

    private static func apply(
        _ identity: TLSOptions.Identity, to configuration: inout TLSConfiguration, _ voice: Voice
    ) throws {
        let file = identity.certificateFile
        let chain = try loading("no certificate can be read from `\(file)`\(voice.source("--cert"))") {
            try NIOSSLCertificate.fromPEMFile(file)
        }
        let complaint =
            identity.keyFile.map { "no private key can be read from `\($0)`\(voice.source("--key"))" }
            ?? "`\(file)`\(voice.source("--cert")) holds no private key: name the file that does with \(voice.clientKey)"
        let key = try loading(complaint) {
            try NIOSSLPrivateKey(file: identity.keyFile ?? identity.certificateFile, format: .pem)
        }
        configuration.certificateChain = chain.map { .certificate($0) }
        configuration.privateKey = .privateKey(key)
    }

    /// Applies the system's authorities, or the ones that the environment names instead.
    private static func apply(
        _ named: SystemAuthorities?, to configuration: inout TLSConfiguration, _ voice: Voice
    ) throws {
        guard let authorities = named ?? SystemAuthorities.find() else {
            throw unusable(noAuthorities(in: SystemAuthorities.places.map(\.bundle), voice))
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
            throw unusable(
                noAuthorities(in: authorities.folders, voice, authorities.areNamed ? " (`SSL_CERT_DIR`)" : ""))
        }
    }

    /// - Parameter source: The variable that names the places; empty for the system's own.
    private static func noAuthorities(in places: [String], _ voice: Voice, _ source: String = "") -> String {
        "no certificate authorities were found in \(places.map { "`\($0)`" }.joined(separator: ", "))\(source): "
            + "install the package ca-certificates, or give yours with \(voice.authorities)"
    }

    /// Returns why certificates and keys that could be read cannot be used.
    private static func complaint(_ error: any Error, _ options: TLSOptions, _ voice: Voice) -> String {
        if let identity = options.identity, error as? NIOSSLError == .failedToLoadPrivateKey {
            let (file, keyFile) = (identity.certificateFile, identity.keyFile ?? identity.certificateFile)
            return "the key in `\(keyFile)`\(voice.source("--key")) is not that of the certificate in `\(file)`"
                + voice.source("--cert")
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

extension TLSOptions {
    /// Reads the given certificates and the key, so that a fault in them is known before the first connection.
    ///
    /// - Throws: `TransportFailure` if they cannot be used.
    package func check(_ voice: Voice) throws(TransportFailure) {
        if trust != .system || identity != nil { _ = try TLSContext.make(self, voice).get() }
    }
}
