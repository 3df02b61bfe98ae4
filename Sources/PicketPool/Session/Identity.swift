import PicketRuntime
import PicketSyntax

/// The sender of a platform's requests: its credentials, its token, and the callers that wait for the next token.
final class Identity {
    fileprivate(set) var credentials: Credentials?
    fileprivate(set) var token: AccessToken?
    /// The response of all commands after the platform refused the login, which is not tried again in this run.
    private(set) var refusal: Response?
    /// The user whose password a person types; nil if the password is configured. A refused password is forgotten.
    private(set) var askedUser: Credentials.User?
    private var tokensMade: Int
    /// The callers that wait for the current login.
    var waiters: [(Response) -> Void] = []

    /// - Parameters:
    ///   - askedUser: The user whose password a person types.
    ///   - predecessor: The identity whose token numbers must not be used again.
    init(_ credentials: Credentials?, askedUser: Credentials.User? = nil, after predecessor: Identity? = nil) {
        self.credentials = credentials
        self.askedUser = askedUser
        tokensMade = predecessor?.tokensMade ?? 0
    }

    /// Stores a token that requests carry from now on.
    ///
    /// - Parameter isTyped: Whether a person typed the password.
    func take(_ text: String, of credentials: Credentials?, isTyped: Bool) {
        tokensMade += 1
        refusal = nil
        self.credentials = credentials
        askedUser = isTyped ? credentials?.owner : nil
        token = AccessToken(text, generation: tokensMade)
    }

    /// Stores a password that a person typed. An earlier refusal was not about this one.
    func give(password: String) {
        guard let askedUser else { return }
        refusal = nil
        credentials = Credentials(user: askedUser.name, password: password, hidesUser: askedUser.isHidden)
    }

    /// Records a refused login. A typed password is forgotten, so that the next run asks again.
    func refuse(_ response: Response) {
        refusal = response
        if let askedUser { forgetTypedPassword(of: askedUser.name) }
    }

    /// Forgets a typed password that was refused, and the token that it brought before. Those of another user stay.
    func forgetTypedPassword(of user: String) {
        guard let askedUser, askedUser.name.hasBytes(of: user) else { return }
        (credentials, token) = (nil, nil)
    }

    /// Records that a request with this token got an answer other than 401.
    func accepted(_ generation: Int) {
        guard token?.generation == generation else { return }
        token?.wasAccepted = true
    }

    /// Allows a new run to log in again.
    func forgetRefusal() { refusal = nil }

    /// Whether a request that was answered with 401 may be repeated with another token.
    ///
    /// - Parameter isNew: Whether that may be a token that the platform has never accepted, and may have forgotten since.
    func mayRenew(_ generation: Int, evenIfNew isNew: Bool) -> Bool {
        guard let token else { return false }
        return token.generation != generation || (token.wasAccepted || isNew) && credentials != nil
    }
}

@available(*, unavailable)
extension Identity: Sendable {}
