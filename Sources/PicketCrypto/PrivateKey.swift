import COpenSSL

/// A private key on the curve P-256, in PEM.
package struct PrivateKey: Sendable, Equatable {
    package let pem: String

    /// Creates a random key.
    package init() throws(CryptoFailure) {
        let action = "a private key cannot be made"
        let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
        pem = try withHandle(context, freedBy: EVP_PKEY_CTX_free, or: action) { context throws(CryptoFailure) in
            var key: OpaquePointer?
            guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
                EVP_PKEY_generate(context, &key) == 1
            else { throw CryptoFailure(action) }
            return try withHandle(key, freedBy: EVP_PKEY_free, or: action) { key throws(CryptoFailure) in
                try text(or: action) { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) == 1 }
            }
        }
    }

    /// Calls `body` with the library's key.
    func withKey<Result>(_ body: (OpaquePointer) throws(CryptoFailure) -> Result) throws(CryptoFailure) -> Result {
        let action = "a private key cannot be read"
        return try withSource(pem, or: action) { source throws(CryptoFailure) in
            try withHandle(
                PEM_read_bio_PrivateKey(source, nil, nil, nil), freedBy: EVP_PKEY_free, or: action, body)
        }
    }
}
