/// All settings of the command line, the environment and the configuration file. This list is used for reading
/// variables, for suggesting corrections, and for help and README.
///
/// `PICKET_CONNECT_TIMEOUT` is the option `--connect-timeout` and the key `connect_timeout`.
enum Setting: String, CaseIterable {
    case platform = "PICKET_PLATFORM"
    case store = "PICKET_STORE"
    case user = "PICKET_USER"
    case password = "PICKET_PASSWORD"
    case passwordEnv = "PICKET_PASSWORD_ENV"
    case passwordFile = "PICKET_PASSWORD_FILE"
    case tokenEnv = "PICKET_TOKEN_ENV"
    case tokenFile = "PICKET_TOKEN_FILE"
    case insecure = "PICKET_INSECURE"
    case cacert = "PICKET_CACERT"
    case cert = "PICKET_CERT"
    case key = "PICKET_KEY"
    case proxy = "PICKET_PROXY"
    case connectTimeout = "PICKET_CONNECT_TIMEOUT"
    case timeout = "PICKET_TIMEOUT"
    case settleTimeout = "PICKET_SETTLE_TIMEOUT"
    case resendAfter = "PICKET_RESEND_AFTER"
    case retries = "PICKET_RETRIES"
    case rate = "PICKET_RATE"
    case deadline = "PICKET_DEADLINE"
    case continueOnError = "PICKET_CONTINUE_ON_ERROR"
    case seed = "PICKET_SEED"
    case fileRoot = "PICKET_FILE_ROOT"
    case unshown = "PICKET_UNSHOWN"
    case dryRun = "PICKET_DRY_RUN"
    case journal = "PICKET_JOURNAL"
    case resume = "PICKET_RESUME"
    case curl = "PICKET_CURL"
    case color = "PICKET_COLOR"
    case quiet = "PICKET_QUIET"
    case verbose = "PICKET_VERBOSE"
    case reportJunit = "PICKET_REPORT_JUNIT"
    case reportTap = "PICKET_REPORT_TAP"
    case reportJson = "PICKET_REPORT_JSON"
    case reportHtml = "PICKET_REPORT_HTML"
    case reportJsonl = "PICKET_REPORT_JSONL"
    case tapVersion = "PICKET_TAP_VERSION"
    case tag = "PICKET_TAG"
    case name = "PICKET_NAME"
    case jobs = "PICKET_JOBS"
    case failFast = "PICKET_FAIL_FAST"
    case maxFail = "PICKET_MAX_FAIL"
    case rerunFailed = "PICKET_RERUN_FAILED"
    case allowEmpty = "PICKET_ALLOW_EMPTY"
    case shuffle = "PICKET_SHUFFLE"
    case shard = "PICKET_SHARD"
    case repetitions = "PICKET_REPEAT"
    case list = "PICKET_LIST"
    case slowest = "PICKET_SLOWEST"
    case format = "PICKET_FORMAT"
    case check = "PICKET_CHECK"
    case detailedExitcode = "PICKET_DETAILED_EXITCODE"
    case stopOnError = "PICKET_STOP_ON_ERROR"
    case history = "PICKET_HISTORY"

    /// The environment variable of the setting.
    var variable: String { rawValue }

    /// The variable's name after the common prefix.
    var suffix: String { String(rawValue.dropFirst(Setting.prefix.utf8.count)) }

    private var words: [Substring] { suffix.lowercased().split(separator: "_") }

    /// The option of the setting. The password itself and the history have none.
    var option: String { "--" + words.joined(separator: "-") }

    /// The key in the configuration file.
    var configurationKey: String { words.joined(separator: "_") }

    static let prefix = "PICKET_"

    /// The note about all settings in the help of every command.
    static let note =
        "Every option also has an environment variable and a key in the configuration file: `picket help` lists them."

    /// Whether the setting names a file or a folder.
    var isPath: Bool {
        switch self {
        case .store, .passwordFile, .tokenFile, .cacert, .cert, .key, .fileRoot, .journal, .resume, .curl,
            .reportJunit, .reportTap, .reportJson, .reportHtml, .reportJsonl:
            true
        default: false
        }
    }

    /// Whether `Profile` has a property for the setting. All others are stored as texts.
    private var isOfPlatform: Bool {
        switch self {
        case .platform, .user, .password, .passwordEnv, .passwordFile, .tokenEnv, .tokenFile, .insecure, .cacert, .cert,
            .key, .proxy, .connectTimeout, .timeout, .settleTimeout, .resendAfter, .retries, .rate, .deadline, .history:
            true
        default: false
        }
    }

    /// The settings that have nothing to do with a platform.
    static let others = allCases.filter { !$0.isOfPlatform }
}

/// The source of a setting.
enum SettingSource: Equatable, Sendable {
    case commandLine
    case environment
    /// A section `[profile.NAME]` of the configuration file.
    case profile(String)
    /// The section `[defaults]`.
    case defaults

    /// Returns the setting's name in this source: `--user`, `PICKET_USER`, `user` of [profile.p].
    func name(of setting: Setting) -> String {
        switch self {
        case .commandLine: "`\(setting.option)`"
        case .environment: "`\(setting.variable)`"
        case .profile(let name): "`\(setting.configurationKey)` of [profile.\(name)]"
        case .defaults: "`\(setting.configurationKey)` of [defaults]"
        }
    }
}

/// A value with its source.
struct Sourced<Value> {
    let value: Value
    let source: SettingSource
}

extension Sourced: Sendable where Value: Sendable {}
