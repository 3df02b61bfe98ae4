import NIOCore
import PicketRuntime

/// Values as JSON (RFC 8259), written straight into the buffer that goes to the socket.
enum JSONText {
    static func append(_ text: String, to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(ascii: "\""))
        if text.utf8.contains(where: needsEscape) {
            for byte in text.utf8 { appendEscaped(byte, to: &buffer) }
        } else {
            buffer.writeString(text)
        }
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    /// Secrets are written as they are: what is made is for the wire. A duration is its printed text.
    static func append(_ value: Value, to buffer: inout ByteBuffer) {
        switch value {
        case .null: buffer.writeStaticString("null")
        case .boolean(let value): buffer.writeString(value ? "true" : "false")
        case .integer(let value): buffer.writeString(String(value))
        case .float(let value): buffer.writeString(value.isFinite ? value.description : "null")
        case .duration: append(value.description, to: &buffer)
        case .string(let text): append(text, to: &buffer)
        case .secret(let value): append(value, to: &buffer)
        case .list(let elements):
            buffer.writeInteger(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
                append(element, to: &buffer)
            }
            buffer.writeInteger(UInt8(ascii: "]"))
        case .map(let map): append(map, to: &buffer)
        }
    }

    static func append(_ map: ValueMap, to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(ascii: "{"))
        for (position, key) in map.keys.enumerated() {
            if position > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
            append(key, to: &buffer)
            buffer.writeInteger(UInt8(ascii: ":"))
            append(map.values[position], to: &buffer)
        }
        buffer.writeInteger(UInt8(ascii: "}"))
    }

    static func text(_ value: Value) -> String {
        var buffer = ByteBuffer()
        append(value, to: &buffer)
        return String(buffer: buffer)
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static let hex = Array("0123456789abcdef".utf8)

    private static func appendEscaped(_ byte: UInt8, to buffer: inout ByteBuffer) {
        switch byte {
        case UInt8(ascii: "\""): buffer.writeStaticString("\\\"")
        case UInt8(ascii: "\\"): buffer.writeStaticString("\\\\")
        case 0x0A: buffer.writeStaticString("\\n")
        case 0x0D: buffer.writeStaticString("\\r")
        case 0x09: buffer.writeStaticString("\\t")
        case 0..<0x20:
            buffer.writeStaticString("\\u00")
            buffer.writeInteger(hex[Int(byte >> 4)])
            buffer.writeInteger(hex[Int(byte & 15)])
        default: buffer.writeInteger(byte)
        }
    }
}
