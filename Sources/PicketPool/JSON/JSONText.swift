import PicketRuntime

/// Values as JSON (RFC 8259), as bytes for the wire.
enum JSONText {
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if needsEscapes(text) {
            for byte in text.utf8 { appendEscaped(byte, to: &bytes) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Secrets are written as they are: what is made is for the wire. A duration is its printed text.
    static func append(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes += "null".utf8
        case .boolean(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .float(let value): bytes += (value.isFinite ? value.description : "null").utf8
        case .duration: append(value.description, to: &bytes)
        case .string(let text): append(text, to: &bytes)
        case .secret(let value): append(value, to: &bytes)
        case .list(let elements):
            bytes.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .map(let map): append(map, to: &bytes)
        }
    }

    static func append(_ map: ValueMap, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (position, key) in map.keys.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            append(key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(map.values[position], to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    static func text(_ value: Value) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func needsEscapes(_ text: String) -> Bool {
        let bytes = text.utf8.span
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
        }
        return false
    }

    private static let hex = Array("0123456789abcdef".utf8)

    private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes += #"\""#.utf8
        case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
        case 0x0A: bytes += #"\n"#.utf8
        case 0x0D: bytes += #"\r"#.utf8
        case 0x09: bytes += #"\t"#.utf8
        case 0..<0x20:
            bytes += #"\u00"#.utf8
            bytes += [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        default: bytes.append(byte)
        }
    }
}
