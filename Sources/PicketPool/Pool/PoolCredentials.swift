import PicketHTTP

/// What a pool logs in with. Its description never shows the password or the token.
///
///     .password(user: "datasentinel", secretFromVault)
public struct PoolCredentials: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case password(user: String, password: String)
        case token(String)
    }

    let content: Content

    /// A user and a password. The pool logs in when the first request needs it, and again when a token expires.
    public static func password(user: String, _ password: String) -> PoolCredentials {
        PoolCredentials(content: .password(user: user, password: password))
    }

    /// A token that was obtained elsewhere. When it expires, requests fail.
    public static func token(_ token: String) -> PoolCredentials { PoolCredentials(content: .token(token)) }
}

extension PoolCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind of the credentials, and the user if there is one.
    public var description: String {
        switch content {
        case .password(let user, _): "the password of `\(user)`"
        case .token: "a token"
        }
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` shows nothing secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension PoolCredentials {
    /// - Throws: `PoolProblem` if HTTP cannot carry them.
    func check() throws(PoolProblem) {
        switch content {
        case .password(let user, _):
            if user.isEmpty { throw PoolProblem(.credentials, "the user has no name") }
            if let problem = BasicCredentials.problem(ofUser: user) {
                throw PoolProblem(.credentials, "the name of the user holds \(problem.phrase)")
            }
        case .token(let token):
            guard !token.isEmpty, MessageSyntax.isValue(token) else {
                throw PoolProblem(
                    .credentials, "the token is empty or holds a character that a header field cannot carry")
            }
        }
    }

    var login: Credentials? {
        if case .password(let user, let password) = content { Credentials(user: user, password: password) } else { nil }
    }

    var token: String? {
        if case .token(let token) = content { token } else { nil }
    }
}
