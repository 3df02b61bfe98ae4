import PicketSyntax

/// A value of the language, for hosts.
public enum Value: Sendable, Equatable {
    /// Nothing. A variable may be null; a missing key is an error.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A whole number. Arithmetic that needs more than 64 bits is an error.
    case integer(Int64)
    /// A number with a fraction. It prints in its shortest exact form.
    case float(Double)
    /// A number that 64 bits cannot hold exactly, as written in JSON. Any other text is a string for a script.
    case decimal(String)
    /// In nanoseconds.
    case duration(Int64)
    /// A text.
    case string(String)
    /// A body that is neither JSON nor text.
    case bytes(Bytes)
    /// A value of a data file that cannot be read.
    case unreadable(UnreadableValue)
    /// A list. A copy never changes with its original.
    case list([Value])
    /// A map in insertion order.
    indirect case map(ValueMap)
    /// A value that is never shown. It never contains another `secret` directly.
    indirect case secret(Value)
}

extension Value {
    /// Compares texts by their bytes.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.boolean(let left), .boolean(let right)): return left == right
        case (.integer(let left), .integer(let right)), (.duration(let left), .duration(let right)):
            return left == right
        case (.float(let left), .float(let right)): return left == right
        case (.decimal(let left), .decimal(let right)), (.string(let left), .string(let right)):
            return left.hasBytes(of: right)
        case (.list(let left), .list(let right)): return left == right
        case (.map(let left), .map(let right)): return left == right
        case (.bytes(let left), .bytes(let right)): return left == right
        case (.unreadable(let left), .unreadable(let right)): return left == right
        case (.secret(let left), .secret(let right)): return left == right
        default: return false
        }
    }
}

/// A map in insertion order.
public struct ValueMap: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// The keys in insertion order.
    public private(set) var keys: [String] = []
    /// The values in the order of their keys.
    public private(set) var values: [Value] = []
    /// Created only for large maps. A few keys are found faster without it.
    private var index: KeyIndex?
    private static let indexThreshold = 16
    /// The positions of secret keys; usually empty.
    private var secretPositions: [Int] = []
    /// The line of the file that this row comes from, counted from 1. It does not belong to the value.
    package var line: Int?

    /// Creates an empty map.
    public init() {}

    public static func == (left: ValueMap, right: ValueMap) -> Bool {
        left.keys.elementsEqual(right.keys) { $0.hasBytes(of: $1) } && left.values == right.values
    }

    /// The last value of a repeated key wins, in the position of the first.
    public init(dictionaryLiteral elements: (String, Value)...) {
        for (key, value) in elements { self[key] = value }
    }

    /// The number of keys.
    public var count: Int { keys.count }

    /// The value of a key; nil if the map does not have it. Setting nil removes the entry.
    public subscript(key: String) -> Value? {
        get { position(of: key).map { values[$0] } }
        set {
            guard let newValue else { return remove(key) }
            if let position = position(of: key) {
                values[position] = newValue
            } else {
                keys.append(key)
                values.append(newValue)
                guard keys.count > Self.indexThreshold else { return }
                addToIndex { index, key, position in index.positions[key] = position }
            }
        }
    }

    /// Removes an entry. The later ones move up, so this takes time in proportion to the size of the map.
    private mutating func remove(_ key: String) {
        guard let removed = position(of: key) else { return }
        keys.remove(at: removed)
        values.remove(at: removed)
        secretPositions = secretPositions.compactMap { $0 == removed ? nil : $0 > removed ? $0 - 1 : $0 }
        // The positions in the index are no longer true.
        index = nil
        guard keys.count > Self.indexThreshold else { return }
        addToIndex { index, key, position in
            if index.positions[key] == nil { index.positions[key] = position }
        }
    }

    /// Appends an entry of a map for display, in which two redacted keys may be equal.
    mutating func append(shown key: String, _ value: Value) {
        keys.append(key)
        values.append(value)
        guard keys.count > Self.indexThreshold else { return }
        addToIndex { index, key, position in
            if index.positions[key] == nil { index.positions[key] = position }
        }
    }

    /// Adds the keys that the index does not have yet.
    private mutating func addToIndex(_ add: (KeyIndex, TextKey, Int) -> Void) {
        // A copy of the map may share the index.
        if !isKnownUniquelyReferenced(&index) { index = KeyIndex(copying: index) }
        guard let index else { return }
        for position in index.count..<keys.count { add(index, TextKey(keys[position]), position) }
        index.count = keys.count
    }

    /// Keys are compared by their bytes.
    private func position(of key: String) -> Int? {
        if keys.count > Self.indexThreshold { return index?.positions[TextKey(key)] }
        return keys.firstIndex { $0.hasBytes(of: key) }
    }

    /// Whether a key is secret. A value has its own secrecy: it is a `Value.secret`.
    public func isSecret(key: String) -> Bool { position(of: key).map { isSecret(keyAt: $0) } ?? false }

    /// Whether the key at a position is secret.
    package func isSecret(keyAt position: Int) -> Bool { secretPositions.contains(position) }

    /// Marks a key as secret.
    package mutating func hide(key: String) {
        guard let position = position(of: key), !isSecret(keyAt: position) else { return }
        secretPositions.append(position)
    }
}

/// The positions of the keys of a large map.
///
/// It is a class, so that copying a map, which is frequent, does not need the metadata of the dictionary's type. The
/// first look-up of such metadata is slow.
private final class KeyIndex: @unchecked Sendable {
    var positions: [TextKey: Int]
    /// The number of indexed keys. If two keys of a map for display are equal, the first is indexed.
    var count: Int

    init(copying other: KeyIndex?) {
        positions = other?.positions ?? [:]
        count = other?.count ?? 0
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(floatLiteral value: Double) { self = .float(value) }
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Value)...) {
        var map = ValueMap()
        for (key, value) in elements { map[key] = value }
        self = .map(map)
    }
}

extension Value: CustomStringConvertible {
    /// The text that `print` writes: a string unquoted, a secret as `•••`.
    public var description: String {
        var text: [UInt8] = []
        let heap = Heap(limit: .max)
        var printer = ValuePrinter(revealsSecrets: false)
        printer.append(heap.state.pointee.cell(self), to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether it is not a list or a map.
    package var isScalar: Bool {
        switch self {
        case .list, .map, .secret: false
        default: true
        }
    }

    /// The value without its secrecy.
    public var revealed: Value {
        if case .secret(let value) = self { return value }
        return self
    }
}
