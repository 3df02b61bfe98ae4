import Crypto

/// Everything that a platform is started with; the defaults are those of `picket-platform`.
public struct PlatformConfiguration: Sendable {
    /// How clients reach the platform.
    public enum Transport: Sendable, Equatable {
        /// HTTPS with a certificate that the platform makes at its first start and keeps beside the store.
        case selfSignedHTTPS
        /// HTTPS with the certificate chain and the private key of two PEM files.
        case https(certificateFile: String, keyFile: String)
        /// Without encryption.
        case http
    }

    /// Where an account's password comes from.
    public enum Password: Sendable, Equatable {
        /// One that a person chose; the store keeps a slow hash of it.
        case chosen(String)
        /// One made at random for this start, too long to guess: a fast hash does, and the store does not keep it.
        case random(String)
        /// The one that somebody chose at an earlier start and the store keeps. Where nobody has, one that the first start
        /// draws at random: see `Platform.drawnPasswords`.
        case kept
    }

    /// Whether the platform asks PostgreSQL before it takes a connection.
    public enum ProbeChoice: Sendable, Equatable {
        /// Every host is taken to answer.
        case assume
        /// PostgreSQL is asked with the connection's user and password; a connection that it does not let in within the
        /// time limit is not stored (500). Later it is asked again at every interval, and `connected` follows.
        case postgres(timeLimit: Duration = .seconds(5), interval: Duration = .seconds(10))
    }

    /// What a client may use of the platform.
    public struct Limits: Sendable, Equatable {
        /// Bytes of a request's body; more is answered 413.
        public var body = 64 * 1024
        /// Bytes of a request's header; more is answered 431.
        public var header = 16 * 1024
        /// A connection without a request is closed after so long.
        public var idle = Duration.seconds(60)
        /// Connections open at the same time; more wait to be accepted.
        public var connections = 1024
        /// Time that requests have to end when the platform stops.
        public var stopping = Duration.seconds(5)

        public init() {}
    }

    /// A host name or an address.
    public var host = "127.0.0.1"
    /// 0 lets the system choose a free port.
    public var port = 8443
    public var transport = Transport.selfSignedHTTPS
    public var store = StoreLocation.memory
    /// Who may log in, and nobody else.
    public var accounts: [(account: Account, password: Password)] = [(Account(name: "datasentinel"), .kept)]
    public var missingRights = MissingRights.unauthorized
    public var probe = ProbeChoice.assume
    /// Refuses the comma before a closing bracket that the manual's example has.
    public var strictJSON = false
    /// Seconds from a token's `iat` to its `exp`; 24 hours and 5 seconds, as observed.
    public var tokenLifetime = 86_405
    /// The `database` claim of tokens and the `organization_name` of their description.
    public var organization = "ds-data"
    /// The `version` of the liveness answer.
    public var version = "v2.0.0"
    public var faults: [Fault] = []
    /// Serves `/local-platform/…`: faults and a dump of all connections, to whoever may manage connections.
    public var hasControlPaths = false
    public var limits = Limits()
    /// Seconds since 1970, by which tokens are issued and expire.
    public var now: @Sendable () -> Int = systemTime
    /// Takes one line for each request (method, path, status) and for each problem; nil keeps quiet.
    public var log: (@Sendable (String) -> Void)?

    public init() {}
}

extension PlatformConfiguration {
    /// A password of 256 random bits in 64 hexadecimal digits, for `Password.random`.
    public static func makePassword() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
