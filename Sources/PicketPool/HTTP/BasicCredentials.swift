/// The Basic scheme (RFC 7617): base64 of `user:password`.
package enum BasicCredentials {
    /// The value of an `Authorization` or `Proxy-Authorization` field. A secret.
    package static func headerValue(user: some Sequence<UInt8>, password: some Sequence<UInt8>) -> String {
        "Basic " + base64(Array(user) + [UInt8(ascii: ":")] + Array(password))
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                let sextet = alphabet[bits >> (18 - 6 * position) & 0x3F]
                text.append(position <= group.count ? sextet : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
