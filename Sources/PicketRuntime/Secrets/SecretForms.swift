/// The forms in which a secret travels.
enum SecretForms {
    /// As it is, percent-encoded, inside a string of JSON or of the language, and in base64 with and without padding; each once.
    static func all(of text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        let encoded = base64(bytes)
        return [
            bytes, percentEncoded(bytes), jsonEscaped(bytes), quoted(bytes), encoded,
            Array(encoded.prefix { $0 != UInt8(ascii: "=") }),
        ]
    }

    private static let hex = Array("0123456789ABCDEF".utf8)
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// RFC 3986, section 2.1.
    static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default: result += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return result
    }

    /// RFC 8259, section 7, in the shortest form.
    static func jsonEscaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case 0x0A: result += "\\n".utf8
            case 0x0D: result += "\\r".utf8
            case 0x09: result += "\\t".utf8
            case 0..<0x20: result += "\\u00".utf8 + [hex[Int(byte >> 4)], hex[Int(byte & 15)] | 0x20]
            default: result.append(byte)
            }
        }
        return result
    }

    /// As a list or map of the language shows it, without the quotes around it.
    static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        bytes.withUnsafeBytes { TextQuoting.appendQuoted($0, to: &result) }
        return Array(result.dropFirst().dropLast())
    }

    /// RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let group = bytes[position..<min(position + 3, bytes.count)]
            var bits = 0
            for offset in 0..<3 { bits = bits << 8 | Int(offset < group.count ? group[position + offset] : 0) }
            for offset in 0..<4 {
                result.append(
                    offset <= group.count ? alphabet[(bits >> (18 - 6 * offset)) & 63] : UInt8(ascii: "="))
            }
            position += 3
        }
        return result
    }
}
