import PicketRuntime

/// Writes JSON (RFC 8259), compact or in lines.
struct JSONText {
    private(set) var text = ReportText()
    /// Blanks a level; nil for all on one line.
    private let indentation: Int?
    private var depth = 0
    private var isFirst = true

    init(indentation: Int? = nil) {
        self.indentation = indentation
    }

    var bytes: [UInt8] { text.bytes }

    // MARK: Containers

    mutating func object(_ body: (inout JSONText) -> Void) { container("{", "}", body) }

    mutating func array<Element>(_ elements: some Sequence<Element>, _ body: (inout JSONText, Element) -> Void) {
        container("[", "]") { json in
            for element in elements {
                json.separate()
                body(&json, element)
            }
        }
    }

    mutating func key(_ key: String) {
        separate()
        string(key)
        text.raw(indentation == nil ? ":" : ": ")
    }

    private mutating func container(_ opening: String, _ closing: String, _ body: (inout JSONText) -> Void) {
        text.raw(opening)
        depth += 1
        let outer = isFirst
        isFirst = true
        body(&self)
        depth -= 1
        if !isFirst { breakLine() }
        isFirst = outer
        text.raw(closing)
    }

    private mutating func separate() {
        if !isFirst { text.raw(",") }
        isFirst = false
        breakLine()
    }

    private mutating func breakLine() {
        guard let indentation else { return }
        text.raw("\n" + String(repeating: " ", count: indentation * depth))
    }

    // MARK: Values

    mutating func string(_ value: String) {
        text.raw("\"")
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
            text.raw(value)
        } else {
            for scalar in value.unicodeScalars { escape(scalar) }
        }
        text.raw("\"")
    }

    /// What JSON demands, and what would break a line or an inlined script.
    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": text.raw("\\\"")
        case "\\": text.raw("\\\\")
        case "\n": text.raw("\\n")
        case "\r": text.raw("\\r")
        case "\t": text.raw("\\t")
        case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
            let digits = String(scalar.value, radix: 16)
            text.raw("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
        default: text.raw(String(scalar))
        }
    }

    mutating func integer(_ value: Int64) { text.raw(String(value)) }

    mutating func boolean(_ value: Bool) { text.raw(value ? "true" : "false") }

    mutating func null() { text.raw("null") }

    mutating func value(_ value: Value) {
        switch value {
        case .null: null()
        case .boolean(let value): boolean(value)
        case .integer(let value): integer(value)
        case .float(let value): value.isFinite ? text.raw(value.description) : string(value.description)
        case .duration, .secret: string(value.description)
        case .string(let value): string(value)
        case .list(let elements): array(elements) { $0.value($1) }
        case .map(let map):
            object { json in
                for (key, value) in zip(map.keys, map.values) {
                    json.key(key)
                    json.value(value)
                }
            }
        }
    }

    static func indented(_ value: Value) -> String {
        var json = JSONText(indentation: 2)
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension JSONText {
    /// A member that is left out when it has nothing to say.
    mutating func member(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        key(name)
        string(value)
    }

    mutating func member(_ name: String, _ value: Int64) {
        key(name)
        integer(value)
    }

    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        boolean(value)
    }

    mutating func members<Element>(
        _ name: String, _ elements: [Element], _ body: (inout JSONText, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        array(elements, body)
    }
}
