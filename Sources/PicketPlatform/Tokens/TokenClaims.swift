/// The claims of an access token: the five observed ones, in the observed order (platform-api.md section 3).
struct TokenClaims: Sendable, Equatable {
    let exp: Int
    let iat: Int
    let database: String
    let email: String
    let user: String

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

extension TokenClaims {
    /// nil unless the object has the five claims.
    init?(_ json: JSONValue) {
        guard case .object(let members) = json else { return nil }
        func value(_ key: String) -> JSONValue? { members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value }
        func number(_ key: String) -> Int? {
            guard case .number(let spelling) = value(key) else { return nil }
            return Int(spelling)
        }
        func text(_ key: String) -> String? {
            guard case .string(let text) = value(key) else { return nil }
            return text
        }
        guard let exp = number("exp"), let iat = number("iat"), let database = text("database"),
            let email = text("email"), let user = text("user")
        else { return nil }
        self.init(exp: exp, iat: iat, database: database, email: email, user: user)
    }
}
