import CDigest

/// SHA-256 (FIPS 180-4). A journal shortens its values with it before the slow hash, which takes at most 511 bytes.
enum SHA256 {
    /// The size for 64 digits and a NUL.
    private static let room = 65

    /// Returns the digest in hexadecimal digits.
    static func digits(_ bytes: [UInt8]) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { text in
            text.initialize(repeating: 0)
            SHA256Data(bytes, bytes.count, text.baseAddress)
            return text.baseAddress.map { String(cString: $0) } ?? ""
        }
    }
}
