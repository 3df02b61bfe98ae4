extension ValueConvertible where Self: Encodable {
    /// The value as a script's maps and lists.
    public var scriptValue: Value {
        get throws {
            let place = EncodedPart()
            try encode(to: ValueEncoder(place: place, codingPath: []))
            return place.value
        }
    }
}

/// A part of a value that is being encoded. Several containers may write into it, one after the other.
private final class EncodedPart {
    private enum Kind {
        case scalar(Value)
        case list
        case map
    }

    private var kind = Kind.scalar(.null)
    /// The elements of a list, or the values of a map.
    private var parts: [EncodedPart] = []
    private var keys: [String] = []

    var value: Value {
        switch kind {
        case .scalar(let value): return value
        case .list: return .list(parts.map(\.value))
        case .map:
            var map = ValueMap()
            for (key, part) in zip(keys, parts) { map[key] = part.value }
            return .map(map)
        }
    }

    var count: Int { parts.count }

    func set(_ value: Value) { kind = .scalar(value) }
    func beginMap() { kind = .map }
    func beginList() { kind = .list }

    func append() -> EncodedPart {
        let part = EncodedPart()
        parts.append(part)
        return part
    }

    func entry(_ key: String) -> EncodedPart {
        keys.append(key)
        return append()
    }
}

/// Encodes a Swift value as a value of a script.
private struct ValueEncoder: Encoder, SingleValueEncodingContainer {
    let place: EncodedPart
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        place.beginMap()
        return KeyedEncodingContainer(KeyedParts(place: place, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        place.beginList()
        return ListedParts(place: place, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { place.set(.null) }
    func encode(_ value: Bool) { place.set(value.scriptValue) }
    func encode(_ value: String) { place.set(value.scriptValue) }
    func encode(_ value: Double) { place.set(value.scriptValue) }
    func encode(_ value: Float) { place.set(value.scriptValue) }
    func encode(_ value: Int) { place.set(value.scriptValue) }
    func encode(_ value: Int8) { place.set(value.scriptValue) }
    func encode(_ value: Int16) { place.set(value.scriptValue) }
    func encode(_ value: Int32) { place.set(value.scriptValue) }
    func encode(_ value: Int64) { place.set(value.scriptValue) }
    func encode(_ value: UInt) { place.set(value.scriptValue) }
    func encode(_ value: UInt8) { place.set(value.scriptValue) }
    func encode(_ value: UInt16) { place.set(value.scriptValue) }
    func encode(_ value: UInt32) { place.set(value.scriptValue) }
    func encode(_ value: UInt64) { place.set(value.scriptValue) }

    func encode(_ value: some Encodable) throws {
        if let value = value as? Duration {
            place.set(try value.scriptValue)
        } else {
            try value.encode(to: self)
        }
    }
}

/// The entries of a map.
private struct KeyedParts<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let place: EncodedPart
    let codingPath: [any CodingKey]

    private func encoder(_ key: some CodingKey) -> ValueEncoder {
        ValueEncoder(place: place.entry(key.stringValue), codingPath: codingPath + [key])
    }

    func encodeNil(forKey key: Key) { encoder(key).encodeNil() }
    func encode(_ value: some Encodable, forKey key: Key) throws { try encoder(key).encode(value) }

    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Inner> {
        encoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder(PlainKey("super")) }
    func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }
}

/// The elements of a list.
private struct ListedParts: UnkeyedEncodingContainer {
    let place: EncodedPart
    let codingPath: [any CodingKey]

    var count: Int { place.count }

    private func next() -> ValueEncoder {
        ValueEncoder(place: place.append(), codingPath: codingPath + [PlainKey(place.count - 1)])
    }

    func encodeNil() { next().encodeNil() }
    func encode(_ value: some Encodable) throws { try next().encode(value) }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
        next().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
    func superEncoder() -> any Encoder { next() }
}
