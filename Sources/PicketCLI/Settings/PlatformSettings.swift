/// The settings of one platform with their sources, resolved from command line, environment, profile and defaults. The
/// resolution is the same for a platform chosen by `--platform`, by `use` or by `:use`.
struct PlatformSettings: Sendable {
    /// The profile that the platform was chosen by; nil for a URL.
    let profileName: String?
    /// The URL as it is written; nil if none is given.
    let address: String?
    /// The sources for how to reach the platform, highest priority first.
    private let ways: [Profile]
    /// The sources for the credentials, highest priority first. Here an explicitly named profile wins over the
    /// environment.
    private let identities: [Profile]

    init(profileName: String?, address: String?, ways: [Profile], identities: [Profile]) {
        self.profileName = profileName
        self.address = address
        self.ways = ways
        self.identities = identities
    }

    /// Returns the first value that a source gives, with the source.
    func said<Value>(_ value: (Profile) -> Value?) -> Sourced<Value>? { Self.first(in: ways, value) }

    /// - Throws: `Ending` with status 2 if a used section of the configuration has an invalid value.
    func checkSources() throws {
        if let fault = ways.lazy.compactMap(\.fault).first { throw fault }
    }

    /// The text of a setting with its source.
    func text(of setting: Setting) -> Sourced<String>? { said { $0[setting] } }

    /// All texts of a repeated option from the source of highest priority; empty if no source gives any.
    func all(_ setting: Setting) -> [String] { ways.first { $0[setting] != nil }?.all(setting) ?? [] }

    /// The source of highest priority that gives one of several settings; nil if none does.
    func first(saying settings: Setting...) -> Profile? {
        ways.first { layer in settings.contains { layer[$0] != nil } }
    }

    func isOn(_ setting: Setting) throws -> Bool { try text(of: setting)?.isOn(setting) ?? false }

    func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number? {
        try text(of: setting)?.number(setting)
    }

    /// The count that a setting gives, within the bounds of its row.
    func count(_ setting: Setting) throws -> Int? { try text(of: setting)?.count(setting) }

    private static func first<Value>(in layers: [Profile], _ value: (Profile) -> Value?) -> Sourced<Value>? {
        for layer in layers {
            if let value = value(layer) { return Sourced(value: value, source: layer.source) }
        }
        return nil
    }

    /// The client's certificate and its key, which a source of lower priority must not give.
    var certificate: (certificate: Sourced<String>, key: String?)? {
        for (index, layer) in identities.enumerated() {
            guard let certificate = layer[.cert] else { continue }
            let key = Self.first(in: Array(identities[...index])) { $0[.key] }
            return (Sourced(value: certificate, source: layer.source), key?.value)
        }
        return nil
    }

    /// The credentials of requests, before any secret is read.
    ///
    /// A password of lower priority is used for a user of higher priority, unless its source names another user. A
    /// token of lower priority is ignored if a source of higher priority names a user, because the token's owner is
    /// unknown.
    var login: Login {
        let user = Self.first(in: identities) { $0[.user] }
        var login = Login(user: user)
        var isNamed = false
        for layer in identities {
            defer { isNamed = isNamed || layer[.user] != nil }
            let isOthers = layer[.user].map { other in user.map { !other.utf8.elementsEqual($0.value.utf8) } ?? false }
            if isOthers == true {
                if layer.password != nil { login.otherUsersPassword = login.otherUsersPassword ?? layer.source }
                continue
            }
            // A password or user of higher priority decides how to get a token.
            if login.token == nil, login.password == nil, let token = layer.token {
                let token = Sourced(value: token, source: layer.source)
                if isNamed { login.silencedToken = login.silencedToken ?? token } else { login.token = token }
            }
            if login.password == nil, let password = layer.password {
                login.password = Sourced(value: password, source: layer.source)
            }
        }
        return login
    }
}

/// The credentials for a login, with the sources of user, password and token.
struct Login: Sendable {
    let user: Sourced<String>?
    var password: Sourced<SecretPlace>?
    var token: Sourced<SecretPlace>?
    /// A source whose password is ignored because it names another user.
    var otherUsersPassword: SettingSource?
    /// A token that is ignored because a source of higher priority names a user.
    var silencedToken: Sourced<SecretPlace>?

    init(user: Sourced<String>?) {
        self.user = user
    }

    /// The user whose password is missing; nil if nothing is missing.
    var userWithoutPassword: String? {
        guard let user, password == nil, token == nil else { return nil }
        return user.value
    }
}
