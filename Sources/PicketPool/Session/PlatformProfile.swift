package import PicketHTTP
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
    /// Why nothing can be sent there; nil if something can. It is told when the first request is due, so that a run that
    /// sends nothing is not kept from it.
    package var obstacle: PlatformObstacle?
    /// What is said when the first request is due.
    package var warnings: [PlatformWarning] = []
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

/// Why nothing can be sent to a platform: one phrase for people.
package struct PlatformObstacle: Sendable, Hashable {
    package enum Kind: Sendable {
        /// User, password or token. Who logs in by a command needs none of them.
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
    /// A password or a token goes to another machine in clear.
    case plainHTTP(HTTPEndpoint)
    /// An entry of `NO_PROXY` that no host can match.
    case uselessException(entry: String, variable: String)
}

/// Warnings that are each given once, by whichever of the sessions of a platform sends first.
final class PendingWarnings {
    private var warnings: [PlatformWarning]
    /// What is sent in clear; nil where nobody but this machine could read it.
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

    /// - Parameter carriesSecret: whether the request that is about to be sent carries a password or a token.
    func tell(carriesSecret: Bool) {
        let due = warnings + (carriesSecret ? [plainHTTP].compactMap { $0 } : [])
        warnings = []
        if carriesSecret { plainHTTP = nil }
        isEmpty = plainHTTP == nil
        for warning in due { emit(warning) }
    }
}

@available(*, unavailable)
extension PendingWarnings: Sendable {}

/// Why there is no platform of a name: one phrase for people.
package struct PlatformProblem: Error, Sendable, Hashable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
