import PicketCrypto
import Synchronization

/// Creates access tokens and verifies them.
///
/// Tokens are stateless: each is valid until it expires, and none can be revoked. They survive a restart because the
/// signing key is stored (section 13, choices 24 to 26).
final class TokenIssuer: Sendable {
    /// The size of the cache of verified tokens, which lets thousands of requests share one signature check.
    private static let greatestCacheSize = 1024

    private let key: MessageKey
    private let verified: Mutex<[String: TokenClaims]> = Mutex([:])
    private let organization: String
    private let lifetime: Int
    private let now: @Sendable () -> Int

    init(signingKey: [UInt8], organization: String, lifetime: Int, now: @escaping @Sendable () -> Int) {
        self.key = MessageKey(signingKey)
        self.organization = organization
        self.lifetime = lifetime
        self.now = now
    }

    func token(for account: Account) -> String {
        let issued = now()
        let claims = TokenClaims(
            exp: issued + lifetime, iat: issued, database: organization, email: account.email, user: account.name)
        return SignedToken(claims, key: key).text
    }

    /// Returns the claims of a token that this platform signed and that has not expired.
    ///
    /// - Throws: A 401 with different sentences for a malformed token, a foreign signature and an expired token.
    func claims(of token: String) throws(Refusal) -> TokenClaims {
        if let known = verified.withLock({ $0[token] }) { return try unexpired(known) }
        guard token.split(separator: ".", omittingEmptySubsequences: false).count == 3 else {
            throw .unauthorized("The token is malformed.")
        }
        guard let claims = SignedToken(token, key: key)?.claims else {
            throw .unauthorized("The token was not signed by this platform.")
        }
        remember(claims, of: token)
        return try unexpired(claims)
    }

    private func unexpired(_ claims: TokenClaims) throws(Refusal) -> TokenClaims {
        guard claims.exp > now() else { throw .unauthorized("The token has expired.") }
        return claims
    }

    private func remember(_ claims: TokenClaims, of token: String) {
        verified.withLock { verified in
            if verified.count >= Self.greatestCacheSize { verified.removeAll(keepingCapacity: true) }
            verified[token] = claims
        }
    }
}
