/// The value of a bare command word, a table cell or an untyped `NAME=VALUE`.
package enum WordValue: Sendable, Equatable {
    case text, null
    case boolean(Bool)
    case integer(Int64)
    case float(Double)
    /// In nanoseconds.
    case duration(Int64)
}

/// Returns the value of a word: a number or a duration if it prints back as the same text, else a text.
package func wordValue(of bytes: UnsafeBufferPointer<UInt8>) -> WordValue {
    guard let first = bytes.first else { return .text }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        return numericWordValue(of: bytes)
    case UInt8(ascii: "t") where spells(bytes, "true"): return .boolean(true)
    case UInt8(ascii: "f") where spells(bytes, "false"): return .boolean(false)
    case UInt8(ascii: "n") where spells(bytes, "null"): return .null
    default: return .text
    }
}

private func numericWordValue(of bytes: UnsafeBufferPointer<UInt8>) -> WordValue {
    guard let literal = NumericLiteral(bytes, isSigned: true) else { return .text }
    switch literal {
    case .integer(let value):
        return value == 0 && bytes.first == UInt8(ascii: "-") ? .text : .integer(value)
    case .duration(let value):
        return DurationText.language(value).utf8.elementsEqual(bytes) ? .duration(value) : .text
    case .float(let value):
        return FloatText.bytes(value).elementsEqual(bytes) ? .float(value) : .text
    case .integerOverflow, .durationOverflow, .floatOverflow:
        return .text
    }
}

/// Returns the nanoseconds of `250ms`, `30s`, `5m` or `2h`; nil for other text, and for a value that needs more than 64
/// bits.
package func durationValue(of bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard case .duration(let value) = NumericLiteral(bytes, isSigned: true) else { return nil }
    return value
}

/// The units of durations.
package enum DurationUnit: String, CaseIterable, Sendable {
    case nanoseconds = "ns"
    case microseconds = "us"
    case milliseconds = "ms"
    case seconds = "s"
    case minutes = "m"
    case hours = "h"

    /// All units from the largest to the smallest.
    static let descending: [DurationUnit] = allCases.reversed()

    package var nanoseconds: Int64 {
        switch self {
        case .nanoseconds: return 1
        case .microseconds: return 1_000
        case .milliseconds: return 1_000_000
        case .seconds: return 1_000_000_000
        case .minutes: return 60_000_000_000
        case .hours: return 3_600_000_000_000
        }
    }
}

/// A number or a duration as written, before the check that it prints back as the same text.
enum NumericLiteral {
    case integer(Int64)
    case float(Double)
    case duration(Int64)
    case integerOverflow, floatOverflow, durationOverflow

    /// Returns nil for other text, such as `007`, `5x` or `10.0.0.1`.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, isSigned: Bool) {
        let isNegative = isSigned && bytes.first == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        var index = start
        var value: Int64 = 0
        var isTooLarge = false
        while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
            // Accumulates a negative value, because the least integer has no positive counterpart.
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (difference, borrow) = product.subtractingReportingOverflow(Int64(digit))
            isTooLarge = isTooLarge || overflow || borrow
            value = difference
            index += 1
        }
        let digits = index - start
        guard digits > 0, digits == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        if index == bytes.count {
            self = NumericLiteral(integer: value, isNegative: isNegative, isTooLarge: isTooLarge)
        } else if bytes[index] == UInt8(ascii: ".") || bytes[index] | 0x20 == UInt8(ascii: "e") {
            self.init(float: bytes, fractionAt: index)
        } else {
            guard let unit = DurationUnit(suffix: bytes, from: index) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: unit.nanoseconds)
            let total = NumericLiteral(integer: product, isNegative: isNegative, isTooLarge: isTooLarge || overflow)
            guard case .integer(let nanoseconds) = total else {
                self = .durationOverflow
                return
            }
            self = .duration(nanoseconds)
        }
    }

    /// `value` is zero or negative; `isNegative` decides whether its sign is flipped.
    private init(integer value: Int64, isNegative: Bool, isTooLarge: Bool) {
        if isTooLarge || !isNegative && value == .min {
            self = .integerOverflow
        } else {
            self = .integer(isNegative ? value : -value)
        }
    }

    /// Reads `digits [.digits] [e[sign]digits]`. The bytes before `index` are digits.
    private init?(float bytes: UnsafeBufferPointer<UInt8>, fractionAt index: Int) {
        var index = index
        func skipDigits() -> Bool {
            let start = index
            while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
            return index > start
        }
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() else { return nil }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                index += 1
            }
            guard skipDigits() else { return nil }
        }
        guard index == bytes.count, let value = Double(String(decoding: bytes, as: UTF8.self)) else { return nil }
        self = value.isFinite ? .float(value) : .floatOverflow
    }
}

extension DurationUnit {
    fileprivate init?(suffix bytes: UnsafeBufferPointer<UInt8>, from index: Int) {
        switch (bytes.count - index, bytes[index]) {
        case (1, UInt8(ascii: "s")): self = .seconds
        case (1, UInt8(ascii: "m")): self = .minutes
        case (1, UInt8(ascii: "h")): self = .hours
        case (2, UInt8(ascii: "m")) where bytes[index + 1] == UInt8(ascii: "s"): self = .milliseconds
        case (2, UInt8(ascii: "u")) where bytes[index + 1] == UInt8(ascii: "s"): self = .microseconds
        case (2, UInt8(ascii: "n")) where bytes[index + 1] == UInt8(ascii: "s"): self = .nanoseconds
        default: return nil
        }
    }
}

private func spells(_ bytes: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { $0.elementsEqual(bytes) }
}
