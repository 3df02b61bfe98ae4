import PicketSyntax

/// The encoded forms of a secret.
enum SecretForms {
    /// A secret of at least this many bytes is hidden anywhere; a shorter one only if neither a letter nor a digit
    /// touches it.
    static let anywhere = 8
    /// A text below this length is hidden only by its taint, because many other texts contain it.
    static let shortest = 4

    /// All forms without duplicates: as it is; each of its lines of eight or more bytes; percent-encoded, also as in an
    /// HTML form; as in a string of JSON, of the language and of HTML; in base64 and hexadecimal.
    ///
    /// Every run that sends a request calls it, so it uses plain loops over byte arrays, which need no generic
    /// metadata.
    static func all(of text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        var forms: [[UInt8]] = []
        appendForms(of: bytes, to: &forms)
        guard bytes.contains(0x0A) || bytes.contains(0x0D) else { return forms }
        var line: [UInt8] = []
        for byte in bytes + [0x0A] {
            if byte != 0x0A, byte != 0x0D {
                line.append(byte)
            } else {
                // A shorter line may be a common word, such as `true`.
                if line.count >= anywhere { appendForms(of: line, to: &forms) }
                line = []
            }
        }
        return forms
    }

    private static func append(_ form: [UInt8], to forms: inout [[UInt8]]) {
        if form.count >= shortest, !forms.contains(form) { forms.append(form) }
    }

    private static func appendForms(of bytes: [UInt8], to forms: inout [[UInt8]]) {
        append(bytes, to: &forms)
        let isPlain = bytes.allSatisfy(PercentEncoding.isUnreserved)
        if !isPlain { appendEscaped(bytes, to: &forms) }
        append(hexadecimal(bytes, isUppercase: false), to: &forms)
        append(hexadecimal(bytes, isUppercase: true), to: &forms)
        appendBase64(bytes, .standard, to: &forms)
        appendBase64(bytes, .url, to: &forms)
    }

    /// Adds the forms that differ only for characters other than letters, digits and `-._~`.
    private static func appendEscaped(_ bytes: [UInt8], to forms: inout [[UInt8]]) {
        for kept in [Kept.unreserved, .slash, .path, .component, .address, .visible] {
            let encoded = PercentEncoding.encoded(bytes, keeping: kept.keeps)
            append(encoded, to: &forms)
            append(lowercased(encoded), to: &forms)
            // As part of a JSON text.
            append(jsonEscaped(encoded), to: &forms)
        }
        let form = formEncoded(PercentEncoding.encoded(bytes))
        append(form, to: &forms)
        append(lowercased(form), to: &forms)
        append(jsonEscaped(bytes), to: &forms)
        append(quoted(bytes), to: &forms)
        for apostrophe in ["&#39;", "&#x27;", "&apos;", "'"] as [StaticString] {
            append(htmlEscaped(bytes, apostrophe: apostrophe, quotes: "&quot;"), to: &forms)
            append(htmlEscaped(bytes, apostrophe: apostrophe, quotes: "\""), to: &forms)
        }
        append(escapedForScripts(bytes, escapesSlash: true, escapesMarkup: false), to: &forms)
        append(escapedForScripts(bytes, escapesSlash: false, escapesMarkup: true), to: &forms)
        append(escapedForScripts(bytes, escapesSlash: true, escapesMarkup: true), to: &forms)
        append(shellQuoted(bytes), to: &forms)
        guard bytes.contains(where: { $0 >= 0x80 }) else { return }
        append(asciiEscaped(bytes, isUppercase: false), to: &forms)
        append(asciiEscaped(bytes, isUppercase: true), to: &forms)
    }

    /// The characters that percent-encoding leaves unchanged.
    private enum Kept {
        /// RFC 3986, section 2.3.
        case unreserved
        /// As in Python's `urllib.parse.quote`.
        case slash
        /// RFC 3986, section 3.3.
        case path
        /// As in JavaScript's `encodeURIComponent` and `encodeURI`.
        case component, address
        /// As in this program's own paths.
        case visible

        func keeps(_ byte: UInt8) -> Bool {
            if PercentEncoding.isUnreserved(byte) { return true }
            switch self {
            case .unreserved: return false
            case .slash: return byte == UInt8(ascii: "/")
            case .path: return Self.isOne(byte, of: "!$&'()*+,;=:@/")
            case .component: return Self.isOne(byte, of: "!*'()")
            case .address: return Self.isOne(byte, of: ";,/?:@&=+$!*'()#")
            case .visible: return byte > 0x20 && byte < 0x7F
            }
        }

        private static func isOne(_ byte: UInt8, of signs: StaticString) -> Bool {
            for offset in 0..<signs.utf8CodeUnitCount where signs.utf8Start[offset] == byte { return true }
            return false
        }
    }

    private static func appendBase64(
        _ bytes: [UInt8], _ alphabet: Base64.Alphabet, to forms: inout [[UInt8]]
    ) {
        var text = Base64.encoded(bytes, alphabet)
        append(text, to: &forms)
        while text.last == Base64.padding { text.removeLast() }
        append(text, to: &forms)
        // In the middle of a longer text, at any offset. Only the digits that do not depend on the neighbours are kept.
        guard bytes.count >= anywhere else { return }
        for shift in 0..<3 {
            let shifted = Base64.encoded([UInt8](repeating: 0, count: shift) + bytes, alphabet)
            append(Array(shifted[(shift * 8 + 5) / 6..<(shift + bytes.count) * 8 / 6]), to: &forms)
        }
    }

    private static func hexadecimal(_ bytes: [UInt8], isUppercase: Bool) -> [UInt8] {
        var text: [UInt8] = []
        for byte in bytes { Hexadecimal.append(byte, to: &text, isUppercase: isUppercase) }
        return text
    }

    /// Converts only the digits of `%2F` to lower case.
    private static func lowercased(_ percent: [UInt8]) -> [UInt8] {
        var result = percent
        for offset in 0..<percent.count where percent[offset] == UInt8(ascii: "%") {
            for digit in (offset + 1)..<max(offset + 1, min(offset + 3, percent.count))
            where percent[digit] >= UInt8(ascii: "A") {
                result[digit] |= 0x20
            }
        }
        return result
    }

    /// Encodes a blank as `+`, as in an HTML form (application/x-www-form-urlencoded).
    private static func formEncoded(_ percent: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var offset = 0
        while offset < percent.count {
            let isBlank =
                percent[offset] == UInt8(ascii: "%") && offset + 2 < percent.count
                && percent[offset + 1] == UInt8(ascii: "2") && percent[offset + 2] == UInt8(ascii: "0")
            result.append(isBlank ? UInt8(ascii: "+") : percent[offset])
            offset += isBlank ? 3 : 1
        }
        return result
    }

    private static func jsonEscaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        JSONWriter.appendEscaped(bytes, to: &result)
        return result
    }

    /// Writes non-ASCII characters as `\u00e4`, as some JSON writers do, in either case.
    private static func asciiEscaped(_ bytes: [UInt8], isUppercase: Bool) -> [UInt8] {
        var result: [UInt8] = []
        for unit in String(decoding: jsonEscaped(bytes), as: UTF8.self).utf16 {
            if unit < 0x80 {
                result.append(UInt8(unit))
            } else {
                Hexadecimal.appendEscape(unit, to: &result, isUppercase: isUppercase)
            }
        }
        return result
    }

    private static func htmlEscaped(_ bytes: [UInt8], apostrophe: StaticString, quotes: StaticString) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): result += "&amp;".utf8
            case UInt8(ascii: "<"): result += "&lt;".utf8
            case UInt8(ascii: ">"): result += "&gt;".utf8
            case UInt8(ascii: "\""): append(quotes, to: &result)
            case UInt8(ascii: "'"): append(apostrophe, to: &result)
            default: result.append(byte)
            }
        }
        return result
    }

    private static func append(_ text: StaticString, to result: inout [UInt8]) {
        for offset in 0..<text.utf8CodeUnitCount { result.append(text.utf8Start[offset]) }
    }

    /// Writes JSON that is safe inside a web page: `\/` for a slash, or `\u003c` for the characters of markup.
    private static func escapedForScripts(_ bytes: [UInt8], escapesSlash: Bool, escapesMarkup: Bool) -> [UInt8] {
        var result: [UInt8] = []
        for byte in jsonEscaped(bytes) {
            switch byte {
            case UInt8(ascii: "/") where escapesSlash: append("\\/", to: &result)
            case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
                if escapesMarkup { Hexadecimal.appendEscape(UInt16(byte), to: &result) } else { result.append(byte) }
            default: result.append(byte)
            }
        }
        return result
    }

    /// As between single quotes of a shell.
    private static func shellQuoted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            if byte == UInt8(ascii: "'") { append("'\\''", to: &result) } else { result.append(byte) }
        }
        return result
    }

    /// As in a list or map of the language, without the surrounding quotes.
    static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        bytes.withUnsafeBytes { TextQuoting.appendQuoted($0, to: &result) }
        return Array(result.dropFirst().dropLast())
    }
}
