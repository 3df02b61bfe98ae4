extension Double: ValueConvertible {
    /// An integer becomes the nearest float.
    public init(scriptValue: Value) throws(ValueMismatch) {
        switch scriptValue.revealed {
        case .float(let value): self = value
        case .integer(let value): self = Double(value)
        default: throw ValueMismatch(wanted: "a number", scriptValue)
        }
    }

    public var scriptValue: Value { .float(self) }
}

extension Float: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = Float(try Double(scriptValue: scriptValue)) }
    public var scriptValue: Value { .float(Double(self)) }
}

extension FixedWidthInteger {
    /// An integer of the type. A number that does not fit is an error.
    fileprivate static func exact(_ scriptValue: Value) throws(ValueMismatch) -> Self {
        let value = scriptValue.revealed
        if case .integer(let number) = value, let exact = Self(exactly: number) { return exact }
        // A number that does not fit into 64 bits with a sign is kept as it is written.
        if case .decimal(let digits) = value, let exact = Self(digits) { return exact }
        let isWidest = bitWidth == 64 && isSigned
        let wanted = isWidest ? "an integer" : "an integer from \(min) to \(max)"
        guard case .integer(let number) = value else { throw ValueMismatch(wanted: wanted, scriptValue) }
        throw ValueMismatch(wanted: wanted, got: scriptValue.isSecret ? "this one" : "\(number)")
    }

    fileprivate var asScriptValue: Value { Int64(exactly: self).map { .integer($0) } ?? .decimal("\(self)") }
}

extension Int: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension Int8: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension Int16: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension Int32: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension Int64: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension UInt: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension UInt8: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension UInt16: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension UInt32: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension UInt64: ValueConvertible {
    public init(scriptValue: Value) throws(ValueMismatch) { self = try Self.exact(scriptValue) }
    public var scriptValue: Value { asScriptValue }
}

extension Value {
    fileprivate var isSecret: Bool {
        if case .secret = self { true } else { false }
    }
}
