import PicketRuntime

/// The Basic scheme of HTTP authentication (RFC 7617): base64 of `user:password`.
package enum BasicCredentials {
    /// The value of an `Authorization` or `Proxy-Authorization` field. It is a secret.
    package static func headerValue(user: some Sequence<UInt8>, password: some Sequence<UInt8>) -> String {
        "Basic " + String(decoding: Base64.encoded(Array(user) + [UInt8(ascii: ":")] + Array(password)), as: UTF8.self)
    }

    /// The characters that a user name must not contain: the server would read another user name, or none.
    package enum UserProblem: Sendable {
        case colon
        case controlCharacter

        /// The problem as a phrase that follows the word "holds".
        package var phrase: String {
            switch self {
            case .colon: "a `:`, which no user of HTTP's Basic scheme has"
            case .controlCharacter: "a control character, which cannot be sent"
            }
        }
    }

    /// Returns nil if the user name can be sent.
    package static func problem(ofUser user: String) -> UserProblem? {
        if user.utf8.contains(UInt8(ascii: ":")) { return .colon }
        return user.utf8.contains { $0 < 0x20 || $0 == 0x7F } ? .controlCharacter : nil
    }
}
