import PicketSystem

/// How one platform is reached: from an option group, the environment or the configuration file; nil for what is not said.
struct Profile {
    var platform: String?
    var url: String?
    var user: String?
    var password: SecretPlace?
    var authority: String?
    var certificate: String?
    var key: String?
    var proxy: String?
    var isInsecure: Bool?
    /// Asks before writes at the prompt.
    var isProtected: Bool?
    /// Whether the prompt keeps its history in a file.
    var keepsHistory: Bool?
    var token: SecretPlace?
    /// Durations as they were written.
    var connectTimeout: String?
    var requestTimeout: String?
    var deadline: String?
    var rate: String?
    var retries: Int?

    init() {}

    init(_ options: PlatformOptions) {
        user = options.user
        password = SecretPlace(environment: options.passwordEnv, file: options.passwordFile)
        authority = options.cacert
        certificate = options.cert
        key = options.key
        proxy = options.proxy
        isInsecure = options.insecure ? true : nil
        token = SecretPlace(environment: options.tokenEnv, file: options.tokenFile)
        connectTimeout = options.connectTimeout
        requestTimeout = options.timeout
        rate = options.rate
        retries = options.retries
    }

    /// From the `PICKET_…` variables.
    init(environment: Void) throws {
        user = Environment.option("PICKET_USER")
        password = SecretPlace(
            environment: Environment.option("PICKET_PASSWORD_ENV")
                ?? (Environment["PICKET_PASSWORD"] == nil ? nil : "PICKET_PASSWORD"),
            file: Environment.option("PICKET_PASSWORD_FILE"))
        authority = Environment.option("PICKET_CACERT")
        certificate = Environment.option("PICKET_CERT")
        key = Environment.option("PICKET_KEY")
        proxy = Environment.option("PICKET_PROXY")
        isInsecure = try Environment.isOn("PICKET_INSECURE") ? true : nil
        keepsHistory = try Environment.option("PICKET_HISTORY") == nil ? nil : Environment.isOn("PICKET_HISTORY")
        token = SecretPlace(
            environment: Environment.option("PICKET_TOKEN_ENV"), file: Environment.option("PICKET_TOKEN_FILE"))
        connectTimeout = Environment.option("PICKET_CONNECT_TIMEOUT")
        requestTimeout = Environment.option("PICKET_TIMEOUT")
        deadline = Environment.option("PICKET_DEADLINE")
        rate = Environment.option("PICKET_RATE")
        retries = try Environment.number("PICKET_RETRIES")
    }

    /// How a platform is reached, without saying as whom.
    var withoutCredentials: Profile {
        var profile = self
        (profile.user, profile.password, profile.token) = (nil, nil, nil)
        (profile.certificate, profile.key) = (nil, nil)
        return profile
    }

    /// What `other` says counts.
    mutating func overlay(_ other: Profile) {
        platform = other.platform ?? platform
        url = other.url ?? url
        user = other.user ?? user
        password = other.password ?? password
        authority = other.authority ?? authority
        certificate = other.certificate ?? certificate
        key = other.key ?? key
        proxy = other.proxy ?? proxy
        isInsecure = other.isInsecure ?? isInsecure
        isProtected = other.isProtected ?? isProtected
        keepsHistory = other.keepsHistory ?? keepsHistory
        token = other.token ?? token
        connectTimeout = other.connectTimeout ?? connectTimeout
        requestTimeout = other.requestTimeout ?? requestTimeout
        deadline = other.deadline ?? deadline
        rate = other.rate ?? rate
        retries = other.retries ?? retries
    }
}

/// Where a password or a token stands; never the secret itself.
enum SecretPlace {
    case environment(String)
    case file(String)

    init?(environment: String?, file: String?) {
        if let file {
            self = .file(file)
        } else if let environment {
            self = .environment(environment)
        } else {
            return nil
        }
    }

    /// The file that holds it; nil for a variable.
    var path: String? {
        guard case .file(let path) = self else { return nil }
        return path
    }

    /// - Parameter kind: what it is, for people.
    func read(_ kind: String = "password") throws -> String {
        switch self {
        case .environment(let name):
            guard let secret = Environment[name] else {
                throw Ending.usage(
                    "the environment has no \(SecretPlace.shown(name, kind)), which should hold the \(kind)")
            }
            guard !secret.utf8.isEmpty else {
                throw Ending.usage("the \(SecretPlace.shown(name, kind)), which should hold the \(kind), is empty")
            }
            return secret
        case .file(let path):
            let secret = try SecretFile.read(path)
            guard !secret.utf8.isEmpty else {
                throw Ending.usage("\(path), which should hold the \(kind) in its first line, holds nothing there")
            }
            return secret
        }
    }

    /// The name of a variable as it may be shown: who writes the secret in its place does not see it again.
    private static func shown(_ name: String, _ kind: String) -> String {
        looksLikeVariable(name)
            ? "variable `\(name)`"
            : "variable of the name that `--\(kind)-env` or `\(kind)_env` gives (it is not repeated, since it does not look "
                + "like `PG_PASSWORD`)"
    }

    /// `[A-Z_][A-Z0-9_]*`, as POSIX wants it of variables that programs use.
    private static func looksLikeVariable(_ name: String) -> Bool {
        let isLetter = { (byte: UInt8) in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
