import PicketHTTP

/// A platform that a pool's scripts reach: its address, and how to log in to it.
///
///     let platform = try PoolPlatform("https://datasentinel.example", credentials: .password(user: "ops", password))
public struct PoolPlatform: Sendable {
    let profile: PlatformProfile

    /// Creates a platform. Nothing is sent yet.
    ///
    /// - Parameters:
    ///
    ///   - address: the URL of the platform, `https://HOST[:PORT][/PATH]`.
    ///
    ///   - credentials: what the pool logs in with; nil if scripts log in themselves.
    ///
    ///   - tls: the servers to trust.
    ///
    ///   - proxy: the proxy to the platform, `http://[USER:PASSWORD@]HOST:PORT`; nil for none. The environment of the
    ///     process is not read.
    ///
    /// - Throws: `PoolProblem` if an address cannot be used, credentials cannot be sent, or certificates cannot be read.
    public init(
        _ address: String, credentials: PoolCredentials? = nil, tls: PoolTLS = .system, proxy: String? = nil
    ) throws(PoolProblem) {
        let endpoint = try Self.endpoint(address)
        try credentials?.check()
        do throws(TransportFailure) {
            try tls.options.check(.library)
        } catch {
            throw PoolProblem(.tls, error.message)
        }
        profile = PlatformProfile(
            endpoint: endpoint, credentials: credentials?.login, token: credentials?.token, tls: tls.options,
            proxy: try proxy.map { (text) throws(PoolProblem) in try Self.proxy(text) })
    }

    /// The URL of the platform in its usual spelling, without credentials.
    public var address: String { profile.endpoint.description }

    /// Whether passwords and tokens go over a network without encryption, so that others can read them on the way.
    public var sendsSecretsInClear: Bool {
        profile.endpoint.scheme == .http && !profile.endpoint.isLoopback
    }

    private static func endpoint(_ text: String) throws(PoolProblem) -> HTTPEndpoint {
        do throws(EndpointError) {
            return try HTTPEndpoint(parsing: text)
        } catch {
            if error.problem == .unexpectedCredentials {
                throw PoolProblem(.address, "the URL holds a user name or password: pass them as credentials")
            }
            throw PoolProblem(.address, error.message)
        }
    }

    private static func proxy(_ text: String) throws(PoolProblem) -> HTTPProxy {
        do throws(EndpointError) {
            return try HTTPProxy(parsing: text)
        } catch {
            throw PoolProblem(.proxy, error.message)
        }
    }
}

extension PoolPlatform: CustomStringConvertible, CustomReflectable {
    /// The address.
    public var description: String { address }

    /// A mirror without children, so that `dump` shows nothing secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
