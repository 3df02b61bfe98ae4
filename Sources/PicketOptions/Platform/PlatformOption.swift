/// The options of the local platform: `picket platform` and `picket-platform`. A new option is a case here, a row of
/// `optionRow`, and one use in `picket-platform`.
package enum PlatformOption: String, CaseIterable, ProgramOption {
    // Service
    case listen, store
    // The user
    case user
    case passwordEnv = "password-env"
    case passwordFile = "password-file"
    case profile, privilege
    // HTTPS
    case tlsCert = "tls-cert"
    case tlsKey = "tls-key"
    case http
    // Behaviour
    case probe
    case probeTimeout = "probe-timeout"
    case probeInterval = "probe-interval"
    case strictJson = "strict-json"
    case tokenLifetime = "token-lifetime"
    case organization
    case missingRights = "missing-rights"
    case faults, control
    // Options
    case verbose, embedded

    /// A heading of the help page.
    enum Group: String, CaseIterable {
        case service = "Service"
        case user = "User"
        case https = "HTTPS"
        case behaviour = "Behaviour"
        case options = "Options"
    }

    package static let prefix = "PICKET_PLATFORM_"

    /// The environment variable: `PICKET_PLATFORM_LISTEN`. A parent process says everything on the command line, so
    /// `--embedded` has none.
    package var variable: String { Self.prefix + suffix }

    /// The options that have an environment variable.
    package static let variables = allCases.filter { $0 != .embedded }

    /// Options of which one excludes the others: if the command line has one, the environment's are ignored.
    static let rivals: [[PlatformOption]] = [[.passwordEnv, .passwordFile], [.tlsCert, .tlsKey, .http]]

    var group: Group {
        switch self {
        case .listen, .store: .service
        case .user, .passwordEnv, .passwordFile, .profile, .privilege: .user
        case .tlsCert, .tlsKey, .http: .https
        case .probe, .probeTimeout, .probeInterval, .strictJson, .tokenLifetime, .organization, .missingRights,
            .faults, .control:
            .behaviour
        case .verbose, .embedded: .options
        }
    }

    package var optionRow: OptionRow {
        switch self {
        case .listen:
            OptionRow(
                .address, "Where to listen; port 0 lets the system choose (default: 127.0.0.1:8443).",
                example: "127.0.0.1:8443")
        case .store:
            OptionRow(
                .file,
                "Where to keep connections: a file, or `:memory:` (default: platform.sqlite in Picket's state folder).",
                example: "pool.sqlite")
        case .user: OptionRow(.text, "The login (default: datasentinel).", example: "bob", value: "name")
        case .passwordEnv:
            OptionRow(.variable, "Take the password from this environment variable.", example: "DS_PASSWORD")
        case .passwordFile:
            OptionRow(
                .file, "Take the password from the first line of this file; only you may read it.",
                example: "~/.ds-password")
        case .profile:
            OptionRow(
                .choice(["developer", "data admin"]), "The user's profile (default: data admin).",
                example: "developer")
        case .privilege:
            OptionRow(
                .choice(["read", "read write", "admin"]),
                "The user's privilege (default: admin); managing connections needs the profile data admin and the "
                    + "privilege admin.", example: "read")
        case .tlsCert:
            OptionRow(.file, "A certificate chain in PEM (default: a generated one).", example: "platform.pem")
        case .tlsKey: OptionRow(.file, "The private key of --tls-cert in PEM.", example: "platform.key")
        case .http: OptionRow(.flag, "Serve plain HTTP.")
        case .probe:
            OptionRow(
                .choice(["assume", "postgres"]),
                "Assume that every host answers, or connect to PostgreSQL before a connection is added and at intervals "
                    + "(default: assume).", example: "postgres")
        case .probeTimeout:
            OptionRow(
                .time(1_000_000...3_600_000_000_000), "The longest time to wait for PostgreSQL's answer (default: 5s).",
                example: "2s")
        case .probeInterval:
            OptionRow(
                .time(1_000_000...86_400_000_000_000),
                "The time between two checks of PostgreSQL (default: 10s).", example: "30s")
        case .strictJson:
            OptionRow(
                .flag, "Refuse a comma before a closing bracket, although the manual's example has one.")
        case .tokenLifetime:
            OptionRow(
                .time(1_000_000_000...315_360_000_000_000_000), "How long a token is valid (default: 86405s).",
                example: "1h")
        case .organization:
            OptionRow(.text, "The organization in tokens (default: ds-data).", example: "acme", value: "name")
        case .missingRights:
            OptionRow(
                .choice(["401", "403"]),
                "The status for a valid user without the rights to manage connections (default: 401).",
                example: "403", value: "status")
        case .faults:
            OptionRow(.file, "Start with the planned faults of this JSON file.", example: "faults.json")
        case .control:
            OptionRow(
                .flag,
                "Serve /local-platform/faults and /local-platform/connections, to plan faults and list connections.")
        case .verbose: OptionRow(.flag, "Print a line for each request.", short: "v")
        case .embedded:
            OptionRow(
                .flag,
                "Serve a parent process: choose port and password, print one JSON line, end when standard input closes."
            )
        }
    }
}
