/// Reads and writes hexadecimal digits.
package enum Hexadecimal {
    /// The value of an ASCII digit in either case; nil for any other byte.
    package static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit of a value from 0 to 15.
    package static func digit(_ value: UInt8, isUppercase: Bool = false) -> UInt8 {
        assert(value < 16)
        if value < 10 { return UInt8(ascii: "0") + value }
        return (isUppercase ? UInt8(ascii: "A") : UInt8(ascii: "a")) + value - 10
    }

    /// Appends a byte as two digits.
    package static func append(_ byte: UInt8, to text: inout [UInt8], isUppercase: Bool = false) {
        text.append(digit(byte >> 4, isUppercase: isUppercase))
        text.append(digit(byte & 15, isUppercase: isUppercase))
    }

    /// Returns bytes as digits, two per byte.
    package static func encoded(_ bytes: some Sequence<UInt8>, isUppercase: Bool = false) -> [UInt8] {
        var text: [UInt8] = []
        for byte in bytes { append(byte, to: &text, isUppercase: isUppercase) }
        return text
    }

    /// Returns bytes as a text of lower-case digits.
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: encoded(bytes), as: UTF8.self)
    }

    /// Appends `\uXXXX` for a UTF-16 code unit, as in JSON (RFC 8259, section 7).
    package static func appendEscape(_ unit: UInt16, to text: inout [UInt8], isUppercase: Bool = false) {
        text.append(UInt8(ascii: "\\"))
        text.append(UInt8(ascii: "u"))
        append(UInt8(unit >> 8), to: &text, isUppercase: isUppercase)
        append(UInt8(unit & 0xFF), to: &text, isUppercase: isUppercase)
    }
}
