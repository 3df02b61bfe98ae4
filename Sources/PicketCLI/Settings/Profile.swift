import PicketOptions
import PicketSystem

/// The settings of one source, as texts: the command line, the environment, or a section of the configuration file.
struct Profile: Sendable {
    /// The source of all these settings.
    let source: SettingSource
    /// The texts of the given settings; for a repeated option, its last text.
    private(set) var texts: [Setting: String] = [:]
    /// Why a value is invalid; nil if all values are valid. A run on another platform does not use the values.
    private(set) var fault: Ending?
    /// All texts of repeated options.
    private var repeated: [Setting: [String]] = [:]

    init(source: SettingSource) {
        self.source = source
    }

    /// Creates a profile from the `PICKET_…` variables. Empty variables are ignored, except the one of the password.
    ///
    /// - Parameter names: The names of the variables that are set.
    init(environment names: [String]) {
        self.init(source: .environment)
        guard !names.isEmpty else { return }
        for setting in Setting.variables {
            guard let value = Environment[setting.variable] else { continue }
            if setting == .password {
                // The profile keeps the name of the variable instead of the secret.
                texts[.password] = setting.variable
            } else if !value.isEmpty {
                say(setting, value)
            }
        }
    }

    subscript(_ setting: Setting) -> String? { texts[setting] }

    /// Every text of a setting, in order; empty if the setting is not given.
    func all(_ setting: Setting) -> [String] { repeated[setting] ?? texts[setting].map { [$0] } ?? [] }

    /// - Parameter folder: The folder for relative paths; nil for the working folder.
    mutating func say(_ setting: Setting, _ text: String, relativeTo folder: String? = nil) {
        let row = setting.row
        var text = text
        if row.kind.isPath, !OutputFile.isStandardOutput(text), text != ":memory:" {
            text = SettingPath.resolved(text, relativeTo: folder)
        }
        texts[setting] = text
        if row.isRepeated { repeated[setting, default: []].append(text) }
    }

    /// Keeps the first problem, which is reported when the profile is used.
    mutating func note(_ fault: Ending) { self.fault = self.fault ?? fault }

    /// The location of the password. The environment may also contain the password itself.
    var password: SecretPlace? {
        guard source == .environment else {
            return SecretPlace(environment: self[.passwordEnv], file: self[.passwordFile])
        }
        return self[.passwordFile].map { .file($0) } ?? (self[.passwordEnv] ?? self[.password]).map { .environment($0) }
    }

    var token: SecretPlace? {
        guard source == .environment else { return SecretPlace(environment: self[.tokenEnv], file: self[.tokenFile]) }
        return self[.tokenFile].map { .file($0) } ?? self[.tokenEnv].map { .environment($0) }
    }

    /// Whether writes need a confirmation at the prompt; nil if it is not given. A file with another type was refused
    /// before.
    var isProtected: Bool? { self[.protected].map { $0 == "true" } }

    /// A copy without the settings that belong to the named platform: its credentials and trusted certificates.
    var withoutPlatform: Profile { without([.cacert, .insecure]).withoutIdentity }

    /// A copy with the address of a platform, and without credentials.
    var withoutIdentity: Profile {
        without([.user, .password, .passwordEnv, .passwordFile, .tokenEnv, .tokenFile, .cert, .key])
    }

    private func without(_ settings: [Setting]) -> Profile {
        var profile = self
        for setting in settings { profile.texts[setting] = nil }
        return profile
    }
}
