import NIOCore
import PicketPool
import PicketSystem

/// The settings of this run with their sources. The command line has the highest priority, then the environment, the
/// profile, and the file's defaults.
struct Settings: Sendable {
    /// The name of the first platform, as the user gave it; nil for none.
    let platform: String?
    let store: String?
    /// The settings of that platform.
    let own: PlatformSettings
    let color: ColorChoice
    let showsColors: Bool
    let isQuiet: Bool
    /// Whether a session leaves the user's start-up file out.
    let skipsStartUp: Bool
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
    let layers: SettingLayers
    /// The path of the file beside the tests; nil without such a file.
    let suiteFile: String?

    /// - Parameters:
    ///   - commandLine: The settings that its options give.
    ///   - suite: The settings of the file beside the tests; nil without such a file.
    init(_ commandLine: Profile, suite: (path: String, settings: Profile)? = nil) throws {
        suiteFile = suite?.path
        configuration = try ConfigurationFile.load()
        let variables = EnvironmentVariables.names(beginningWith: "PICKET_")
        let layers = SettingLayers(
            commandLine: commandLine, environment: Profile(environment: variables), suite: suite?.settings,
            configuration: configuration)
        self.layers = layers
        platform = layers.platform?.value
        let own = layers.settings(of: nil)
        self.own = own
        try own.checkSources()
        color = try own.text(of: .color)?.choice(.color) ?? .auto
        showsColors = color.isOn
        UnknownVariables.warn(variables, besides: layers.all, colors: showsColors)
        store = own.text(of: .store)?.value
        isQuiet = try own.isOn(.quiet)
        skipsStartUp = try own.isOn(.noStartup)
        isVerbose = try own.isOn(.verbose)
        deadline = try Settings.duration(own, .deadline)
        connectTimeout = try Settings.duration(own, .connectTimeout)
        requestTimeout = try Settings.duration(own, .timeout)
        settleTimeout = try Settings.duration(own, .settleTimeout)
        resendAfter = try Settings.duration(own, .resendAfter)
        requestsPerSecond = try own.text(of: .rate)?.rate(.rate)
        retries = try own.count(.retries)
        continuesOnError = try own.isOn(.continueOnError)
        seed = try own.number(.seed)
        fileRoot = own.text(of: .fileRoot)?.value
        skipsUnshown = try own.text(of: .unshown)?.choice(.unshown, ["send", "skip"]) == "skip"
        if own.certificate == nil, let key = own.text(of: .key), key.source == .commandLine {
            throw Ending.usage("`--key` belongs to a certificate: name its file, too, with `--cert FILE`")
        }
        // These are validated here, because their later users cannot throw.
        for setting in [Setting.insecure, .history] { _ = try own.isOn(setting) }
    }

    /// Returns the settings of a platform by its URL or profile; nil for the one to begin with.
    func settings(of name: String?) -> PlatformSettings { layers.settings(of: name) }

    private static func duration(_ own: PlatformSettings, _ setting: Setting) throws -> TimeAmount? {
        guard let text = own.text(of: setting) else { return nil }
        let duration = TimeAmount.nanoseconds(try text.duration(setting))
        // As in curl, 0 means no limit, or for the connection the default limit.
        guard duration == .zero else { return duration }
        switch setting {
        case .timeout: return .longest
        case .deadline, .connectTimeout: return nil
        default: return duration
        }
    }
}
