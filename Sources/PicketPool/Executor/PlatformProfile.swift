import PicketSyntax

/// Who logs in. The password is a secret.
package struct Credentials: Sendable, Hashable {
    package let user: String
    package let password: String
    /// Whether a script made the user's name of a secret.
    private let hidesUser: Bool

    package init(user: String, password: String, hidesUser: Bool = false) {
        self.user = user
        self.password = password
        self.hidesUser = hidesUser
    }

    /// The user as people may see it, by its taint.
    package var shownUser: String { hidesUser ? Mask.text : user }
}

/// A platform to talk to: where it is, whom to trust, who logs in.
package struct PlatformProfile: Sendable, Hashable {
    /// What it is called in the configuration, or `local`; nil for one that is known by its URL alone. Platforms of different
    /// names are different, even if all the rest is equal.
    package var name: String?
    package let endpoint: HTTPEndpoint
    /// nil if scripts log in themselves.
    package var credentials: Credentials?
    /// A token to begin with; nil to get one by logging in.
    package var token: String?
    package var tls: TLSOptions
    package var proxy: HTTPProxy?
    /// What a journal calls a platform whose URL is another one in each run; nil for its URL.
    package var alias: String?

    /// - Parameter endpoint: the platform's root. The documented base `…/ds-api` is taken for it as well, since every
    ///   command's path begins with that.
    package init(
        name: String? = nil, endpoint: HTTPEndpoint, credentials: Credentials? = nil, token: String? = nil,
        tls: TLSOptions = TLSOptions(), proxy: HTTPProxy? = nil
    ) {
        self.name = name
        let suffix = "/ds-api"
        let path = endpoint.basePath
        self.endpoint =
            path.hasSuffix(suffix)
            ? HTTPEndpoint(
                scheme: endpoint.scheme, host: endpoint.host, port: endpoint.port,
                basePath: String(path.dropLast(suffix.count)))
            : endpoint
        self.credentials = credentials
        self.token = token
        self.tls = tls
        self.proxy = proxy
    }
}

extension PlatformProfile {
    /// What a journal calls it.
    package var nameInJournal: String { alias ?? endpoint.description }
}

/// Why there is no platform of a name: one phrase for people.
package struct PlatformProblem: Error, Sendable, Hashable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
