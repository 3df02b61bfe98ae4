import PicketCrypto

/// A JSON Web Token with the algorithm HS256 (https://www.rfc-editor.org/rfc/rfc7519), the only one that the platform
/// issues and accepts. Header and claims have the observed order.
struct SignedToken: Sendable {
    private static let header: JSONValue = ["typ": "JWT", "alg": "HS256"]

    let claims: TokenClaims
    let text: String

    /// Signs claims.
    init(_ claims: TokenClaims, key: MessageKey) {
        let signed = [Self.header, claims.json].map { Base64.encodeForURL($0.compactBytes) }.joined(separator: ".")
        self.claims = claims
        self.text = "\(signed).\(Self.signature(of: signed, key: key))"
    }

    /// Reads a token; nil unless it was signed with the key.
    init?(_ text: String, key: MessageKey) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Substring.init)
        guard parts.count == 3 else { return nil }
        let signature = Self.signature(of: "\(parts[0]).\(parts[1])", key: key)
        guard isEqualInConstantTime(Array(signature.utf8), Array(parts[2].utf8)),
            let bytes = Base64.decodeForURL(String(parts[1])),
            let json = try? JSONValue(parsing: bytes, strict: true), let claims = TokenClaims(json)
        else { return nil }
        self.claims = claims
        self.text = text
    }

    private static func signature(of text: String, key: MessageKey) -> String {
        Base64.encodeForURL(key.code(for: Array(text.utf8)))
    }
}
