/// The numbers of TOML.
enum TOMLNumber {
    /// Returns the value of a whole word; nil if it is no number that fits 64 bits.
    static func value(_ word: ArraySlice<UInt8>) -> TOMLValue? {
        var rest = word
        let sign = rest.first.flatMap { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") ? rest.removeFirst() : nil }
        if rest.elementsEqual("inf".utf8) { return .float(sign == UInt8(ascii: "-") ? -.infinity : .infinity) }
        if rest.elementsEqual("nan".utf8) { return .float(.nan) }
        if rest.count > 2, rest.first == UInt8(ascii: "0"), let radix = radix(rest[rest.startIndex + 1]) {
            guard sign == nil, let digits = digits(rest.dropFirst(2), radix: radix) else { return nil }
            return Int(digits, radix: radix).map { .integer($0) }
        }
        return decimal(rest, sign: sign)
    }

    /// Returns the value of a digit in ASCII; nil if the base has no such digit.
    static func digit(_ byte: UInt8, radix: Int) -> UInt8? {
        let value: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): value = byte - UInt8(ascii: "A") + 10
        default: return nil
        }
        return value < radix ? value : nil
    }

    private static func radix(_ mark: UInt8) -> Int? {
        switch mark {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
    }

    private static func decimal(_ text: ArraySlice<UInt8>, sign: UInt8?) -> TOMLValue? {
        let mark = text.firstIndex { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
        let mantissa = text[..<(mark ?? text.endIndex)]
        let dot = mantissa.firstIndex(of: UInt8(ascii: "."))
        guard let whole = digits(mantissa[..<(dot ?? mantissa.endIndex)], radix: 10),
            whole.utf8.count == 1 || whole.utf8.first != UInt8(ascii: "0")
        else { return nil }
        var number = (sign == UInt8(ascii: "-") ? "-" : "") + whole
        guard dot != nil || mark != nil else { return Int(number).map { .integer($0) } }
        if let dot {
            guard let fraction = digits(mantissa[(dot + 1)...], radix: 10) else { return nil }
            number += "." + fraction
        }
        if let mark {
            var exponent = text[(mark + 1)...]
            let sign = exponent.first
            if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { exponent.removeFirst() }
            guard let exponent = digits(exponent, radix: 10) else { return nil }
            number += (sign == UInt8(ascii: "-") ? "e-" : "e") + exponent
        }
        return Double(number).map { .float($0) }
    }

    /// Returns digits without the underscores between them; nil if there is anything else, or nothing.
    private static func digits(_ text: ArraySlice<UInt8>, radix: Int) -> String? {
        var result = ""
        var previousIsDigit = false
        for byte in text {
            let isDigit = digit(byte, radix: radix) != nil
            guard isDigit || (byte == UInt8(ascii: "_") && previousIsDigit) else { return nil }
            if isDigit { result.unicodeScalars.append(Unicode.Scalar(byte)) }
            previousIsDigit = isDigit
        }
        return previousIsDigit ? result : nil
    }
}
