import PicketRuntime

/// The sender of a platform's requests: its credentials, its token, and the callers that wait for the next token.
final class Identity {
    fileprivate(set) var credentials: Credentials?
    fileprivate(set) var token: AccessToken?
    /// The response of all commands after the platform refused the login, which is not tried again in this run.
    var refusal: Response?
    private var tokensMade: Int
    /// The callers that wait for the current login.
    var waiters: [(Response) -> Void] = []

    /// - Parameter predecessor: The identity whose token numbers must not be used again.
    init(_ credentials: Credentials?, after predecessor: Identity? = nil) {
        self.credentials = credentials
        tokensMade = predecessor?.tokensMade ?? 0
    }

    /// Stores a token that requests carry from now on.
    func take(_ text: String, of credentials: Credentials?) {
        tokensMade += 1
        refusal = nil
        self.credentials = credentials
        token = AccessToken(text, generation: tokensMade)
    }

    /// Records that a request with this token got an answer other than 401.
    func accepted(_ generation: Int) {
        guard token?.generation == generation else { return }
        token?.wasAccepted = true
    }

    /// Whether a request that was answered with 401 may be repeated with another token.
    func mayRenew(_ generation: Int) -> Bool {
        guard let token else { return false }
        return token.generation != generation || token.wasAccepted && credentials != nil
    }
}

@available(*, unavailable)
extension Identity: Sendable {}
