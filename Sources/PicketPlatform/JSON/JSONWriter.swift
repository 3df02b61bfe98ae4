extension JSONValue {
    /// The value as JSON in UTF-8, with members in order and blanks as in the manual.
    var bytes: [UInt8] { bytes(itemSeparator: ", ", keySeparator: ": ") }

    /// The value without white space, as in tokens.
    var compactBytes: [UInt8] { bytes(itemSeparator: ",", keySeparator: ":") }

    private func bytes(itemSeparator: StaticString, keySeparator: StaticString) -> [UInt8] {
        var writer = JSONWriter(
            itemSeparator: Array(itemSeparator.description.utf8), keySeparator: Array(keySeparator.description.utf8))
        writer.write(self)
        return writer.bytes
    }
}

private struct JSONWriter {
    let itemSeparator: [UInt8]
    let keySeparator: [UInt8]
    var bytes: [UInt8] = []

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes += "null".utf8
        case .boolean(let boolean): bytes += (boolean ? "true" : "false").utf8
        case .number(let spelling): bytes += spelling.utf8
        case .string(let string): write(string)
        case .array(let values): write(values)
        case .object(let members): write(members)
        }
    }

    private mutating func write(_ values: [JSONValue]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes += itemSeparator }
            write(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ members: [JSONValue.Member]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes += itemSeparator }
            write(member.key)
            bytes += keySeparator
            write(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes a string. The quote, the backslash and controls are escaped
    /// (https://www.rfc-editor.org/rfc/rfc8259#section-7).
    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20: writeEscape(of: byte)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(of control: UInt8) {
        let digits = Array("0123456789abcdef".utf8)
        bytes += "\\u00".utf8
        bytes.append(digits[Int(control >> 4)])
        bytes.append(digits[Int(control & 0xF)])
    }
}
