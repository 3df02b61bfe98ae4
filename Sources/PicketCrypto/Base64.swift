import COpenSSL

/// Base64 (https://www.rfc-editor.org/rfc/rfc4648).
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }

    /// Encodes with the alphabet for URLs, without padding.
    package static func encodeForURL(_ bytes: [UInt8]) -> String {
        String(
            decoding: encode(bytes).utf8.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                case UInt8(ascii: "="): nil
                default: byte
                }
            }, as: UTF8.self)
    }

    /// Returns the bytes of a text that `encode` could have written; nil for any other text.
    ///
    /// The library ignores blanks and takes padding in the wrong place, so the result is encoded again and compared.
    package static func decode(_ text: String) -> [UInt8]? {
        let text = Array(text.utf8)
        guard text.count.isMultiple(of: 4), text.count <= Int(Int32.max) else { return nil }
        var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3)
        let count = Int(EVP_DecodeBlock(&bytes, text, Int32(text.count)))
        ERR_clear_error()
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        guard count == bytes.count, count >= padding else { return nil }
        bytes.removeLast(padding)
        return encode(bytes).utf8.elementsEqual(text) ? bytes : nil
    }

    /// Returns the bytes of a text that `encodeForURL` could have written; nil for any other text.
    package static func decodeForURL(_ text: String) -> [UInt8]? {
        var standard = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): UInt8(ascii: "!")
            default: byte
            }
        }
        standard += repeatElement(UInt8(ascii: "="), count: (4 - standard.count % 4) % 4)
        return decode(String(decoding: standard, as: UTF8.self))
    }
}
