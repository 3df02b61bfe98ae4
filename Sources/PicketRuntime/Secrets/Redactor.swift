/// Hides known secrets inside any text that is about to be shown.
package struct Redactor: Sendable {
    private let forms: [[UInt8]]

    package init(_ store: SecretStore) {
        var forms: Set<[UInt8]> = []
        for secret in store.all {
            let bytes = Array(secret.utf8)
            forms.insert(bytes)
            forms.insert(SecretForms.percentEncoded(bytes))
            forms.insert(SecretForms.jsonEscaped(bytes))
            forms.insert(SecretForms.quoted(bytes))
            let encoded = SecretForms.base64(bytes)
            forms.insert(encoded)
            forms.insert(Array(encoded.prefix { $0 != UInt8(ascii: "=") }))
        }
        self.forms = forms.sorted { ($0.count, String(decoding: $0, as: UTF8.self)) > ($1.count, "") }
    }

    /// The text with every secret replaced by `•••` where it stands between non-alphanumerics.
    package func redact(_ text: String) -> String {
        guard !forms.isEmpty else { return text }
        var bytes = Array(text.utf8)
        var changed = false
        for form in forms where hide(form, in: &bytes) { changed = true }
        return changed ? String(decoding: bytes, as: UTF8.self) : text
    }

    private func hide(_ form: [UInt8], in bytes: inout [UInt8]) -> Bool {
        var result: [UInt8] = []
        var copied = 0
        var position = 0
        bytes.withUnsafeBytes { text in
            form.withUnsafeBytes { form in
                while let start = ByteSearch.first(form, in: text, from: position) {
                    let end = start + form.count
                    guard Redactor.stands(from: start, to: end, in: text) else {
                        position = start + 1
                        continue
                    }
                    result += text[copied..<start]
                    result += ValuePrinter.hidden
                    copied = end
                    position = end
                }
                if copied > 0 { result += text[copied...] }
            }
        }
        guard copied > 0 else { return false }
        bytes = result
        return true
    }

    private static func stands(from start: Int, to end: Int, in text: UnsafeRawBufferPointer) -> Bool {
        (start == 0 || !isAlphanumeric(text[start - 1]) || !isAlphanumeric(text[start]))
            && (end == text.count || !isAlphanumeric(text[end]) || !isAlphanumeric(text[end - 1]))
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
            return true
        default: return false
        }
    }
}

/// The forms in which a secret travels.
enum SecretForms {
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
