import NIOCore
import PicketPool
import PicketSystem

/// The settings of this run with their sources. The command line has the highest priority, then the environment, the
/// profile, and the file's defaults.
struct Settings: Sendable {
    /// The platform to begin with, as it was named; nil if none is.
    let platform: String?
    let store: String?
    /// The settings of that platform.
    let own: PlatformSettings
    let showsColors: Bool
    let isQuiet: Bool
    let isVerbose: Bool
    let deadline: TimeAmount?
    let connectTimeout: TimeAmount?
    let requestTimeout: TimeAmount?
    let settleTimeout: TimeAmount?
    let resendAfter: TimeAmount?
    let requestsPerSecond: Double?
    let retries: Int?
    let continuesOnError: Bool
    let seed: UInt64?
    let fileRoot: String?
    let skipsUnshown: Bool
    let configuration: ConfigurationFile
    private let layers: SettingLayers

    init(platform options: PlatformOptions, run: RunOptions, output: OutputOptions) throws {
        configuration = try ConfigurationFile.load()
        var commandLine = Profile(options)
        commandLine.deadline = run.deadline
        let variables = EnvironmentVariables.names(beginningWith: "PICKET_")
        let layers = SettingLayers(
            commandLine: commandLine, environment: try Profile(environment: variables), configuration: configuration)
        self.layers = layers
        platform = layers.platform?.value
        let own = layers.settings(of: nil)
        self.own = own
        if own.certificate == nil, let key = own.said({ $0.key }), key.source == .commandLine {
            throw Ending.usage("`--key` belongs to a certificate: name its file, too, with `--cert FILE`")
        }
        showsColors = try output.resolvedColors(own.text(of: .color))
        UnknownVariables.warn(variables, besides: layers.all, colors: showsColors)
        store = options.store ?? own.text(of: .store)?.value
        isQuiet = try output.quiet || own.isOn(.quiet)
        isVerbose = try output.verbose || own.isOn(.verbose)
        deadline = try Settings.duration(own.said { $0.deadline }, .deadline)
        connectTimeout = try Settings.duration(own.said { $0.connectTimeout }, .connectTimeout)
        requestTimeout = try Settings.duration(own.said { $0.requestTimeout }, .timeout)
        settleTimeout = try Settings.duration(own.said { $0.settleTimeout }, .settleTimeout)
        resendAfter = try Settings.duration(own.said { $0.resendAfter }, .resendAfter)
        requestsPerSecond = try Settings.rate(own.said { $0.rate })
        retries = try Settings.retries(own.said { $0.retries })
        continuesOnError = try run.continueOnError || own.isOn(.continueOnError)
        seed = try run.seed ?? own.number(.seed)
        fileRoot = run.fileRoot ?? own.text(of: .fileRoot)?.value
        skipsUnshown = try run.unshown ?? own.text(of: .unshown)?.choice(.unshown) ?? .send == .skip
    }

    /// Creates settings for a command that uses no platform.
    init(output: OutputOptions) throws {
        try self.init(platform: PlatformOptions(), run: RunOptions(), output: output)
    }

    /// Returns the settings of a platform by its URL or profile; nil for the one to begin with.
    func settings(of name: String?) -> PlatformSettings { layers.settings(of: name) }

    private static func retries(_ count: Sourced<Int>?) throws -> Int? {
        guard let count else { return nil }
        guard (0...100).contains(count.value) else {
            throw Ending.usage("\(count.source.name(of: .retries)) is a number from 0 to 100, not \(count.value)")
        }
        return count.value
    }

    private static func duration(_ text: Sourced<String>?, _ setting: Setting) throws -> TimeAmount? {
        guard let text else { return nil }
        let duration = TimeAmount.nanoseconds(
            try DurationOption.parse(text.value, option: text.source.name(of: setting)))
        // As in curl, 0 means no limit, or for the connection the default limit.
        guard duration == .zero else { return duration }
        switch setting {
        case .timeout: return .longest
        case .deadline, .connectTimeout: return nil
        default: return duration
        }
    }

    private static func rate(_ text: Sourced<String>?) throws -> Double? {
        guard let text else { return nil }
        let number = text.value.hasSuffix("/s") ? String(text.value.dropLast(2)) : text.value
        guard let rate = Double(number), rate > 0, rate.isFinite else {
            throw Ending.usage(
                "\(text.source.name(of: .rate)) takes requests a second such as 50/s, not `\(text.value)`")
        }
        return rate
    }
}

extension Environment {
    /// Returns the value of the variable for an option; nil if it is unset or empty.
    static func option(_ setting: Setting) -> String? {
        Environment[setting.variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a variable is set, even to an empty text.
    static func isSet(_ setting: Setting) -> Bool { Environment[setting.variable] != nil }

    /// Whether a variable is on.
    static func isOn(_ setting: Setting) throws -> Bool {
        try option(setting).map { try Sourced(value: $0, source: .environment).isOn(setting) } ?? false
    }

    /// Returns the number in a variable.
    static func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number? {
        try option(setting).map { try Sourced(value: $0, source: .environment).number(setting) }
    }
}
