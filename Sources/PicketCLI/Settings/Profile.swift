import PicketSystem

/// The settings of one source for a platform and its credentials; nil for a setting that it does not give.
struct Profile: Sendable {
    var platform: String?
    var url: String?
    var user: String?
    var password: SecretPlace?
    var authority: String?
    var certificate: String?
    var key: String?
    var proxy: String?
    var isInsecure: Bool?
    /// Whether the prompt asks before writes.
    var isProtected: Bool?
    /// Whether the prompt keeps its history in a file.
    var keepsHistory: Bool?
    var token: SecretPlace?
    /// The durations as they were written.
    var connectTimeout: String?
    var requestTimeout: String?
    var settleTimeout: String?
    var resendAfter: String?
    var deadline: String?
    var rate: String?
    var retries: Int?
    /// The settings without their own property here, as they were written.
    var others: [Setting: String] = [:]

    /// The source of these settings.
    let source: SettingSource

    init(source: SettingSource) {
        self.source = source
    }

    init(_ options: PlatformOptions) {
        self.init(source: .commandLine)
        platform = options.platform
        user = options.user
        password = SecretPlace(environment: options.passwordEnv, file: options.passwordFile)
        authority = options.cacert.map { SettingPath.resolved($0) }
        certificate = options.cert.map { SettingPath.resolved($0) }
        key = options.key.map { SettingPath.resolved($0) }
        proxy = options.proxy
        isInsecure = options.insecure ? true : nil
        token = SecretPlace(environment: options.tokenEnv, file: options.tokenFile)
        connectTimeout = options.connectTimeout
        requestTimeout = options.timeout
        settleTimeout = options.settleTimeout
        resendAfter = options.resendAfter
        rate = options.rate
        retries = options.retries
    }

    /// Creates the settings of the `PICKET_…` variables.
    ///
    /// - Parameter names: The variables that are set.
    init(environment names: [String]) throws {
        self.init(source: .environment)
        guard !names.isEmpty else { return }
        platform = Environment.option(.platform)
        user = Environment.option(.user)
        password =
            Environment.option(.passwordFile).map { .file(SettingPath.resolved($0)) }
            ?? Environment.option(.passwordEnv).map { .environment($0) }
            ?? (Environment.isSet(.password) ? .environment(Setting.password.variable) : nil)
        authority = Environment.option(.cacert).map { SettingPath.resolved($0) }
        certificate = Environment.option(.cert).map { SettingPath.resolved($0) }
        key = Environment.option(.key).map { SettingPath.resolved($0) }
        proxy = Environment.option(.proxy)
        isInsecure = try Environment.isOn(.insecure) ? true : nil
        keepsHistory = try Environment.option(.history) == nil ? nil : Environment.isOn(.history)
        token =
            Environment.option(.tokenFile).map { .file(SettingPath.resolved($0)) }
            ?? Environment.option(.tokenEnv).map { .environment($0) }
        connectTimeout = Environment.option(.connectTimeout)
        requestTimeout = Environment.option(.timeout)
        settleTimeout = Environment.option(.settleTimeout)
        resendAfter = Environment.option(.resendAfter)
        deadline = Environment.option(.deadline)
        rate = Environment.option(.rate)
        retries = try Environment.number(.retries)
        for setting in Setting.others { others[setting] = Environment.option(setting) }
    }

    /// The same without the settings of the platform that it names: credentials and trusted certificates.
    var withoutPlatform: Profile {
        var profile = withoutIdentity
        (profile.authority, profile.isInsecure) = (nil, nil)
        return profile
    }

    /// The same without credentials.
    var withoutIdentity: Profile {
        var profile = self
        (profile.user, profile.password, profile.token) = (nil, nil, nil)
        (profile.certificate, profile.key) = (nil, nil)
        return profile
    }
}
