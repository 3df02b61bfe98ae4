import PicketCrypto

/// A stored password hash, `scheme$salt$digest`. The password cannot be read from it.
///
/// A password that a person chose is hashed with the slow scrypt (https://www.rfc-editor.org/rfc/rfc7914). A random
/// password cannot be guessed at any speed, so a single salted digest is enough for it.
struct PasswordHash: Sendable, Equatable {
    enum Scheme: String, Sendable {
        case scrypt
        case sha256
    }

    /// The parameters for interactive logins in RFC 7914: 16 MiB and some tens of milliseconds.
    private static let scrypt = Scrypt(rounds: 1 << 14, blockSize: 8)
    private static let byteCount = 32

    let scheme: Scheme
    let salt: [UInt8]
    let digest: [UInt8]

    init(of password: String, scheme: Scheme) throws {
        let salt = RandomBytes.make(16)
        self.scheme = scheme
        self.salt = salt
        self.digest = try Self.digest(of: password, salt: salt, scheme: scheme)
    }

    /// Parses the form of `text`; nil for any other text.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let scheme = Scheme(rawValue: parts[0]),
            let salt = Base64.decode(parts[1]), let digest = Base64.decode(parts[2])
        else { return nil }
        self.scheme = scheme
        self.salt = salt
        self.digest = digest
    }

    var text: String {
        "\(scheme.rawValue)$\(Base64.encode(salt))$\(Base64.encode(digest))"
    }

    /// Whether this is the hash of the password. The comparison takes constant time.
    func matches(_ password: String) -> Bool {
        guard let other = try? Self.digest(of: password, salt: salt, scheme: scheme) else { return false }
        return isEqualInConstantTime(other, digest)
    }

    private static func digest(of password: String, salt: [UInt8], scheme: Scheme) throws -> [UInt8] {
        switch scheme {
        case .scrypt:
            try scrypt.hash(Array(password.utf8), salt: salt, byteCount: byteCount)
        case .sha256:
            MessageKey(salt).code(for: Array(password.utf8))
        }
    }
}
