import PicketRuntime
import PicketSyntax

extension YAMLReader {
    /// Returns a scalar by the core schema (YAML 1.2.2, section 10.3.2).
    static func value(of scalar: YAMLEvents.Scalar, line: Int) -> Value {
        guard isKnown(scalar.properties.tag) else {
            return .unreadable(UnreadableValue(tag: scalar.properties.tag, line: line))
        }
        let isText = !scalar.isPlain || scalar.properties.tag.hasBytes(of: "tag:yaml.org,2002:str")
        return isText ? .string(scalar.text) : plain(scalar.text)
    }

    static func plain(_ text: String) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: return number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> Value? {
        let sign = text.utf8.first
        let unsigned =
            sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? Substring(text.utf8.dropFirst()) : text[...]
        guard let first = unsigned.utf8.first, first &- UInt8(ascii: "0") < 10 || first == UInt8(ascii: ".") else {
            return nil
        }
        if text.utf8.starts(with: "0x".utf8) { return integer(Substring(text.utf8.dropFirst(2)), radix: 16) }
        if text.utf8.starts(with: "0o".utf8) { return integer(Substring(text.utf8.dropFirst(2)), radix: 8) }
        if unsigned.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) {
            guard unsigned.hasBytes(of: "0") || first != UInt8(ascii: "0") else { return nil }
            return WrittenNumber(json: jsonForm(text)).value
        }
        return isDecimal(unsigned) ? WrittenNumber(json: jsonForm(text)).value : nil
    }

    /// Converts a number to its JSON form. YAML allows a `+` before a number, and a point without digits on one side.
    private static func jsonForm(_ text: String) -> String {
        var number = text[...]
        let sign = number.utf8.first == UInt8(ascii: "-") ? "-" : ""
        if !sign.isEmpty || number.utf8.first == UInt8(ascii: "+") { number.removeFirst() }
        if number.utf8.first == UInt8(ascii: ".") { number = "0" + number }
        guard let point = number.firstIndex(of: ".") else { return sign + number }
        let behind = number.index(after: point)
        let isBare = behind == number.endIndex || !number[behind].isASCII || !number[behind].isNumber
        return sign + number[...point] + (isBare ? "0" : "") + number[behind...]
    }

    private static func integer(_ digits: Substring, radix: Int) -> Value? {
        // `Int64` would accept a sign.
        guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }) else { return nil }
        return Int64(digits, radix: radix).map { .integer($0) }
    }

    /// Whether a text has the form `digits [. digits] [e [sign] digits]`, without leading zeros or without digits
    /// before the point.
    private static func isDecimal(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        if bytes.count > 1, bytes[0] == UInt8(ascii: "0"), bytes[1] &- UInt8(ascii: "0") < 10 { return false }
        var position = 0
        func skipDigits() -> Int {
            let start = position
            while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
            return position - start
        }
        var digits = skipDigits()
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
                position += 1
            }
            guard skipDigits() > 0 else { return false }
        }
        return position == bytes.count
    }
}
