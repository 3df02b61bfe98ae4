import PicketRuntime

/// The Basic scheme (RFC 7617): base64 of `user:password`.
package enum BasicCredentials {
    /// The value of an `Authorization` or `Proxy-Authorization` field. A secret.
    package static func headerValue(user: some Sequence<UInt8>, password: some Sequence<UInt8>) -> String {
        "Basic " + Base64.text(Array(user) + [UInt8(ascii: ":")] + Array(password))
    }
}
