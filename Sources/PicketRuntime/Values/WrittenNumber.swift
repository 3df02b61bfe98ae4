import PicketSyntax

/// A decimal number of a data format (JSON, YAML), and the choice of its kind.
///
/// A whole number of 64 bits becomes an integer. A number whose digits a 64-bit float reproduces becomes a float. Any
/// other number is kept as written, so that it is sent unchanged.
package enum WrittenNumber: Equatable {
    case integer(Int64)
    case float(Double)
    /// In JSON's form (RFC 8259, section 6).
    case decimal(String)

    /// - Parameter text: a number in JSON's form.
    package init(json text: String) {
        let bytes = Array(text.utf8)
        if bytes.allSatisfy({ Self.isDigit($0) || $0 == UInt8(ascii: "-") }) {
            self = Int64(text).map { .integer($0) } ?? .decimal(text)
        } else if let value = Double(text), value.isFinite, Self.holds(value, bytes) {
            self = .float(value)
        } else {
            self = .decimal(text)
        }
    }

    /// Whether a text has the form of a number in JSON (RFC 8259, section 6).
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits(_ rest: inout Substring.UTF8View) -> Int {
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits(&rest)
        guard whole > 0, !startsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard digits(&rest) > 0 else { return false }
        }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        rest.removeFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        return digits(&rest) > 0 && rest.isEmpty
    }

    package var value: Value {
        switch self {
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .decimal(let text): .decimal(text)
        }
    }

    /// Whether a float's own text has the written value.
    private static func holds(_ value: Double, _ written: [UInt8]) -> Bool {
        let (digits, exponent) = normal(written)
        // A float reproduces any 15 digits within its range (`DBL_DIG` of C).
        if digits.count <= 15, (-290...290).contains(exponent) { return true }
        return normal(Array(value.description.utf8)) == (digits, exponent)
    }

    /// The digits without leading and trailing zeros, and the power of ten of the first one; empty and 0 for zero.
    private static func normal(_ text: [UInt8]) -> ([UInt8], Int) {
        var digits: [UInt8] = []
        var (exponent, hasPoint) = (-1, false)
        var position = 0
        while position < text.count, text[position] | 0x20 != UInt8(ascii: "e") {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: ".") {
                hasPoint = true
            } else if isDigit(byte) {
                if digits.isEmpty, byte == UInt8(ascii: "0") {
                    // A zero before the first digit counts only after the point.
                    if hasPoint { exponent -= 1 }
                } else {
                    digits.append(byte)
                    if !hasPoint { exponent += 1 }
                }
            }
        }
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        guard !digits.isEmpty else { return ([], 0) }
        var power = String(decoding: text[min(position + 1, text.count)...], as: UTF8.self)
        if power.utf8.first == UInt8(ascii: "+") { power.removeFirst() }
        // An exponent beyond 64 bits exceeds any float's.
        let (sum, overflow) = exponent.addingReportingOverflow(power.isEmpty ? 0 : Int(power) ?? .max / 2)
        return (digits, overflow ? .max : sum)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
