/// What is said of one platform, and where: the one resolution of command line, environment, profile and defaults, whether
/// the platform was chosen by `--platform`, by `use` or by `:use`.
struct PlatformSettings: Sendable {
    /// The profile that the platform was chosen by; nil for a URL.
    let profileName: String?
    /// The URL as it is written; nil if nobody says one.
    let address: String?
    /// What says how it is reached; what counts most comes first.
    private let ways: [Profile]
    /// What says as whom, in the same order. A profile that was named on purpose counts more than the environment here.
    private let identities: [Profile]

    init(profileName: String?, address: String?, ways: [Profile], identities: [Profile]) {
        self.profileName = profileName
        self.address = address
        self.ways = ways
        self.identities = identities
    }

    /// The first that is said, and where.
    func said<Value>(_ value: (Profile) -> Value?) -> Sourced<Value>? { Self.first(in: ways, value) }

    /// The text of a setting, and where it is said.
    func text(of setting: Setting) -> Sourced<String>? { said { $0[setting] } }

    /// All texts of a repeated option from the source that counts most; empty if nobody says any.
    func all(_ setting: Setting) -> [String] { ways.first { $0[setting] != nil }?.all(setting) ?? [] }

    /// The source of most weight that says one of several settings; nil if none does.
    func first(saying settings: Setting...) -> Profile? {
        ways.first { layer in settings.contains { layer[$0] != nil } }
    }

    func isOn(_ setting: Setting) throws -> Bool { try text(of: setting)?.isOn(setting) ?? false }

    func number<Number: FixedWidthInteger>(_ setting: Setting) throws -> Number? {
        try text(of: setting)?.number(setting)
    }

    /// The count that a setting says, within its row's bounds.
    func count(_ setting: Setting) throws -> Int? { try text(of: setting)?.count(setting) }

    private static func first<Value>(in layers: [Profile], _ value: (Profile) -> Value?) -> Sourced<Value>? {
        for layer in layers {
            if let value = value(layer) { return Sourced(value: value, source: layer.source) }
        }
        return nil
    }

    /// The client's certificate and the key to it, which no source of less weight may give.
    var certificate: (certificate: Sourced<String>, key: String?)? {
        for (index, layer) in identities.enumerated() {
            guard let certificate = layer[.cert] else { continue }
            let key = Self.first(in: Array(identities[...index])) { $0[.key] }
            return (Sourced(value: certificate, source: layer.source), key?.value)
        }
        return nil
    }

    /// As whom requests are sent, before any secret is read.
    ///
    /// A password of less weight serves a user of more, unless its source names another user. A token of less weight is
    /// silenced by a user of more: nobody knows whose it is.
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
            // A password or a user of more weight says how to get a token.
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

/// Who logs in, and where user, password and token are said.
struct Login: Sendable {
    let user: Sourced<String>?
    var password: Sourced<SecretPlace>?
    var token: Sourced<SecretPlace>?
    /// A source whose password is not taken, since it names another user.
    var otherUsersPassword: SettingSource?
    /// A token that is not taken, since a source of more weight names a user.
    var silencedToken: Sourced<SecretPlace>?

    init(user: Sourced<String>?) {
        self.user = user
    }

    /// The user whose password nobody says; nil if nothing is missing.
    var userWithoutPassword: String? {
        guard let user, password == nil, token == nil else { return nil }
        return user.value
    }
}
