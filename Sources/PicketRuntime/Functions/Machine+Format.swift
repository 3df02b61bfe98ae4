/// One conversion of a pattern: `%[-0+][width][.precision]letter`.
private struct Conversion {
    var isLeftAligned = false
    var fillsZeros = false
    var showsPlus = false
    var width = 0
    var precision: Int?
    var letter: UInt8 = 0
}

extension Machine {
    /// `format(value, "%05d")`: a text with exactly one conversion of `d x X o b` (integer), `f e` (float) or `s` (any
    /// value).
    func formatted(_ cell: Cell, _ pattern: Cell) throws(Failure) -> Cell {
        guard pattern.isText else {
            throw isPattern(cell)
                ? swappedArguments(cell, pattern) : wrongFunctionArgument(.format, "a pattern", pattern)
        }
        let printed = try text(of: cell)
        let bytes = pattern.withText { Array($0) }
        charge(scanned: 4 * bytes.count + 8 * printed.textCount)
        var result: [UInt8] = []
        var position = 0
        var conversions = 0
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "%") else {
                result.append(bytes[position])
                position += 1
                continue
            }
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "%") {
                result.append(UInt8(ascii: "%"))
                position += 1
                continue
            }
            let conversion = try conversion(bytes, &position)
            conversions += 1
            // Further conversions are only counted, because each would repeat a long text.
            guard conversions == 1 else { continue }
            result += padded(try digits(cell, printed, conversion), conversion)
        }
        guard conversions == 1 else {
            if conversions == 0, isPattern(cell) { throw swappedArguments(cell, pattern) }
            throw badPattern("a pattern has one conversion, such as `%d`, not \(conversions)")
        }
        return heap.state.pointee.text(result).tainted(printed.isSecret || pattern.isSecret)
    }

    private func isPattern(_ cell: Cell) -> Bool {
        cell.isText && !cell.isSecret && cell.withText { $0.contains(UInt8(ascii: "%")) }
    }

    private func swappedArguments(_ pattern: Cell, _ value: Cell) -> Failure {
        let (shownPattern, shownValue) = (described(pattern, limit: 30), described(value, limit: 30))
        return fault(
            .typeMismatch, "`format` takes the value first and the pattern second; here they are swapped",
            label: "the pattern \(shownPattern) comes first",
            help: "write `format(\(value.isSecret ? "$x" : shownValue.text), \(shownPattern.text))`")
    }

    private func badPattern(_ message: String) -> Failure {
        fault(
            .badPattern, "`format`: \(message)", label: "in this pattern",
            help: "a pattern is such as `%05d`, `%.2f` or `%-10s`; `%%` is a percent sign")
    }

    private func conversion(_ bytes: [UInt8], _ position: inout Int) throws(Failure) -> Conversion {
        var conversion = Conversion()
        flags: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "-"): conversion.isLeftAligned = true
            case UInt8(ascii: "0"): conversion.fillsZeros = true
            case UInt8(ascii: "+"): conversion.showsPlus = true
            default: break flags
            }
            position += 1
        }
        conversion.width = try number(bytes, &position)
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            conversion.precision = try number(bytes, &position)
        }
        guard position < bytes.count else { throw badPattern("the pattern ends inside a conversion") }
        conversion.letter = bytes[position]
        position += 1
        return conversion
    }

    private func number(_ bytes: [UInt8], _ position: inout Int) throws(Failure) -> Int {
        var value = 0
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 {
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            guard value <= 1_000 else { throw badPattern("a width or precision is at most 1000") }
            position += 1
        }
        return value
    }

    private func digits(_ cell: Cell, _ printed: Cell, _ conversion: Conversion) throws(Failure) -> [UInt8] {
        switch conversion.letter {
        case UInt8(ascii: "d"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "o"), UInt8(ascii: "b"):
            guard cell.kind == CellKind.integer else { throw wrongFunctionArgument(.format, "an integer here", cell) }
            let radix = [UInt8(ascii: "d"): 10, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2][conversion.letter] ?? 16
            let digits = String(
                cell.integer.magnitude, radix: radix, uppercase: conversion.letter == UInt8(ascii: "X"))
            return signed(padded(digits, cell.integer, conversion.precision), cell.integer >= 0, conversion)
        case UInt8(ascii: "f"), UInt8(ascii: "e"):
            guard cell.isNumber else { throw wrongFunctionArgument(.format, "a number here", cell) }
            let value = cell.number
            guard value.isFinite else {
                return signed(value.isNaN ? "nan" : value.description, value > 0, conversion)
            }
            // The exact digits of very large and very small floats take quadratic time in the exponent.
            let exponent = value == 0 ? 0 : Int(value.exponent.magnitude)
            charge(ticks: exponent * exponent >> 9)
            let text = DecimalFormat.text(
                value, precision: conversion.precision ?? 6, isScientific: conversion.letter == UInt8(ascii: "e"))
            return signed(text, value.sign == .plus, conversion)
        case UInt8(ascii: "s"):
            let text = printed.string
            return Array((conversion.precision.map { String(text.prefix($0)) } ?? text).utf8)
        default:
            throw badPattern("there is no conversion `%\(Unicode.Scalar(conversion.letter))`")
        }
    }

    /// Pads an integer to a minimum number of digits, as in C: zero with precision 0 has no digits.
    private func padded(_ digits: String, _ value: Int64, _ precision: Int?) -> String {
        let sign = value < 0 ? "-" : ""
        guard let precision else { return sign + digits }
        if precision == 0, value == 0 { return sign }
        return sign + String(repeating: "0", count: max(0, precision - digits.utf8.count)) + digits
    }

    private func signed(_ text: String, _ isPositive: Bool, _ conversion: Conversion) -> [UInt8] {
        Array(((conversion.showsPlus && isPositive ? "+" : "") + text).utf8)
    }

    private func padded(_ digits: [UInt8], _ conversion: Conversion) -> [UInt8] {
        guard conversion.width > 0 else { return digits }
        let missing = conversion.width - String(decoding: digits, as: UTF8.self).prefix(conversion.width).count
        guard missing > 0 else { return digits }
        if conversion.isLeftAligned { return digits + Array(repeating: 0x20, count: missing) }
        // As in C: the precision of an integer is its number of digits, and a value that is not a number gets no
        // leading zeros.
        let isNumber = digits.last.map { $0 &- UInt8(ascii: "0") < 10 || conversion.letter | 0x20 == UInt8(ascii: "x") }
        let isInteger = conversion.letter != UInt8(ascii: "f") && conversion.letter != UInt8(ascii: "e")
        guard conversion.fillsZeros, conversion.letter != UInt8(ascii: "s"), isNumber == true,
            !isInteger || conversion.precision == nil
        else {
            return Array(repeating: 0x20, count: missing) + digits
        }
        let hasSign = digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+")
        return digits.prefix(hasSign ? 1 : 0) + Array(repeating: UInt8(ascii: "0"), count: missing)
            + digits.dropFirst(hasSign ? 1 : 0)
    }
}

/// Formats floats with a fixed number of decimals, exactly, because every double is a finite decimal.
enum DecimalFormat {
    static func text(_ value: Double, precision: Int, isScientific: Bool) -> String {
        var (digits, point) = decimal(value.magnitude)
        if isScientific {
            let exponent = digits.isEmpty ? 0 : point - 1
            var scientific = rounded(digits, keeping: precision + 1)
            let carried = scientific.count > precision + 1
            if carried { scientific.removeLast() }
            let whole = scientific.first.map { String($0) } ?? "0"
            let rest = scientific.dropFirst().map(String.init).joined()
            let fraction = rest + String(repeating: "0", count: max(0, precision - rest.count))
            let power = exponent + (carried ? 1 : 0)
            let shown = power.magnitude < 10 ? "0\(power.magnitude)" : "\(power.magnitude)"
            return (value.sign == .minus ? "-" : "") + whole + (precision > 0 ? "." + fraction : "")
                + "e" + (power < 0 ? "-" : "+") + shown
        }
        let kept = point + precision
        let before = digits.count
        if kept < 0 {
            digits = []
            point = 0
        } else if kept < before {
            let cut = rounded(digits, keeping: kept)
            if cut.count > kept { point += 1 }
            digits = cut
        }
        return (value.sign == .minus ? "-" : "") + fixed(digits, point, precision)
    }

    private static func fixed(_ digits: [UInt8], _ point: Int, _ precision: Int) -> String {
        func digit(_ position: Int) -> Character {
            guard position >= 0, position < digits.count else { return "0" }
            return Character(Unicode.Scalar(UInt8(ascii: "0") + digits[position]))
        }
        var text = point <= 0 ? "0" : String((0..<point).map { digit($0) })
        if precision > 0 { text += "." + String((0..<precision).map { digit(point + $0) }) }
        return text
    }

    /// Rounds half to even on the exact value. The result has one digit more if the carry passes the first digit.
    private static func rounded(_ digits: [UInt8], keeping count: Int) -> [UInt8] {
        guard count < digits.count else { return digits }
        var kept = Array(digits.prefix(count))
        let rest = digits.dropFirst(count)
        let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        let goesUp = (rest.first ?? 0) > 5 || rest.first == 5 && !isHalf || isHalf && (kept.last ?? 0) & 1 == 1
        guard goesUp else { return kept }
        for position in kept.indices.reversed() {
            if kept[position] < 9 {
                kept[position] += 1
                return kept
            }
            kept[position] = 0
        }
        return [1] + kept
    }

    /// The exact decimal digits, and the position of the point among them.
    private static func decimal(_ value: Double) -> (digits: [UInt8], point: Int) {
        guard value > 0 else { return ([], 0) }
        var digits: [UInt8] = []
        var whole = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
        while whole > 0 {
            digits.insert(UInt8(whole % 10), at: 0)
            whole /= 10
        }
        var point = digits.count
        let exponent = (value.isNormal ? Int(value.exponentBitPattern) : 1) - 1_075
        for _ in 0..<max(0, exponent) {
            let count = digits.count
            multiply(&digits, by: 2)
            point += digits.count - count
        }
        // Division by two is multiplication by five and a move of the point.
        for _ in 0..<max(0, -exponent) {
            let count = digits.count
            multiply(&digits, by: 5)
            point += digits.count - count - 1
        }
        return (digits, point)
    }

    private static func multiply(_ digits: inout [UInt8], by factor: Int) {
        var carry = 0
        for position in digits.indices.reversed() {
            let product = Int(digits[position]) * factor + carry
            digits[position] = UInt8(product % 10)
            carry = product / 10
        }
        if carry > 0 { digits.insert(UInt8(carry), at: 0) }
    }
}
