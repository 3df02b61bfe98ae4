import NIOCore
import PicketPool
import PicketSystem

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
    let retries: Int?
    let continuesOnError: Bool
    let seed: UInt64?
    let fileRoot: String?
    let configuration: ConfigurationFile

    init(platform options: PlatformOptions, run: RunOptions, output: OutputOptions) throws {
        configuration = try ConfigurationFile.load()
        let defaults = configuration.defaults
        let chosen = options.platform ?? Environment.option("PICKET_PLATFORM") ?? defaults.platform
        var profile = defaults
        if let chosen, let named = configuration.profiles[chosen] { profile.overlay(named) }
        profile.overlay(try Profile(environment: ()))
        profile.overlay(Profile(options))
        profile.deadline = run.deadline ?? profile.deadline
        self.profile = profile
        platform = chosen
        store = options.store ?? Environment.option("PICKET_STORE")
        token = try Settings.token(profile.token)
        showsColors = output.showsColors
        isQuiet = try output.quiet || Environment.isOn("PICKET_QUIET")
        isVerbose = try output.verbose || Environment.isOn("PICKET_VERBOSE")
        deadline = try Settings.duration(profile.deadline, "--deadline")
        connectTimeout = try Settings.duration(profile.connectTimeout, "--connect-timeout")
        requestTimeout = try Settings.duration(profile.requestTimeout, "--timeout")
        requestsPerSecond = try Settings.rate(profile.rate)
        retries = try Settings.retries(profile.retries)
        continuesOnError = try run.continueOnError || Environment.isOn("PICKET_CONTINUE_ON_ERROR")
        seed = try run.seed ?? Environment.number("PICKET_SEED")
        fileRoot = run.fileRoot ?? Environment.option("PICKET_FILE_ROOT")
    }

    private static func token(_ place: SecretPlace?) throws -> String? {
        try place?.read("token")
    }

    private static func retries(_ count: Int?) throws -> Int? {
        guard let count else { return nil }
        guard (0...100).contains(count) else {
            throw Ending.usage("--retries is a number from 0 to 100, not \(count)")
        }
        return count
    }

    private static func duration(_ text: String?, _ option: String) throws -> TimeAmount? {
        try text.map { .nanoseconds(try DurationOption.parse($0, option: option)) }
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
            if profile.token != nil { return nil }
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
    /// What a variable says that stands for an option; an empty one says nothing.
    static func option(_ name: String) -> String? {
        Environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a variable says yes.
    static func isOn(_ name: String) throws -> Bool {
        switch option(name)?.lowercased() {
        case nil, "0", "false", "no", "off": return false
        case "1", "true", "yes", "on": return true
        case let value?: throw Ending.usage("\(name) says yes by `1` and no by `0`, not `\(value)`")
        }
    }

    /// The number that a variable holds.
    static func number<Number: FixedWidthInteger>(_ name: String) throws -> Number? {
        guard let text = option(name) else { return nil }
        guard let number = Number(text) else { throw Ending.usage("\(name) is a number, not `\(text)`") }
        return number
    }
}
