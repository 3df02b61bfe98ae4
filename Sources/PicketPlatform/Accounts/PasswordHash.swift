import Crypto
import CryptoExtras
import Foundation

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
    private static let rounds = 1 << 14
    private static let blockSize = 8
    private static let byteCount = 32

    let scheme: Scheme
    let salt: [UInt8]
    let digest: [UInt8]

    init(of password: String, scheme: Scheme) throws {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        self.scheme = scheme
        self.salt = salt
        self.digest = try Self.digest(of: password, salt: salt, scheme: scheme)
    }

    /// Parses the form of `text`; nil for any other text.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let scheme = Scheme(rawValue: parts[0]),
            let salt = Data(base64Encoded: parts[1]), let digest = Data(base64Encoded: parts[2])
        else { return nil }
        self.scheme = scheme
        self.salt = Array(salt)
        self.digest = Array(digest)
    }

    var text: String {
        "\(scheme.rawValue)$\(Data(salt).base64EncodedString())$\(Data(digest).base64EncodedString())"
    }

    /// Whether this is the hash of the password. The comparison takes constant time.
    func matches(_ password: String) -> Bool {
        guard let other = try? Self.digest(of: password, salt: salt, scheme: scheme), other.count == digest.count else {
            return false
        }
        return zip(other, digest).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func digest(of password: String, salt: [UInt8], scheme: Scheme) throws -> [UInt8] {
        switch scheme {
        case .scrypt:
            try KDF.Scrypt.deriveKey(
                from: Array(password.utf8), salt: salt, outputByteCount: byteCount, rounds: rounds,
                blockSize: blockSize, parallelism: 1
            ).withUnsafeBytes { Array($0) }
        case .sha256:
            Array(HMAC<SHA256>.authenticationCode(for: Array(password.utf8), using: SymmetricKey(data: salt)))
        }
    }
}
