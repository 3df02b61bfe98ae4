/// How one platform is reached: from an option group, the environment or the configuration file; nil for what is not said.
struct Profile {
    var platform: String?
    var url: String?
    var user: String?
    var password: PasswordPlace?
    var authority: String?
    var certificate: String?
    var key: String?
    var proxy: String?
    var isInsecure: Bool?
    /// Asks before writes at the prompt.
    var isProtected: Bool?

    init() {}

    init(_ options: PlatformOptions) {
        user = options.user
        password = PasswordPlace(environment: options.passwordEnv, file: options.passwordFile)
        authority = options.cacert
        certificate = options.cert
        key = options.key
        proxy = options.proxy
        isInsecure = options.insecure ? true : nil
    }

    /// From the `PICKET_…` variables.
    init(environment: Void) {
        user = Environment["PICKET_USER"]
        password = PasswordPlace(
            environment: Environment["PICKET_PASSWORD_ENV"]
                ?? (Environment["PICKET_PASSWORD"] == nil ? nil : "PICKET_PASSWORD"),
            file: Environment["PICKET_PASSWORD_FILE"])
        authority = Environment["PICKET_CACERT"]
        certificate = Environment["PICKET_CERT"]
        key = Environment["PICKET_KEY"]
        proxy = Environment["PICKET_PROXY"]
        isInsecure = Environment.isOn("PICKET_INSECURE") ? true : nil
    }

    /// How a platform is reached, without saying as whom.
    var withoutCredentials: Profile {
        var profile = self
        (profile.user, profile.password, profile.certificate, profile.key) = (nil, nil, nil, nil)
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
    }
}

/// Where a password stands; never the password itself.
enum PasswordPlace {
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

    func read() throws -> String {
        switch self {
        case .environment(let name):
            guard let password = Environment[name] else {
                throw Ending.usage("the environment has no `\(name)`, which should hold the password")
            }
            return password
        case .file(let path): return try SecretFile.read(path)
        }
    }
}
