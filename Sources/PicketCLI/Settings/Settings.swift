import NIOCore
import PicketPool

/// What applies to this run: the command line, then the environment, then the profile, then the file's defaults.
struct Settings {
    let platform: String?
    let store: String?
    let profile: Profile
    let token: String?
    let showsColors: Bool
    let isQuiet: Bool
    let isVerbose: Bool
    let deadline: TimeAmount?
    let connectTimeout: TimeAmount?
    let requestTimeout: TimeAmount?
    let requestsPerSecond: Double?
    let continuesOnError: Bool
    let seed: UInt64?
    let fileRoot: String?
    let configuration: ConfigurationFile

    init(platform options: PlatformOptions, run: RunOptions, output: OutputOptions) throws {
        configuration = try ConfigurationFile.load()
        let defaults = configuration.defaults
        let chosen = options.platform ?? Environment["PICKET_PLATFORM"] ?? defaults.platform
        var profile = defaults
        if let chosen, let named = configuration.profiles[chosen] { profile.overlay(named) }
        profile.overlay(Profile(environment: ()))
        profile.overlay(Profile(options))
        self.profile = profile
        platform = chosen
        store = options.store ?? Environment["PICKET_STORE"]
        token = try Settings.token(options.tokenEnv ?? Environment["PICKET_TOKEN_ENV"])
        showsColors = output.showsColors
        isQuiet = output.quiet
        isVerbose = output.verbose
        deadline = try Settings.duration(run.deadline ?? Environment["PICKET_DEADLINE"], "--deadline")
        connectTimeout = try Settings.duration(
            options.connectTimeout ?? Environment["PICKET_CONNECT_TIMEOUT"], "--connect-timeout")
        requestTimeout = try Settings.duration(options.timeout ?? Environment["PICKET_TIMEOUT"], "--timeout")
        requestsPerSecond = try Settings.rate(options.rate ?? Environment["PICKET_RATE"])
        continuesOnError = run.continueOnError || Environment.isOn("PICKET_CONTINUE_ON_ERROR")
        seed = run.seed ?? Environment["PICKET_SEED"].flatMap { UInt64($0) }
        fileRoot = run.fileRoot ?? Environment["PICKET_FILE_ROOT"]
    }

    private static func token(_ variable: String?) throws -> String? {
        guard let variable else { return nil }
        guard let token = Environment[variable], !token.isEmpty else {
            throw Ending.usage("--token-env: the environment has no `\(variable)`")
        }
        return token
    }

    private static func duration(_ text: String?, _ option: String) throws -> TimeAmount? {
        try text.map { .nanoseconds(try DurationText.parse($0, option: option)) }
    }

    private static func rate(_ text: String?) throws -> Double? {
        guard let text else { return nil }
        let number = text.hasSuffix("/s") ? String(text.dropLast(2)) : text
        guard let rate = Double(number), rate > 0, rate.isFinite else {
            throw Ending.usage("--rate takes requests a second such as 50/s, not `\(text)`")
        }
        return rate
    }

    /// Whom requests are sent as; nil if no user is configured.
    ///
    /// - Parameter asked: the user's password, if it was asked for.
    func credentials(of profile: Profile, asked: String? = nil) throws -> Credentials? {
        guard let user = profile.user else {
            if profile.password != nil { throw Ending.usage("a password without a user: give `--user NAME`") }
            return nil
        }
        if let asked { return Credentials(user: user, password: asked) }
        guard let password = profile.password else {
            if token != nil { return nil }
            throw Ending.usage(
                "the user `\(user)` needs a password: `--password-env NAME` or `--password-file FILE`")
        }
        return Credentials(user: user, password: try password.read())
    }

    func tls(of profile: Profile) -> TLSOptions {
        var options = TLSOptions()
        if let authority = profile.authority { options.trust = .file(authority) }
        if profile.isInsecure == true { options.trust = .anyone }
        if let certificate = profile.certificate {
            options.identity = TLSOptions.Identity(certificateFile: certificate, keyFile: profile.key)
        }
        return options
    }
}

extension Environment {
    /// Whether a variable says yes.
    static func isOn(_ name: String) -> Bool {
        guard let value = Environment[name]?.lowercased() else { return false }
        return ["1", "true", "yes", "on"].contains(value)
    }
}
