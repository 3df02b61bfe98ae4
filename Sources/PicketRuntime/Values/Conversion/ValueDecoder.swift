extension ValueConvertible where Self: Decodable {
    /// Decodes a value from a script's maps and lists.
    public init(scriptValue: Value) throws(ValueMismatch) {
        do {
            self = try Self(from: ValueDecoder(scriptValue, path: []))
        } catch {
            throw (error as? ValueMismatch) ?? ValueMismatch(decoding: error, scriptValue)
        }
    }
}

extension ValueMismatch {
    /// The mismatch of an error that a type's own decoding threw.
    fileprivate init(decoding error: any Error, _ value: Value) {
        // An error may quote what it could not read.
        guard !value.holdsSecret else {
            self.init(wanted: "another value", value)
            return
        }
        guard let error = error as? DecodingError else {
            self.init(wanted: "\(error)", value)
            return
        }
        switch error {
        case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
            .keyNotFound(_, let context):
            self.init(wanted: context.debugDescription, value)
        @unknown default: self.init(wanted: "another value", value)
        }
    }

    /// A mismatch at a place inside a decoded value.
    fileprivate init(_ inner: ValueMismatch, at path: [any CodingKey]) {
        self = path.reversed().reduce(inner) { mismatch, key in
            mismatch.under(key.intValue.map { .position($0) } ?? .key(key.stringValue))
        }
    }
}

/// Decodes a Swift value from a value of a script.
private struct ValueDecoder: Decoder, SingleValueDecodingContainer {
    let value: Value
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ value: Value, path: [any CodingKey]) {
        self.value = value.revealed
        codingPath = path
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedValues(map: try convert(ValueMap.self), codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let elements) = value else { throw mismatch("a list") }
        return ListedValues(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func mismatch(_ wanted: String) -> ValueMismatch {
        ValueMismatch(ValueMismatch(wanted: wanted, value), at: codingPath)
    }

    func convert<Type: ValueConvertible>(_ type: Type.Type) throws -> Type {
        do throws(ValueMismatch) {
            return try Type(scriptValue: value)
        } catch {
            throw ValueMismatch(error, at: codingPath)
        }
    }

    func decodeNil() -> Bool { value == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try convert(type) }
    func decode(_ type: String.Type) throws -> String { try convert(type) }
    func decode(_ type: Double.Type) throws -> Double { try convert(type) }
    func decode(_ type: Float.Type) throws -> Float { try convert(type) }
    func decode(_ type: Int.Type) throws -> Int { try convert(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try convert(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try convert(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try convert(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try convert(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try convert(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try convert(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try convert(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try convert(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try convert(type) }

    func decode<Type: Decodable>(_ type: Type.Type) throws -> Type {
        // These have a form of their own in scripts.
        if let result = type == Duration.self ? try convert(Duration.self) as? Type : nil { return result }
        return try Type(from: self)
    }
}

/// The entries of a map.
private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let map: ValueMap
    let codingPath: [any CodingKey]

    var allKeys: [Key] { map.keys.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { map[key.stringValue] != nil }

    private func decoder(_ key: some CodingKey) throws -> ValueDecoder {
        guard let value = map[key.stringValue] else {
            let missing = ValueMismatch(wanted: "a map with `\(key.stringValue)`", got: "one without it")
            throw ValueMismatch(missing, at: codingPath)
        }
        return ValueDecoder(value, path: codingPath + [key])
    }

    func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }

    func decode<Type: Decodable>(_ type: Type.Type, forKey key: Key) throws -> Type {
        try decoder(key).decode(type)
    }

    func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoder(PlainKey("super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

/// The elements of a list.
private struct ListedValues: UnkeyedDecodingContainer {
    let elements: [Value]
    let codingPath: [any CodingKey]
    var currentIndex = 0

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    private mutating func next() throws -> ValueDecoder {
        guard !isAtEnd else {
            let short = ValueMismatch(wanted: "a longer list", got: "one of \(elements.count)")
            throw ValueMismatch(short, at: codingPath)
        }
        defer { currentIndex += 1 }
        return ValueDecoder(elements[currentIndex], path: codingPath + [PlainKey(currentIndex)])
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex].revealed == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Type: Decodable>(_ type: Type.Type) throws -> Type { try next().decode(type) }

    mutating func nestedContainer<Inner: CodingKey>(
        keyedBy type: Inner.Type
    ) throws -> KeyedDecodingContainer<Inner> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}

/// A key that no type declares: a position, or `super`.
struct PlainKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) { (stringValue, intValue) = (name, nil) }
    init(_ position: Int) { (stringValue, intValue) = ("\(position)", position) }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(intValue) }
}
