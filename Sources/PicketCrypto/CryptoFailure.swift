import COpenSSL

/// A call of libcrypto that failed, with the library's own reason.
package struct CryptoFailure: Error, CustomStringConvertible, Sendable {
    package let description: String

    /// Takes the newest error of this thread from the library, and clears the others.
    ///
    /// - Parameter action: What failed, as a clause such as `a key cannot be made`.
    init(_ action: String) {
        let reason = ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) }
        ERR_clear_error()
        description = reason.map { "\(action): \($0)" } ?? action
    }
}
