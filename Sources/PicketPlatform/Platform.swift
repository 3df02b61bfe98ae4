import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// A running local platform.
///
///     var configuration = PlatformConfiguration()
///     configuration.port = 0
///     let platform = try await Platform.start(configuration)
///     print(platform.url)
///     try await platform.stop()
///
/// It answers the documented requests of Datasentinel's platform API. If the documents leave something open, it follows
/// platform-api.md section 13.
public final class Platform: Sendable {
    /// The URL, such as `https://127.0.0.1:8443`, with the actual port.
    public let url: String
    /// The host that the platform listens on.
    public let host: String
    /// The port that the platform listens on.
    public let port: Int
    /// The certificate chain in PEM that a client must trust; nil without HTTPS.
    public let certificate: String?
    /// The random passwords, which are secrets.
    public let drawnPasswords: [DrawnPassword]

    private let services: PlatformServices
    private let group: ServiceGroup
    private let serving: Task<Void, any Error>
    private let watching: Task<Void, Never>

    private init(
        _ services: PlatformServices, group: ServiceGroup, serving: Task<Void, any Error>, port: Int
    ) {
        let configuration = services.configuration
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        self.host = configuration.host
        self.port = port
        self.url = "\(configuration.transport == .http ? "http" : "https")://\(host):\(port)"
        self.certificate = services.certificate?.certificate
        self.drawnPasswords = services.drawnPasswords
        self.services = services
        self.group = group
        self.serving = serving
        self.watching = Task { await services.watch.run() }
    }

    /// Opens the store and listens. Requests are served when this function returns.
    ///
    /// - Throws: `PlatformFailure` if the configuration cannot be served, the store cannot be opened, or the port is
    ///   taken.
    public static func start(_ configuration: PlatformConfiguration) async throws(PlatformFailure) -> Platform {
        let services = try await PlatformServices(configuration)
        let (ports, started) = AsyncStream<Int>.makeStream()
        let server = try services.server { channel in
            started.yield(channel.localAddress?.port ?? configuration.port)
        }
        var groupConfiguration = ServiceGroupConfiguration(
            services: [server], logger: PlatformServices.silentLogger)
        groupConfiguration.maximumGracefulShutdownDuration = configuration.limits.stopping
        let group = ServiceGroup(configuration: groupConfiguration)
        let serving = Task {
            defer { started.finish() }
            try await group.run()
        }
        for await port in ports { return Platform(services, group: group, serving: serving, port: port) }
        let failure = await failure(of: serving, configuration)
        services.store.close()
        throw failure
    }

    private static func failure(
        of serving: Task<Void, any Error>, _ configuration: PlatformConfiguration
    ) async -> PlatformFailure {
        let place = "\(configuration.host):\(configuration.port)"
        switch await serving.result {
        case .success: return PlatformFailure("the platform stopped before it listened on \(place)")
        case .failure(let error): return PlatformFailure("cannot listen on \(place): \(reason(of: error))")
        }
    }

    /// Lets requests end within the limit, and closes everything. A second call waits for the first.
    public func stop() async {
        watching.cancel()
        await group.triggerGracefulShutdown()
        _ = await serving.result
        await watching.value
        services.store.close()
    }

    /// Plans faults for the next requests, as the control path does.
    public func plan(_ faults: [Fault]) { services.faults.add(faults) }

    /// The planned faults that did not apply to a request yet.
    public var plannedFaults: [Fault] { services.faults.remaining }

    /// The JSON objects of all connections in one array, sorted by the bytes of their names. Passwords are in clear
    /// text.
    public var connectionsJSON: String {
        let objects = services.register.all.map { $0.json(connected: services.watch.isConnected($0)) }
        return String(decoding: JSONValue.array(objects).bytes, as: UTF8.self)
    }
}
