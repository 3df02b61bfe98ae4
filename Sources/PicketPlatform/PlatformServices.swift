import HTTPTypes
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

/// The connected parts of one platform.
struct PlatformServices: Sendable {
    let configuration: PlatformConfiguration
    let certificate: ServerCertificate?
    let drawnPasswords: [DrawnPassword]
    let store: Store
    let register: ConnectionRegister
    let watch: ConnectionWatch
    let faults: FaultPlan
    let responder: PlatformResponder

    /// A logger that drops everything, since the platform reports everything relevant itself.
    static var silentLogger: Logger { Logger(label: "picket-platform") { _ in SwiftLogNoOpLogHandler() } }

    init(_ configuration: PlatformConfiguration) async throws(PlatformFailure) {
        let store = try Store(at: configuration.store)
        let directory = try AccountDirectory(configuration, store: store)
        self.configuration = configuration
        drawnPasswords = directory.drawnPasswords
        self.store = store
        self.certificate = try Self.certificate(configuration)
        let signingKey: [UInt8]
        do {
            register = try ConnectionRegister(store: store)
            signingKey = try store.signingKey()
        } catch {
            throw PlatformFailure("the store \(configuration.store.path) cannot be read: \(error)")
        }
        let tokens = TokenIssuer(
            signingKey: signingKey, organization: configuration.organization, lifetime: configuration.tokenLifetime,
            now: configuration.now)
        let gatekeeper = Gatekeeper(
            directory: directory, tokens: tokens, missingRights: configuration.missingRights)
        watch = ConnectionWatch(probe: configuration.probe.probe, register: register)
        faults = FaultPlan(configuration.faults)
        let routes = PlatformRoutes(
            version: configuration.version,
            tokens: TokenRoutes(gatekeeper: gatekeeper, tokens: tokens),
            connections: ConnectionRoutes(
                gatekeeper: gatekeeper, register: register, watch: watch, log: configuration.log),
            control: configuration.hasControlPaths
                ? ControlRoutes(gatekeeper: gatekeeper, register: register, watch: watch, plan: faults) : nil)
        responder = PlatformResponder(
            routes: routes, faults: faults, bodyLimit: configuration.limits.body,
            strictJSON: configuration.strictJSON, log: configuration.log)
    }

    private static func certificate(
        _ configuration: PlatformConfiguration
    ) throws(PlatformFailure) -> ServerCertificate? {
        switch configuration.transport {
        case .http: nil
        case .selfSignedHTTPS: try .selfSigned(for: configuration.host, beside: configuration.store)
        case .https(let certificateFile, let keyFile):
            try ServerCertificate(certificateFile: certificateFile, keyFile: keyFile)
        }
    }

    /// Returns the server.
    ///
    /// - Parameter onRunning: Receives the listening socket.
    func server(onRunning: @escaping @Sendable (any Channel) async -> Void) throws(PlatformFailure) -> any Service {
        let (responder, date) = (responder, HTTPDate(now: systemTime))
        do {
            return try serverBuilder().buildServer(
                configuration: ServerConfiguration(
                    address: .hostname(configuration.host, port: configuration.port),
                    availableConnectionsDelegate: MaximumAvailableConnections(
                        configuration.limits.connections, logger: Self.silentLogger)),
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: Self.silentLogger,
                responder: { request, writer, channel in
                    var response = await responder.respond(to: request, on: channel)
                    response.headers[.date] = date.text
                    response.headers[.server] = "picket-platform"
                    try await writer.write(response: response.head, body: response.body)
                }, onServerRunning: onRunning)
        } catch {
            throw PlatformFailure("the certificate and its key cannot be used: \(complaint(error))")
        }
    }

    private func serverBuilder() throws -> HTTPServerBuilder {
        let limits = configuration.limits
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [MalformedRequestHandler(discardLimit: 16 * limits.body)],
            idleTimeout: TimeAmount(limits.idle),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.header, maxHeaderListSize: limits.header, maxHeaderFieldCount: 100))
        guard let certificate else {
            return HTTPServerBuilder { OnEventLoop(base: HTTP1Channel(responder: $0, configuration: http)) }
        }
        let tls = try certificate.tlsConfiguration()
        // This finds problems with the certificate and the key now.
        _ = try NIOSSLContext(configuration: tls)
        return HTTPServerBuilder {
            let channel = HTTP1Channel(responder: $0, configuration: http)
            return OnEventLoop(base: try TLSChannel(channel, tlsConfiguration: tls))
        }
    }
}

extension ServerCertificate {
    /// Returns a configuration for TLS 1.2 and later with HTTP/1.1 only.
    fileprivate func tlsConfiguration() throws -> TLSConfiguration {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(privateKey.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }
}

/// What a library's error about a certificate and its key means to a person.
private func complaint(_ error: any Error) -> String {
    switch error as? NIOSSLError {
    case .failedToLoadCertificate: "no certificate can be read from its file"
    case .failedToLoadPrivateKey: "no private key can be read from its file, or it is that of another certificate"
    default: "\(error)"
    }
}
