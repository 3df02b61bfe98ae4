import COpenSSL

/// The slow hash for passwords that people choose (https://www.rfc-editor.org/rfc/rfc7914).
package struct Scrypt: Sendable {
    private let rounds: UInt64
    private let blockSize: UInt64

    /// - Parameters:
    ///   - rounds: The cost N, a power of two.
    ///   - blockSize: The block size r. A hash needs 128 N r bytes of memory.
    package init(rounds: Int, blockSize: Int) {
        self.rounds = UInt64(rounds)
        self.blockSize = UInt64(blockSize)
    }

    package func hash(_ password: [UInt8], salt: [UInt8], byteCount: Int) throws(CryptoFailure) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: byteCount)
        let memory = 2 * 128 * rounds * blockSize
        // An empty array has no address, and the library takes that for no password at all.
        let text = password.map { CChar(bitPattern: $0) } + [0]
        let isDone = EVP_PBE_scrypt(
            text, password.count, salt, salt.count, rounds, blockSize, 1, memory, &hash, byteCount)
        guard isDone == 1 else { throw CryptoFailure("a password cannot be hashed") }
        return hash
    }
}
