/// Base64 (RFC 4648, sections 4 and 5).
package enum Base64 {
    package enum Alphabet { case standard, url }

    /// - Returns: four characters for each three bytes, filled up with `=` at the end.
    package static func encoded(_ bytes: some Sequence<UInt8>, _ alphabet: Alphabet = .standard) -> [UInt8] {
        let characters = alphabet == .standard ? standard : url
        var text: [UInt8] = []
        text.reserveCapacity((bytes.underestimatedCount + 2) / 3 * 4)
        var iterator = bytes.makeIterator()
        while let first = iterator.next() {
            let second = iterator.next()
            let third = second == nil ? nil : iterator.next()
            let bits = Int(first) << 16 | Int(second ?? 0) << 8 | Int(third ?? 0)
            text.append(characters[bits >> 18 & 63])
            text.append(characters[bits >> 12 & 63])
            text.append(second == nil ? padding : characters[bits >> 6 & 63])
            text.append(third == nil ? padding : characters[bits & 63])
        }
        return text
    }

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: encoded(bytes), as: UTF8.self)
    }

    static let padding = UInt8(ascii: "=")
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
