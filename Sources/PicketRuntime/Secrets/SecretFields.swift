import PicketSyntax

/// The names of fields whose values are secret, at any depth and in any case. They come from the command table.
package struct SecretFields: Sendable, Equatable {
    /// In lower case, without duplicates.
    private(set) var names: [[UInt8]] = []
    /// A bit for the length of each name. It rules most keys out without a comparison.
    private var lengths: UInt64 = 0

    package init() {}

    package init(_ names: some Sequence<String>) { form(union: names) }

    init(_ first: SecretFields, _ second: SecretFields) {
        self = first
        form(union: second)
    }

    package var isEmpty: Bool { names.isEmpty }

    package mutating func form(union names: some Sequence<String>) {
        for name in names where !name.isEmpty && !contains(name) { add(name.utf8.map(Self.lowercase)) }
    }

    package mutating func form(union other: SecretFields) {
        for name in other.names where !names.contains(name) { add(name) }
    }

    private mutating func add(_ name: [UInt8]) {
        names.append(name)
        lengths |= Self.bit(name.count)
    }

    private static func bit(_ count: Int) -> UInt64 { 1 << UInt64(count & 63) }

    package func contains(_ key: String) -> Bool {
        guard lengths & Self.bit(key.utf8.count) != 0 else { return false }
        let bytes = key.utf8.span
        return names.contains { name in
            guard name.count == bytes.count else { return false }
            for place in name.indices where name[place] != Self.lowercase(bytes[place]) { return false }
            return true
        }
    }

    package func contains(_ key: UnsafeRawBufferPointer) -> Bool {
        guard lengths & Self.bit(key.count) != 0 else { return false }
        return names.contains { $0.count == key.count && zip($0, key).allSatisfy { $0 == Self.lowercase($1) } }
    }

    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}

extension SecretFields: ExpressibleByArrayLiteral {
    package init(arrayLiteral names: String...) { self.init(names) }
}

// MARK: Values

extension SecretFields {
    /// The value of a member for its map. A value of a secret field becomes secret, except null, which means that there
    /// is none.
    ///
    /// - Parameter secrets: receives the texts of the value.
    func member(_ key: String, _ value: Value, _ secrets: inout [String]) -> Value {
        guard contains(key), value != .null else { return value }
        value.collectTexts(&secrets)
        return .secret(value.plain)
    }

    /// Marks the secret members of a value, at any depth.
    package func marking(_ value: Value, _ secrets: inout [String]) -> Value {
        guard !isEmpty, concerns(value) else { return value }
        switch value {
        case .string(let text): return Array(text.utf8).withUnsafeBytes { self.text($0, &secrets) }
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
        case .string(let text): text.utf8.contains(UInt8(ascii: "{"))
        default: false
        }
    }

    /// Replaces the values of secret fields in a text by `•••`.
    ///
    /// - Parameter secrets: receives these values.
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
