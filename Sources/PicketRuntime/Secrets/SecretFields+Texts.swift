import PicketSyntax

/// Finds secrets in texts that do not parse, by the names of fields.
extension SecretFields {
    /// The ranges after the names of secret fields in a text, which may be malformed: `"password": "x`, `password=x`,
    /// `<password>x</password>`, or a whole list or map. If the end of a value cannot be found, the range extends to
    /// the end of the text.
    package func values(in text: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var position = 0
        while position < text.count {
            guard let name = name(at: position, in: text) else {
                position += 1
                continue
            }
            let start = position
            position += name
            guard let value = Self.value(behind: position, of: start, in: text), !value.isEmpty else { continue }
            result.append(value)
            position = value.upperBound
        }
        return result
    }

    /// The secrets in a URL: its user information, and the values of secret fields in its query, both raw and decoded.
    package func values(inURL url: String) -> [String] {
        let known = ShownURL.secrets(in: url)
        guard url.utf8.contains(UInt8(ascii: "?")) else { return known }
        let bytes = Array(url.utf8)
        return values(in: bytes).reduce(into: known) { known, place in
            let value = Array(bytes[place])
            known.append(String(decoding: value, as: UTF8.self))
            if let decoded = PercentEncoding.decoded(value) { known.append(String(decoding: decoded, as: UTF8.self)) }
        }
    }

    /// The length of the secret name that begins at a position as a whole word; nil if there is none.
    private func name(at position: Int, in text: [UInt8]) -> Int? {
        guard position == 0 || !Self.isWord(text[position - 1]) || Self.endsEscape(position, in: text) else {
            return nil
        }
        for name in names {
            guard let end = Self.end(of: name, at: position, in: text) else { continue }
            if end == text.count || !Self.isWord(text[end]) { return end - position }
        }
        return nil
    }

    /// Parses the text after a name: a closing quote, blanks, `:`, `=` or `>`, and the value. `start` is after the
    /// name.
    private static func value(behind start: Int, of nameStart: Int, in text: [UInt8]) -> Range<Int>? {
        if let element = elementValue(behind: start, of: nameStart, in: text) { return element }
        var position = start
        func skip(_ isSkipped: (UInt8) -> Bool) {
            while position < text.count, isSkipped(text[position]) { position += 1 }
        }
        func take(_ word: StaticString) -> Bool {
            guard stands(word, at: position, in: text) else { return false }
            position += word.utf8CodeUnitCount
            return true
        }
        skip { isQuote($0) || $0 == UInt8(ascii: "\\") }
        while take("&quot;") || take("&#34;") || take("%22") {}
        skip(isBlank)
        let isColon = take(":") || take("%3A") || take("%3a")
        guard isColon || take("=") || take("%3D") || take("%3d") else {
            return attributeValue(from: position, in: text)
        }
        let line = position
        skip(isBlank)
        while take("&quot;") || take("&#34;") || take("%22") {}
        let isEscaped = position < text.count && text[position] == UInt8(ascii: "\\")
        if isEscaped { position += 1 }
        guard position < text.count else { return nil }
        switch text[position] {
        case UInt8(ascii: "["), UInt8(ascii: "{"): return position..<containerEnd(in: text, from: position)
        case let quote where isQuote(quote):
            return (position + 1)..<quotedEnd(quote, in: text, from: position + 1, isEscaped: isEscaped)
        case UInt8(ascii: "-") where text[line..<position].contains(0x0A):
            return position..<listEnd(in: text, from: position)
        default:
            let end = text[position...].firstIndex { byte in
                byte == 0x0A || byte == 0x0D || isQuote(byte) || isOne(byte, of: ",;&}])<%")
                    || !isColon && isBlank(byte)
            }
            return position..<(end ?? text.count)
        }
    }

    /// Parses `<password type="x">P</password>`, with or without CDATA, and `<key>password</key><string>P</string>`.
    private static func elementValue(behind start: Int, of nameStart: Int, in text: [UInt8]) -> Range<Int>? {
        guard nameStart > 0, start < text.count else { return nil }
        var position: Int
        if text[nameStart - 1] == UInt8(ascii: "<") {
            guard let end = text[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
            position = end + 1
        } else if text[nameStart - 1] == UInt8(ascii: ">"), text[start] == UInt8(ascii: "<") {
            guard let end = text[start...].firstIndex(of: UInt8(ascii: ">")),
                let next = text[(end + 1)...].firstIndex(of: UInt8(ascii: ">"))
            else { return nil }
            position = next + 1
        } else {
            return nil
        }
        if stands("<![CDATA[", at: position, in: text) {
            position += 9
            return position..<(text[position...].firstIndex(of: UInt8(ascii: "]")) ?? text.count)
        }
        return position..<(text[position...].firstIndex(of: UInt8(ascii: "<")) ?? text.count)
    }

    /// Parses `<input name="password" value="P">`, from after the name's quote.
    private static func attributeValue(from start: Int, in text: [UInt8]) -> Range<Int>? {
        var position = start
        while position < text.count, text[position] != UInt8(ascii: ">"), text[position] != 0x0A {
            guard stands("value=", at: position, in: text) else {
                position += 1
                continue
            }
            position += 6
            guard position < text.count, isQuote(text[position]) else { return nil }
            return (position + 1)..<quotedEnd(text[position], in: text, from: position + 1, isEscaped: false)
        }
        return nil
    }

    /// The end of the items of a list with one item per line.
    private static func listEnd(in text: [UInt8], from start: Int) -> Int {
        var position = start
        while let end = text[position...].firstIndex(of: 0x0A), end + 1 < text.count {
            guard isBlank(text[end + 1]) || text[end + 1] == UInt8(ascii: "-") else { return end }
            position = end + 1
        }
        return text.count
    }

    private static func stands(_ word: StaticString, at position: Int, in text: [UInt8]) -> Bool {
        guard position >= 0, position + word.utf8CodeUnitCount <= text.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount where text[position + offset] != word.utf8Start[offset] {
            return false
        }
        return true
    }

    private static func isOne(_ byte: UInt8, of signs: StaticString) -> Bool {
        for offset in 0..<signs.utf8CodeUnitCount where signs.utf8Start[offset] == byte { return true }
        return false
    }

    /// The end of a quoted text. Inside another text the quotes themselves are escaped.
    private static func quotedEnd(_ quote: UInt8, in text: [UInt8], from start: Int, isEscaped: Bool) -> Int {
        var position = start
        while position < text.count {
            if text[position] == UInt8(ascii: "\\") {
                if isEscaped, position + 1 < text.count, text[position + 1] == quote { return position }
                position += 2
            } else if text[position] == quote {
                return position
            } else {
                position += 1
            }
        }
        return text.count
    }

    private static func containerEnd(in text: [UInt8], from start: Int) -> Int {
        var depth = 0
        var position = start
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return position + 1 }
            case UInt8(ascii: "\""):
                position = quotedEnd(UInt8(ascii: "\""), in: text, from: position + 1, isEscaped: false)
            default: break
            }
            position += 1
        }
        return text.count
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

    /// Whether a byte continues a word: `password_hint` is a different name.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch lowercase(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"), 0x80...:
            true
        default: false
        }
    }
}
