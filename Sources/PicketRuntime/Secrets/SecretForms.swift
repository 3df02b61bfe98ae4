import PicketSyntax

/// The forms in which a secret travels.
enum SecretForms {
    /// From so many bytes on a secret is hidden anywhere; a shorter one where no letter and no digit goes on from it.
    static let anywhere = 8
    /// A shorter text is hidden by its taint alone: it stands in too many others.
    static let shortest = 4

    /// Each form once: as it is; each of its lines; percent-encoded, also as a form sends it; inside a string of JSON, of the
    /// language and of HTML; in base64 and hexadecimal.
    static func all(of text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        var forms = encoded(bytes)
        let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }
        if lines.count > 1 || lines.first?.count != bytes.count {
            for line in lines where line.count >= shortest { forms += encoded(Array(line)) }
        }
        return forms.reduce(into: []) { known, form in
            if form.count >= shortest, !known.contains(form) { known.append(form) }
        }
    }

    private static func encoded(_ bytes: [UInt8]) -> [[UInt8]] {
        let percent = PercentEncoding.encoded(bytes)
        let entities = htmlEscaped(bytes)
        // What a path keeps (RFC 3986, section 3.3), what JavaScript's two functions keep, and what our own paths keep.
        let kept = ["!$&'()*+,;=:@/", ";,/?:@&=+$!*'()#", "!*'()", String(decoding: 0x21..<0x7F, as: UTF8.self)]
        let paths = kept.map { kept in
            PercentEncoding.encoded(bytes) { byte in PercentEncoding.isUnreserved(byte) || kept.utf8.contains(byte) }
        }
        var forms = paths + paths.map(lowercased)
        forms += [
            bytes, percent, lowercased(percent), formEncoded(percent), lowercased(formEncoded(percent)),
            jsonEscaped(bytes), quoted(bytes), entities, Hexadecimal.encoded(bytes),
            Hexadecimal.encoded(bytes, isUppercase: true),
        ]
        if bytes.contains(where: { $0 >= 0x80 }) { forms += asciiEscaped(bytes) }
        // A path inside of a text of JSON.
        forms += paths.map(jsonEscaped)
        for alphabet in [Base64.Alphabet.standard, .url] {
            let text = Base64.encoded(bytes, alphabet)
            forms += [text, Array(text.prefix { $0 != Base64.padding })]
            // In the midst of a longer text, after any number of bytes; what the neighbours share is left.
            guard bytes.count >= anywhere else { continue }
            for shift in 0..<3 {
                let shifted = Base64.encoded([UInt8](repeating: 0, count: shift) + bytes, alphabet)
                forms.append(Array(shifted[(shift * 8 + 5) / 6..<(shift + bytes.count) * 8 / 6]))
            }
        }
        return forms
    }

    /// The digits of `%2F` in lower case, and nothing else.
    private static func lowercased(_ percent: [UInt8]) -> [UInt8] {
        var result = percent
        for (offset, byte) in percent.enumerated() where byte == UInt8(ascii: "%") {
            for digit in (offset + 1)..<min(offset + 3, percent.count) where percent[digit] >= UInt8(ascii: "A") {
                result[digit] |= 0x20
            }
        }
        return result
    }

    /// A blank is `+` in a form (application/x-www-form-urlencoded).
    private static func formEncoded(_ percent: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var offset = 0
        while offset < percent.count {
            if percent[offset...].starts(with: "%20".utf8) {
                result.append(UInt8(ascii: "+"))
                offset += 3
            } else {
                result.append(percent[offset])
                offset += 1
            }
        }
        return result
    }

    private static func jsonEscaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        JSONWriter.appendEscaped(bytes, to: &result)
        return result
    }

    /// With `\u00e4` for what is not ASCII, as some writers of JSON have it, in both cases.
    private static func asciiEscaped(_ bytes: [UInt8]) -> [[UInt8]] {
        [false, true].map { isUppercase in
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
    }

    private static func htmlEscaped(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            case UInt8(ascii: "\""): Array("&quot;".utf8)
            case UInt8(ascii: "'"): Array("&#39;".utf8)
            default: [byte]
            }
        }
    }

    /// As a list or map of the language shows it, without the quotes around it.
    static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        bytes.withUnsafeBytes { TextQuoting.appendQuoted($0, to: &result) }
        return Array(result.dropFirst().dropLast())
    }
}
