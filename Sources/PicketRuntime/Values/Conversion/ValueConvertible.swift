/// A Swift type whose values scripts can give and get.
///
/// Booleans, integers, floats, texts, durations, optionals, lists and maps conform. A `Codable` type conforms by saying
/// so:
///
///     struct Server: Codable, ValueConvertible { var host: String; var port: UInt16 }
///
/// A secret becomes a plain value of the type. Only `Value` itself keeps it as `Value.secret`.
public protocol ValueConvertible: CommandAnswer {
    /// Creates the value from that of a script.
    init(scriptValue: Value) throws(ValueMismatch)

    /// The value for a script.
    var scriptValue: Value { get throws }

    /// Whether a call may omit an argument of the type. Only optional types say so.
    static var mayBeOmitted: Bool { get }
}

extension ValueConvertible {
    public static var mayBeOmitted: Bool { false }
}

extension Value: ValueConvertible {
    public init(scriptValue: Value) { self = scriptValue }
    public var scriptValue: Value { self }
}

extension ValueMap: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) {
        guard case .map(let map) = scriptValue.revealed else { throw ValueMismatch(wanted: "a map", scriptValue) }
        self = map
    }

    public var scriptValue: Value { .map(self) }
}

extension Bool: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) {
        guard case .boolean(let value) = scriptValue.revealed else {
            throw ValueMismatch(wanted: "a boolean", scriptValue)
        }
        self = value
    }

    public var scriptValue: Value { .boolean(self) }
}

extension String: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) {
        guard case .string(let text) = scriptValue.revealed else {
            throw ValueMismatch(wanted: "a string", scriptValue)
        }
        self = text
    }

    public var scriptValue: Value { .string(self) }
}

extension Duration: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) {
        guard case .duration(let nanoseconds) = scriptValue.revealed else {
            throw ValueMismatch(wanted: "a duration", scriptValue)
        }
        self = .nanoseconds(nanoseconds)
    }

    /// Parts of a nanosecond are cut.
    public var scriptValue: Value {
        get throws(ValueMismatch) {
            guard let nanoseconds = Int64(exactly: attoseconds / 1_000_000_000) else {
                throw ValueMismatch(wanted: "a duration of at most 292 years", got: "a longer one")
            }
            return .duration(nanoseconds)
        }
    }
}

// MARK: Containers

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
    /// Null, and an omitted argument, become nil.
    public init(scriptValue: Value) throws(ValueMismatch) {
        self = scriptValue.revealed == .null ? nil : try Wrapped(scriptValue: scriptValue)
    }

    public var scriptValue: Value { get throws { try map { try $0.scriptValue } ?? .null } }
    public static var mayBeOmitted: Bool { true }
}

extension Array: ValueConvertible where Element: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) {
        guard case .list(let elements) = scriptValue.revealed else {
            throw ValueMismatch(wanted: "a list", scriptValue)
        }
        self = []
        reserveCapacity(elements.count)
        for (position, element) in elements.enumerated() {
            do throws(ValueMismatch) {
                append(try Element(scriptValue: element))
            } catch {
                throw error.under(.position(position))
            }
        }
    }

    public var scriptValue: Value { get throws { .list(try map { try $0.scriptValue }) } }
}

extension Dictionary: ValueConvertible where Key == String, Value: ValueConvertible {
    /// Two keys of a script may be two spellings of one text, which is one key of a dictionary. Such a map is an error.
    public init(scriptValue: PicketRuntime.Value) throws(ValueMismatch) {
        guard case .map(let map) = scriptValue.revealed else { throw ValueMismatch(wanted: "a map", scriptValue) }
        self = [:]
        for (key, value) in zip(map.keys, map.values) {
            do throws(ValueMismatch) {
                let known = updateValue(try Value(scriptValue: value), forKey: key)
                if known != nil { throw ValueMismatch(wanted: "one spelling of each key", got: "two") }
            } catch {
                throw error.under(.key(key))
            }
        }
    }

    /// The keys are in the order of their bytes, so that the map is the same in every run.
    public var scriptValue: PicketRuntime.Value {
        get throws {
            var map = ValueMap()
            for (key, value) in self.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                map[key] = try value.scriptValue
            }
            return .map(map)
        }
    }
}
