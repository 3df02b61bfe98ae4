import COpenSSL

/// A key for codes that prove where a message comes from: HMAC with SHA-256 (https://www.rfc-editor.org/rfc/rfc2104).
package struct MessageKey: Sendable {
    private let bytes: [UInt8]

    /// Creates a random key.
    package init() { bytes = RandomBytes.make(32) }

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The 32 bytes of the code.
    package func code(for message: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        // The library fails only if it is out of memory, and Swift does not continue then either.
        let isDone = HMAC(EVP_sha256(), bytes, Int32(bytes.count), message, message.count, &code, &count) != nil
        precondition(isDone && count == 32, "\(CryptoFailure("a code cannot be computed"))")
        return Array(code.prefix(32))
    }
}

/// Whether two texts have the same bytes. The time depends on their lengths only.
package func isEqualInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
}
