import PicketOptions

/// The settings of the command line, the environment and the configuration file. `row` describes each setting.
///
/// The raw value is the long option without its dashes: `connect-timeout` is the option `--connect-timeout`, the variable
/// `PICKET_CONNECT_TIMEOUT`, and the key `connect_timeout`. A new setting is a case here, a row of `row`, and one use.
enum Setting: String, CaseIterable, Sendable {
    // Platform
    case platform, url, protected, store, user, password
    case passwordEnv = "password-env"
    case passwordFile = "password-file"
    case tokenEnv = "token-env"
    case tokenFile = "token-file"
    case insecure, cacert, cert, key, proxy
    case connectTimeout = "connect-timeout"
    case timeout
    case settleTimeout = "settle-timeout"
    case resendAfter = "resend-after"
    case retries, rate
    // Run
    case deadline
    case continueOnError = "continue-on-error"
    case seed
    case fileRoot = "file-root"
    case unshown
    // Safety
    case dryRun = "dry-run"
    case journal, resume, settle, edited, curl
    // Output
    case color, quiet, verbose
    // Reports
    case reportJunit = "report-junit"
    case reportTap = "report-tap"
    case tapVersion = "tap-version"
    case reportJson = "report-json"
    case reportHtml = "report-html"
    case reportMarkdown = "report-markdown"
    case reportJsonl = "report-jsonl"
    case annotate
    // Tests
    case tag, name, jobs
    case failFast = "fail-fast"
    case maxFail = "max-fail"
    case rerunFailed = "rerun-failed"
    case allowEmpty = "allow-empty"
    case shuffle, shard
    case timings
    case repetitions = "repeat"
    case testRetries = "test-retries"
    case testTimeout = "test-timeout"
    case slowAfter = "slow-after"
    case setup, slowest, list
    // One command
    case format, check, code
    case detailedExitcode = "detailed-exitcode"
    case stopOnError = "stop-on-error"
    case noStartup = "no-startup"
    case history

    /// The environment variable.
    var variable: String { Setting.prefix + suffix }

    /// The key of the configuration file.
    var configurationKey: String {
        String(decoding: rawValue.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }

    static let prefix = "PICKET_"

    /// The note about all settings in the help of every command.
    static let note =
        "Every option also has an environment variable and a key in the configuration file: `picket help` lists them."

    /// The settings that have an environment variable, in the order of the table.
    static let variables = allCases.filter { $0.row.places.contains(.variable) }

    /// The settings that a section of the configuration file may have.
    static let keys = allCases.filter { $0.row.places.contains(.key) }
}

/// The source of a setting.
enum SettingSource: Equatable, Sendable {
    case commandLine
    case environment
    /// A section `[profile.NAME]` of the configuration file.
    case profile(String)
    /// The file `suite.toml` beside the tests.
    case suite
    /// The section `[defaults]`.
    case defaults

    /// The name of a setting in this source: `--user`, `PICKET_USER`, `user` of [profile.p].
    func name(of setting: Setting) -> String {
        switch self {
        case .commandLine: "`\(setting.option)`"
        case .environment: "`\(setting.variable)`"
        case .profile(let name): "`\(setting.configurationKey)` of [profile.\(name)]"
        case .suite: "`\(setting.configurationKey)` of suite.toml"
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
