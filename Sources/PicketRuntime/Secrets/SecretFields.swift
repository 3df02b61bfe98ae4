import PicketSyntax

/// The names of fields whose values are secret, at any depth and in any case: of the command table, in one place.
package struct SecretFields: Sendable, Equatable {
    /// In lower case, each once.
    private var names: [[UInt8]] = []

    package init() {}

    package init(_ names: some Sequence<String>) { form(union: names) }

    package var isEmpty: Bool { names.isEmpty }

    package mutating func form(union names: some Sequence<String>) {
        for name in names where !name.isEmpty && !contains(name) { self.names.append(name.utf8.map(Self.lowercase)) }
    }

    package mutating func form(union other: SecretFields) {
        for name in other.names where !names.contains(name) { names.append(name) }
    }

    package func contains(_ key: String) -> Bool {
        names.contains { $0.count == key.utf8.count && zip($0, key.utf8).allSatisfy { $0 == Self.lowercase($1) } }
    }

    package func contains(_ key: UnsafeRawBufferPointer) -> Bool {
        names.contains { $0.count == key.count && zip($0, key).allSatisfy { $0 == Self.lowercase($1) } }
    }

    fileprivate static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension SecretFields: ExpressibleByArrayLiteral {
    package init(arrayLiteral names: String...) { self.init(names) }
}

// MARK: Values

extension SecretFields {
    /// The value of a member as a map holds it: secret beneath a secret field, whatever it is; null says that there is none.
    ///
    /// - Parameter secrets: gets the texts in it.
    func member(_ key: String, _ value: Value, _ secrets: inout [String]) -> Value {
        guard contains(key), value != .null else { return value }
        value.collectTexts(&secrets)
        return .secret(value.plain)
    }

    /// The same for every member of a value that was made elsewhere, at any depth.
    package func marking(_ value: Value, _ secrets: inout [String]) -> Value {
        guard !isEmpty, concerns(value) else { return value }
        switch value {
        case .list(let elements): return .list(elements.map { marking($0, &secrets) })
        case .map(var map):
            for (key, value) in zip(map.keys, map.values) {
                map[key] = member(key, marking(value, &secrets), &secrets)
            }
            return .map(map)
        default: return value
        }
    }

    private func concerns(_ value: Value) -> Bool {
        switch value {
        case .list(let elements): elements.contains { concerns($0) }
        case .map(let map): map.keys.contains { contains($0) } || map.values.contains { concerns($0) }
        default: false
        }
    }

    /// A text with `•••` for the values behind the names of secret fields.
    ///
    /// - Parameter secrets: gets these values.
    func masking(_ text: [UInt8], _ secrets: inout [String]) -> [UInt8] {
        let places = values(in: text)
        guard !places.isEmpty else { return text }
        var result: [UInt8] = []
        var copied = 0
        for place in places {
            secrets.append(String(decoding: text[place], as: UTF8.self))
            result += text[copied..<place.lowerBound] + Mask.bytes
            copied = place.upperBound
        }
        return result + text[copied...]
    }
}

extension Value {
    /// The texts in it, keys included.
    package func collectTexts(_ texts: inout [String]) {
        switch self {
        case .string(let text): texts.append(text)
        case .secret(let value): value.collectTexts(&texts)
        case .list(let elements): for element in elements { element.collectTexts(&texts) }
        case .map(let map):
            texts += map.keys
            for value in map.values { value.collectTexts(&texts) }
        default: break
        }
    }

    /// Without secrecy anywhere in it.
    package var plain: Value {
        switch self {
        case .secret(let value): return value.plain
        case .list(let elements): return .list(elements.map(\.plain))
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) { result[key] = value.plain }
            return .map(result)
        default: return self
        }
    }

    /// Whether it is secret, or anything in it.
    package var holdsSecret: Bool {
        switch self {
        case .secret: true
        case .list(let elements): elements.contains(where: \.holdsSecret)
        case .map(let map):
            map.keys.indices.contains { map.isSecret(keyAt: $0) } || map.values.contains(where: \.holdsSecret)
        default: false
        }
    }
}

// MARK: Texts that do not parse

extension SecretFields {
    /// The places in a text, which need not be readable, that stand behind the name of a secret field: `"password": "x`,
    /// `password=x`, `<password>x</password>`, a list or map behind it to its end. Where the end cannot be told it is the text's.
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

    /// The length of the name that begins at a position and is a whole word there; nil if none does.
    private func name(at position: Int, in text: [UInt8]) -> Int? {
        // The last digit of `%22` is no letter of a name.
        let isEncoded = position >= 3 && text[position - 3] == UInt8(ascii: "%")
        guard position == 0 || isEncoded || !Self.isWord(text[position - 1]) else { return nil }
        for name in names where position + name.count <= text.count {
            let end = position + name.count
            guard end == text.count || !Self.isWord(text[end]) else { continue }
            if zip(name, text[position..<end]).allSatisfy({ $0 == Self.lowercase($1) }) { return name.count }
        }
        return nil
    }

    /// What follows a name: a closing quote, blanks, `:`, `=` or `>`, and the value; `start` is behind the name.
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

    /// `<password type="x">P</password>`, with CDATA or without, and `<key>password</key><string>P</string>`.
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

    /// `<input name="password" value="P">`: from behind the name's quote.
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

    /// The end of the items of a list, one a line.
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

    /// Where the text in quotes ends; inside of another text the quotes themselves are escaped.
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

    /// What makes two words one: `password_hint` is another name.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch lowercase(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "-"), 0x80...:
            true
        default: false
        }
    }
}
