/// Builds a value from a JSON text. The last value of a repeated key wins, in the position of the first.
///
/// The value of a secret field is marked when it is added to its map, and its texts are collected.
struct ValueSink: JSONSink {
    /// A list or a map that is not yet complete.
    private struct Level {
        let isMap: Bool
        var elements: [Value] = []
        var map = ValueMap()
        /// The key of the next value.
        var key = ""
    }

    private let fields: SecretFields
    private var levels: [Level] = []
    private(set) var result = Value.null
    /// The texts in secret fields.
    private(set) var secrets: [String] = []

    init(_ fields: SecretFields = SecretFields()) { self.fields = fields }

    private mutating func put(_ value: Value) {
        let last = levels.count - 1
        guard last >= 0 else {
            result = value
            return
        }
        guard levels[last].isMap else { return levels[last].elements.append(value) }
        let key = levels[last].key
        levels[last].map[key] = fields.member(key, value, &secrets)
    }

    mutating func null() { put(.null) }
    mutating func boolean(_ value: Bool) { put(.boolean(value)) }

    mutating func number(_ number: WrittenNumber) {
        switch number {
        case .integer(let value): put(.integer(value))
        case .float(let value): put(.float(value))
        case .decimal(let text): put(.decimal(text))
        }
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) { put(fields.text(bytes, &secrets)) }
    mutating func beginObject() { levels.append(Level(isMap: true)) }

    mutating func key(_ bytes: UnsafeRawBufferPointer) {
        let last = levels.count - 1
        guard last >= 0 else { return assertionFailure("a reader tells a key inside an object") }
        levels[last].key = String(decoding: bytes, as: UTF8.self)
    }

    mutating func endObject() { endContainer() }
    mutating func beginArray() { levels.append(Level(isMap: false)) }
    mutating func endArray() { endContainer() }

    private mutating func endContainer() {
        guard let level = levels.popLast() else { return assertionFailure("a container ends that never began") }
        put(level.isMap ? .map(level.map) : .list(level.elements))
    }
}
