import HTTPTypes
import HummingbirdCore

/// Creates a token and describes one (platform-api.md sections 3 and 4).
struct TokenRoutes: Sendable {
    let gatekeeper: Gatekeeper
    let tokens: TokenIssuer

    func create(_ exchange: Exchange) async throws -> Answer {
        let account = try await gatekeeper.accountByPassword(exchange.request)
        return .success(.created, body: ["user-token": .string(tokens.token(for: account))])
    }

    /// Describes a token. Basic credentials are optional, but must be correct if sent. The key is `token`, or
    /// `user-token` if that is absent (section 13, choices 27 and 28).
    func describe(_ exchange: Exchange) async throws -> Answer {
        if exchange.request.headers[.authorization] != nil {
            _ = try await gatekeeper.accountByPassword(exchange.request)
        }
        guard let token = exchange.query("token") ?? exchange.query("user-token") else {
            throw Refusal.badRequest("The query parameter token is missing.")
        }
        let claims = try tokens.claims(of: token)
        return .success(
            body: [
                "email": .string(claims.email),
                "expire_time": .string(UTCTime(secondsSince1970: claims.exp).description),
                "organization_name": .string(claims.database),
                "user": .string(claims.user),
            ])
    }
}
