import Crypto
import Foundation
import JWTKit

/// The claims of an access token: the five observed ones, in the observed order (platform-api.md section 3).
struct TokenClaims: JWTPayload, Equatable {
    let exp: Int
    let iat: Int
    let database: String
    let email: String
    let user: String

    /// The signature check ignores expiry, which is checked with the platform's own clock.
    func verify(using algorithm: some JWTAlgorithm) {}

    var json: JSONValue {
        [
            "exp": .number(String(exp)),
            "iat": .number(String(iat)),
            "database": .string(database),
            "email": .string(email),
            "user": .string(user),
        ]
    }
}

/// Writes header and claims in the observed order, which Foundation's encoder would not keep.
struct OrderedTokenSerializer: JWTSerializer, JWTJSONEncoder {
    struct UnexpectedPart: Error {}

    var jsonEncoder: any JWTJSONEncoder { self }

    func serialize(_ payload: some JWTPayload, header: JWTHeader) throws -> Data {
        guard let claims = payload as? TokenClaims else { throw UnexpectedPart() }
        return Data(Self.base64URL(claims.json.compactBytes).utf8)
    }

    func encode<Value: Encodable>(_ value: Value) throws -> Data {
        guard value is JWTHeader else { throw UnexpectedPart() }
        let header: JSONValue = ["typ": "JWT", "alg": "HS256"]
        return Data(header.compactBytes)
    }

    /// Encodes bytes with the URL-safe alphabet, without padding (https://www.rfc-editor.org/rfc/rfc7515#section-2).
    private static func base64URL(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}
