import HTTPTypes
import HummingbirdCore

/// Finds the sender of a request, and checks whether that account may manage connections.
struct Gatekeeper: Sendable {
    private static let tokenHeader = HTTPField.Name("user-token")

    let directory: AccountDirectory
    let tokens: TokenIssuer
    let missingRights: MissingRights

    /// Returns the account of the Basic credentials, which must be present and correct.
    func accountByPassword(_ request: Request) async throws -> Account {
        guard let header = request.headers[.authorization] else {
            throw Refusal.credentialsRequired("A user name and a password are required.")
        }
        guard let credentials = BasicCredentials(header: header) else {
            throw Refusal.credentialsRequired("The Authorization header does not hold Basic credentials.")
        }
        guard let account = await directory.account(name: credentials.name, password: credentials.password) else {
            throw Refusal.credentialsRequired("The user name or the password is wrong.")
        }
        return account
    }

    /// Accepts a request with a valid token of an account that may manage connections.
    func admitByToken(_ request: Request) throws {
        guard let token = Self.tokenHeader.flatMap({ request.headers[$0] }) else {
            throw Refusal.unauthorized("The header user-token is missing.")
        }
        let claims = try tokens.claims(of: token)
        guard let account = directory.account(named: claims.user) else {
            throw Refusal.unauthorized("The token belongs to a user who does not exist any more.")
        }
        try admit(account)
    }

    /// Accepts a token or a password. The control paths use it, because tests have the password and scripts the token.
    func admitByTokenOrPassword(_ request: Request) async throws {
        if request.headers[.authorization] == nil { return try admitByToken(request) }
        try admit(try await accountByPassword(request))
    }

    private func admit(_ account: Account) throws(Refusal) {
        guard account.managesConnections else { throw missingRights.refusal(of: account) }
    }
}

/// The answer to a valid user without the right to manage connections.
///
/// The documented statuses do not include 403, so 401 is the default (section 13, choice 4).
public enum MissingRights: Int, Sendable, CaseIterable {
    /// 401, which the manual documents.
    case unauthorized = 401
    /// 403, which HTTP has for this, and the manual has not.
    case forbidden = 403

    func refusal(of account: Account) -> Refusal {
        Refusal(
            status: self == .forbidden ? .forbidden : .unauthorized,
            sentence: "The user \(account.name) needs the profile data admin and the privilege admin.")
    }
}
