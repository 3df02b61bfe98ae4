import PicketRuntime

/// Whom a platform's requests are sent as: the credentials, the token they made, and who waits for the next.
final class Identity {
    fileprivate(set) var credentials: Credentials?
    fileprivate(set) var token: AccessToken?
    /// The response of commands after the platform has refused the login: it is not tried again in this run.
    var refusal: Response?
    private var tokensMade: Int
    /// Who waits for the login that is on its way.
    var waiters: [(Response) -> Void] = []

    /// - Parameter predecessor: whose tokens' numbers are not used again.
    init(_ credentials: Credentials?, after predecessor: Identity? = nil) {
        self.credentials = credentials
        tokensMade = predecessor?.tokensMade ?? 0
    }

    /// From now on requests carry this token.
    func take(_ text: String, of credentials: Credentials?) {
        tokensMade += 1
        refusal = nil
        self.credentials = credentials
        token = AccessToken(text, generation: tokensMade)
    }

    /// The platform has answered a request that carried this token by something else than 401.
    func accepted(_ generation: Int) {
        guard token?.generation == generation else { return }
        token?.wasAccepted = true
    }

    /// Whether a request that was answered 401 may be repeated with another token.
    func mayRenew(_ generation: Int) -> Bool {
        guard let token else { return false }
        return token.generation != generation || token.wasAccepted && credentials != nil
    }
}

@available(*, unavailable)
extension Identity: Sendable {}
