import CDigest

/// SHA-256 (FIPS 180-4). A journal makes its values short with it, before a slow hash that takes no more than 511 bytes.
enum SHA256 {
    /// 64 digits and a NUL.
    private static let room = 65

    /// The digest in hexadecimal digits.
    static func digits(_ bytes: [UInt8]) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { text in
            text.initialize(repeating: 0)
            SHA256Data(bytes, bytes.count, text.baseAddress)
            return text.baseAddress.map { String(cString: $0) } ?? ""
        }
    }
}
