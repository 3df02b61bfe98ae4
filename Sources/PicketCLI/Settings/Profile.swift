import PicketSystem

/// What one source says, as texts: the command line, the environment, or a section of the configuration file.
struct Profile: Sendable {
    /// Where all of it is said.
    let source: SettingSource
    /// The texts of those that are said; of a repeated option the last.
    private(set) var texts: [Setting: String] = [:]
    /// Why a value of it cannot be used; nil if every value can. Another platform does not need the values.
    private(set) var fault: Ending?
    /// All texts of the options that may be repeated.
    private var repeated: [Setting: [String]] = [:]

    init(source: SettingSource) {
        self.source = source
    }

    /// From the `PICKET_…` variables. An empty variable says nothing, except that of the password.
    ///
    /// - Parameter names: those that are set.
    init(environment names: [String]) {
        self.init(source: .environment)
        guard !names.isEmpty else { return }
        for setting in Setting.variables {
            guard let value = Environment[setting.variable] else { continue }
            if setting == .password {
                // The variable's name stands for the secret, which nothing keeps.
                texts[.password] = setting.variable
            } else if !value.isEmpty {
                say(setting, value)
            }
        }
    }

    subscript(_ setting: Setting) -> String? { texts[setting] }

    /// Every text of a setting, in order; empty if nothing is said.
    func all(_ setting: Setting) -> [String] { repeated[setting] ?? texts[setting].map { [$0] } ?? [] }

    /// - Parameter folder: where a relative path begins; nil for the working folder.
    mutating func say(_ setting: Setting, _ text: String, relativeTo folder: String? = nil) {
        let row = setting.row
        var text = text
        if row.kind.isPath, !OutputFile.isStandardOutput(text), text != ":memory:" {
            text = SettingPath.resolved(text, relativeTo: folder)
        }
        texts[setting] = text
        if row.isRepeated { repeated[setting, default: []].append(text) }
    }

    /// Keeps the first fault for whoever uses the profile.
    mutating func note(_ fault: Ending) { self.fault = self.fault ?? fault }

    /// Where the password is; the environment may hold the password itself, too.
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

    /// Whether writes are asked about at the prompt; nil if nothing is said. The file was refused if it is no boolean.
    var isProtected: Bool? { self[.protected].map { $0 == "true" } }

    /// The same without what belongs to the platform that it names: as whom, and whom to trust.
    var withoutPlatform: Profile { without([.cacert, .insecure]).withoutIdentity }

    /// How a platform is reached, without saying as whom.
    var withoutIdentity: Profile {
        without([.user, .password, .passwordEnv, .passwordFile, .tokenEnv, .tokenFile, .cert, .key])
    }

    private func without(_ settings: [Setting]) -> Profile {
        var profile = self
        for setting in settings { profile.texts[setting] = nil }
        return profile
    }
}
