import PicketRuntime

/// The few members of a journal line that decide how it is handled, without lists and maps.
struct JournalOutline {
    enum Member: Int, CaseIterable {
        case event, time, step, command, commandRequest, request, ok, effect, hash, deferred, ends, settlement, outcome
        case recorded, name, format, strand, replaces

        /// The key in a line.
        fileprivate var key: String {
            switch self {
            case .event: "event"
            case .time: "time"
            case .step: "step"
            case .command: "command"
            case .commandRequest: "command_request"
            case .request: "request"
            case .ok: "ok"
            case .effect: "effect"
            case .hash: "hash"
            case .deferred: "deferred"
            case .ends: "ends"
            case .settlement: "as"
            case .outcome: "outcome"
            case .recorded: "recorded"
            case .name: "name"
            case .format: "format"
            case .strand: "strand"
            case .replaces: "replaces"
            }
        }
    }

    private var values = [Value?](repeating: nil, count: Member.allCases.count)

    fileprivate init() {}

    /// - Returns: nil for a line that is not an object.
    init?(_ line: [UInt8]) {
        guard let sink = try? JSONReader.read(line, into: JournalLineSink()), sink.isObject else { return nil }
        self = sink.outline
    }

    fileprivate(set) subscript(_ member: Member) -> Value? {
        get { values[member.rawValue] }
        set { values[member.rawValue] = newValue }
    }

    func text(_ member: Member) -> String? { self[member]?.text }
}

/// Takes the members of a line that an outline keeps, and skips the others.
private struct JournalLineSink: JSONSink {
    private static let keys = JournalOutline.Member.allCases.map { ($0, Array($0.key.utf8)) }

    private(set) var outline = JournalOutline()
    /// Whether the line is an object.
    private(set) var isObject = false
    private var depth = 0
    /// The member that waits for its value; nil for a skipped one.
    private var member: JournalOutline.Member?

    private mutating func put(_ value: @autoclosure () -> Value) {
        guard depth == 1, let member else { return }
        outline[member] = value()
    }

    mutating func null() { put(.null) }
    mutating func boolean(_ value: Bool) { put(.boolean(value)) }

    mutating func number(_ number: WrittenNumber) {
        if case .integer(let value) = number { put(.integer(value)) }
    }

    mutating func text(_ bytes: UnsafeRawBufferPointer) { put(.string(String(decoding: bytes, as: UTF8.self))) }

    mutating func key(_ bytes: UnsafeRawBufferPointer) {
        guard depth == 1 else { return }
        member = Self.keys.first { $0.1.count == bytes.count && bytes.elementsEqual($0.1) }?.0
    }

    mutating func beginObject() {
        isObject = isObject || depth == 0
        depth += 1
    }

    mutating func endObject() { depth -= 1 }
    mutating func beginArray() { depth += 1 }
    mutating func endArray() { depth -= 1 }
}
