import PicketRuntime

/// Keeps of a line what decides about its step. A journal may have hundreds of megabytes of bodies and headers, of which a
/// resumed run reads only what it comes to.
struct JournalLineSink: JSONSink {
    /// The line's own members that are kept: none of them is a list or a map.
    private static let names: [(text: String, bytes: [UInt8])] = [
        "event", "time", "step", "command", "command_request", "request", "ok", "effect", "hash", "deferred", "ends",
        "as", "outcome", "recorded", "name", "format", "strand", "replaces",
    ].map { ($0, Array($0.utf8)) }

    private(set) var members = ValueMap()
    /// Whether the line is an object.
    private(set) var isObject = false
    private var depth = 0
    /// The member that waits for its value; nil for one that is passed over.
    private var name: String?

    private mutating func put(_ value: @autoclosure () -> Value) {
        guard depth == 1, let name else { return }
        members[name] = value()
    }

    mutating func null() { put(.null) }
    mutating func boolean(_ value: Bool) { put(.boolean(value)) }

    mutating func number(_ number: WrittenNumber) {
        if case .integer(let value) = number { put(.integer(value)) }
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) { put(.string(String(decoding: bytes, as: UTF8.self))) }

    mutating func key(_ bytes: UnsafeRawBufferPointer) {
        guard depth == 1 else { return }
        name = Self.names.first { $0.bytes.count == bytes.count && bytes.elementsEqual($0.bytes) }?.text
    }

    mutating func beginObject() {
        isObject = isObject || depth == 0
        depth += 1
    }

    mutating func endObject() { depth -= 1 }
    mutating func beginArray() { depth += 1 }
    mutating func endArray() { depth -= 1 }
}
