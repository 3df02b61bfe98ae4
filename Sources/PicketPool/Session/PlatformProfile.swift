package import PicketHTTP
import PicketSyntax

/// A user and a password to log in with. The password is a secret.
package struct Credentials: Sendable, Hashable {
    package let user: String
    package let password: String
    /// Whether a script made the user's name from a secret.
    private let hidesUser: Bool

    package init(user: String, password: String, hidesUser: Bool = false) {
        self.user = user
        self.password = password
        self.hidesUser = hidesUser
    }

    /// A user whose password is separate.
    package struct User: Sendable {
        package let name: String
        /// Whether a script made the name from a secret.
        package let isHidden: Bool

        package init(_ name: String, isHidden: Bool = false) {
            self.name = name
            self.isHidden = isHidden
        }

        /// The name as its taint allows to show it.
        package var shown: String { isHidden ? Mask.text : name }
    }

    package var owner: User { User(user, isHidden: hidesUser) }

    /// The user as its taint allows to show it.
    package var shownUser: String { hidesUser ? Mask.text : user }

    /// Platforms compare bytes: two spellings of a name are two users.
    package static func == (one: Credentials, other: Credentials) -> Bool {
        one.user.hasBytes(of: other.user) && one.password.hasBytes(of: other.password)
            && one.hidesUser == other.hidesUser
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(user)
        hasher.combine(password)
    }
}

/// A platform: its address, the certificates to trust, and the credentials.
package struct PlatformProfile: Sendable, Hashable {
    /// The name in the configuration, or `local`; nil for a platform that is known by its URL alone. Platforms with
    /// different names are different, even if all other values are equal.
    package var name: String?
    package let endpoint: HTTPEndpoint
    /// The credentials; nil if scripts log in themselves.
    package var credentials: Credentials?
    /// The configured user whose password a person types at the prompt; nil if nothing is missing.
    package var askedUser: String?
    /// A token to begin with; nil to get one by logging in.
    package var token: String?
    package var tls: TLSOptions
    package var proxy: HTTPProxy?
    /// Why nothing can be sent to the platform; nil if requests can be sent. It is reported when the first request is
    /// due, so that a run without requests can succeed.
    package var obstacle: PlatformObstacle?
    /// The warnings to emit when the first request is due.
    package var warnings: [PlatformWarning] = []
    /// The name in a journal of a platform whose URL differs in each run; nil to use its URL.
    package var alias: String?

    /// - Parameter endpoint: The platform's root. The documented base `…/ds-api` is also accepted, since every
    ///   command's path begins with it.
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
    /// The name of the platform in a journal.
    package var nameInJournal: String { alias ?? endpoint.description }
}

/// Why nothing can be sent to a platform: one phrase for people.
package struct PlatformObstacle: Sendable, Hashable {
    package enum Kind: Sendable {
        /// The user, the password or the token. A command that logs in needs none of them.
        case credentials
        case proxy
    }

    package let kind: Kind
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

/// What a user should know before something is sent to a platform.
package enum PlatformWarning: Sendable, Hashable {
    /// A password or a token goes to another machine without encryption.
    case plainHTTP(HTTPEndpoint)
    /// An entry of `NO_PROXY` that no host can match.
    case uselessException(entry: String, variable: String)
}

/// Warnings that are emitted once each, by the first session of a platform that sends.
final class PendingWarnings {
    private var warnings: [PlatformWarning]
    /// The warning about an unencrypted secret; nil if the request does not leave this machine.
    private var plainHTTP: PlatformWarning?
    private let emit: (PlatformWarning) -> Void
    private(set) var isEmpty: Bool

    init(_ profile: PlatformProfile, _ emit: ((PlatformWarning) -> Void)?) {
        warnings = emit == nil ? [] : profile.warnings
        let isInClear = profile.endpoint.scheme == .http && emit != nil && !profile.endpoint.isLoopback
        plainHTTP = isInClear ? .plainHTTP(profile.endpoint) : nil
        isEmpty = warnings.isEmpty && plainHTTP == nil
        self.emit = emit ?? { _ in }
    }

    /// Emits the warnings that are due.
    ///
    /// - Parameter carriesSecret: Whether the request that is about to be sent carries a password or a token.
    func emit(carriesSecret: Bool) {
        let due = warnings + (carriesSecret ? [plainHTTP].compactMap { $0 } : [])
        warnings = []
        if carriesSecret { plainHTTP = nil }
        isEmpty = plainHTTP == nil
        for warning in due { emit(warning) }
    }
}

@available(*, unavailable)
extension PendingWarnings: Sendable {}

/// Why no platform has a given name: one phrase for people.
package struct PlatformProblem: Error, Sendable, Hashable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
