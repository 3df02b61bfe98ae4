import PicketSyntax

/// The names of fields whose values are secret, at any depth and in any case: of the command table, in one place.
package struct SecretFields: Sendable, Equatable {
    /// In lower case, each once.
    private var names: [[UInt8]] = []

    package init() {}

    package init(_ names: some Sequence<String>) { form(union: names) }

    package var isEmpty: Bool { names.isEmpty }

    package mutating func form(union names: some Sequence<String>) {
        for name in names {
            let name = name.utf8.map(Self.lowercase)
            if !name.isEmpty, !self.names.contains(name) { self.names.append(name) }
        }
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
            position += name
            guard let value = Self.value(behind: position, in: text), !value.isEmpty else { continue }
            result.append(value)
            position = value.upperBound
        }
        return result
    }

    /// The length of the name that begins at a position and is a whole word there; nil if none does.
    private func name(at position: Int, in text: [UInt8]) -> Int? {
        guard position == 0 || !Self.isWord(text[position - 1]) else { return nil }
        for name in names where position + name.count <= text.count {
            let end = position + name.count
            guard end == text.count || !Self.isWord(text[end]) else { continue }
            if zip(name, text[position..<end]).allSatisfy({ $0 == Self.lowercase($1) }) { return name.count }
        }
        return nil
    }

    /// What follows a name: a closing quote, blanks, `:`, `=` or `>`, and the value.
    private static func value(behind start: Int, in text: [UInt8]) -> Range<Int>? {
        var position = start
        func skip(_ isSkipped: (UInt8) -> Bool) {
            while position < text.count, isSkipped(text[position]) { position += 1 }
        }
        skip { isQuote($0) || $0 == UInt8(ascii: "\\") }
        skip(isBlank)
        guard position < text.count, [UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ">")].contains(text[position])
        else { return nil }
        let isElement = text[position] == UInt8(ascii: ">")
        position += 1
        skip(isBlank)
        if isElement {
            let end = text[position...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
            return position..<end
        }
        let isEscaped = position < text.count && text[position] == UInt8(ascii: "\\")
        if isEscaped { position += 1 }
        guard position < text.count else { return nil }
        switch text[position] {
        case UInt8(ascii: "["), UInt8(ascii: "{"): return position..<containerEnd(in: text, from: position)
        case let quote where isQuote(quote):
            return (position + 1)..<quotedEnd(quote, in: text, from: position + 1, isEscaped: isEscaped)
        default:
            let end = text[position...].firstIndex { isBlank($0) || isQuote($0) || ",;&}])<".utf8.contains($0) }
            return position..<(end ?? text.count)
        }
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
