/// Base64 (RFC 4648, sections 4 and 5).
package enum Base64 {
    package enum Alphabet { case standard, url }

    /// Takes an array instead of a generic sequence, because each login calls it, and a generic function would look its
    /// types up in each run.
    ///
    /// - Returns: four characters for each three bytes, padded with `=` at the end.
    package static func encoded(_ bytes: [UInt8], _ alphabet: Alphabet = .standard) -> [UInt8] {
        let characters = alphabet == .standard ? standard : url
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var first = 0
        while first < bytes.count {
            let (second, third) = (first + 1, first + 2)
            let high = Int(bytes[first]) << 16 | (second < bytes.count ? Int(bytes[second]) << 8 : 0)
            let bits = high | (third < bytes.count ? Int(bytes[third]) : 0)
            text.append(characters[bits >> 18 & 63])
            text.append(characters[bits >> 12 & 63])
            text.append(second < bytes.count ? characters[bits >> 6 & 63] : padding)
            text.append(third < bytes.count ? characters[bits & 63] : padding)
            first += 3
        }
        return text
    }

    /// Decodes a text of the standard alphabet; nil for another text.
    static func decoded(_ text: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count) = (0, 0)
        for character in text.prefix(while: { $0 != padding }) {
            guard let value = standard.firstIndex(of: character) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bytes
    }

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: encoded(Array(bytes)), as: UTF8.self)
    }

    static let padding = UInt8(ascii: "=")
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let url = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
