import PicketRuntime

/// What can be said of an answer's body without building a value of it.
struct JSONInspection: Equatable {
    enum Form { case empty, json, other }

    private(set) var form = Form.empty
    /// Whether the outermost object has a member `error`.
    private(set) var hasError = false
    /// Whether an object at any depth has a member that is always secret.
    private(set) var hasSecret = false

    init(_ bytes: [UInt8]) {
        do {
            self = try JSONReader.read(bytes, into: Sink()).found
            form = .json
        } catch {
            form = error.kind == .empty ? .empty : .other
        }
    }

    private init() {}

    private struct Sink: JSONSink {
        var found = JSONInspection()
        private var depth = 0

        mutating func key(_ bytes: UnsafeRawBufferPointer) {
            if depth == 1, bytes.elementsEqual("error".utf8) { found.hasError = true }
            if Endpoint.secretFields.contains(where: { bytes.elementsEqual($0.utf8) }) { found.hasSecret = true }
        }

        mutating func beginObject() { depth += 1 }
        mutating func endObject() { depth -= 1 }
        mutating func beginArray() { depth += 1 }
        mutating func endArray() { depth -= 1 }
        mutating func null() {}
        mutating func boolean(_ value: Bool) {}
        mutating func number(_ number: WrittenNumber) {}
        mutating func text(_ bytes: UnsafeRawBufferPointer) {}
    }
}
