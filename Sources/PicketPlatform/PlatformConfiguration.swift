import PicketCrypto

/// The configuration of a platform. The defaults are the ones of `picket-platform`.
public struct PlatformConfiguration: Sendable {
    /// How clients reach the platform.
    public enum Transport: Sendable, Equatable {
        /// HTTPS with a certificate that the platform creates at its first start and keeps beside the store.
        case selfSignedHTTPS
        /// HTTPS with the certificate chain and the private key of two PEM files.
        case https(certificateFile: String, keyFile: String)
        /// HTTP without encryption.
        case http
    }

    /// Where an account's password comes from.
    public enum Password: Sendable, Equatable {
        /// A password that a person chose. The store keeps a slow hash of it.
        case chosen(String)
        /// A random password for this start, too long to guess. A fast hash is enough, and the store does not keep it.
        case random(String)
        /// The password that a person chose at an earlier start and that the store keeps. Without one, the first start
        /// creates a random password: see `Platform.drawnPasswords`.
        case kept
    }

    /// Whether the platform connects to PostgreSQL before it adds a connection.
    public enum ProbeChoice: Sendable, Equatable {
        /// Every host is assumed to answer.
        case assume
        /// The platform logs in to PostgreSQL with the connection's user and password. If that fails within the time
        /// limit, the connection is not stored (500). Later the login is repeated at every interval, and `connected`
        /// shows its result.
        case postgres(timeLimit: Duration = .seconds(5), interval: Duration = .seconds(10))
    }

    /// What a client may use of the platform.
    public struct Limits: Sendable, Equatable {
        /// The maximum size of a request's body in bytes; a larger one is answered with 413.
        public var body = 64 * 1024
        /// The maximum size of a request's header in bytes; a larger one is answered with 431.
        public var header = 16 * 1024
        /// How long a connection may stay open without a request.
        public var idle = Duration.seconds(60)
        /// The maximum number of open connections; further ones wait to be accepted.
        public var connections = 1024
        /// How long requests may take to end when the platform stops.
        public var stopping = Duration.seconds(5)

        /// Creates the default limits.
        public init() {}
    }

    /// A host name or an address.
    public var host = "127.0.0.1"
    /// The port; 0 lets the system choose a free one.
    public var port = 8443
    /// HTTP or HTTPS, and the certificate.
    public var transport = Transport.selfSignedHTTPS
    /// The place of the connections and accounts. In memory they end with the platform.
    public var store = StoreLocation.memory
    /// The accounts that may log in, and their passwords.
    public var accounts: [(account: Account, password: Password)] = [(Account(name: "datasentinel"), .kept)]
    /// The status for an account that lacks rights.
    public var missingRights = MissingRights.unauthorized
    /// Whether the platform connects to PostgreSQL.
    public var probe = ProbeChoice.assume
    /// Whether to refuse a comma before a closing bracket, which the manual's example has.
    public var strictJSON = false
    /// The seconds from a token's `iat` to its `exp`: 24 hours and 5 seconds, as observed.
    public var tokenLifetime = 86_405
    /// The `database` claim of tokens and the `organization_name` of their description.
    public var organization = "ds-data"
    /// The `version` of the liveness answer.
    public var version = "v2.0.0"
    /// The faults that are planned from the start.
    public var faults: [Fault] = []
    /// Whether to serve `/local-platform/…`, for faults and a list of all connections, to users who may manage
    /// connections.
    public var hasControlPaths = false
    /// What a client may use of the platform.
    public var limits = Limits()
    /// Returns the seconds since 1970, for issuing and expiring tokens.
    public var now: @Sendable () -> Int = systemTime
    /// Receives one line for each request (method, path, status) and for each problem; nil for no log.
    public var log: (@Sendable (String) -> Void)?

    /// Creates the configuration of a local platform, whose data is in memory.
    public init() {}
}

extension PlatformConfiguration {
    /// Returns a password of 256 random bits in 64 hexadecimal digits, for `Password.random`.
    public static func makePassword() -> String {
        RandomBytes.make(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
