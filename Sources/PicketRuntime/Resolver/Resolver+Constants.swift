import PicketSyntax

/// Warnings about constant conditions.
extension Resolver {
    /// Warns of each constant operand of a condition.
    func warnOfConstants(in condition: Expression) {
        switch ungrouped(condition) {
        case .unary(.not, let inner, _): warnOfConstants(in: inner)
        case .binary(let binary) where binary.operation == .and || binary.operation == .or: warnOfOperands(of: binary)
        case .binary(let binary) where binary.operation.isComparison: warnOfComparison(binary)
        default: warnOfConstant(condition, beside: nil)
        }
    }

    /// The same for `and` and `or`, also when they yield a value.
    func warnOfOperands(of binary: BinaryExpression) {
        for (operand, other) in [(binary.left, binary.right), (binary.right, binary.left)] {
            if isConstant(operand), binary.operation == .or {
                warnOfConstant(operand, beside: other)
            } else {
                warnOfConstants(in: operand)
            }
        }
    }

    private func warnOfConstant(_ value: Expression, beside other: Expression?) {
        guard let kind = constantKind(value) else { return }
        let span = value.span
        let text = shortened(source.text(span))
        let isNull = if case .null = ungrouped(value) { true } else { false }
        let holds = isNull ? "never holds" : "always holds"
        // An interpolated text is not constant.
        let message =
            isNull
            ? "`null` never holds" : isConstant(value) ? "`\(text)` is \(kind), which \(holds)" : "\(kind) \(holds)"
        report(
            .constantCondition(
                message, label: isNull ? "never true" : "always true", help: help(for: value, beside: other),
                at: location(span)))
    }

    private func help(for value: Expression, beside other: Expression?) -> String {
        if let other, let list = list(of: other, and: value) {
            return "to allow several values, write `\(list)`"
        }
        switch ungrouped(value) {
        case .integer(let status, _) where (100...599).contains(status):
            return "to test the status, write `expect status \(status)`"
        case .word(let span):
            if let boolean = Resolver.boolean(source.text(span)) { return "the boolean is `\(boolean)`" }
            return "write `$\(source.text(span))` to read a variable"
        case .list: return "a condition needs no brackets; `len(…) > 0` tests whether a list has elements"
        case .map: return "write a comparison, such as `len(…) > 0`"
        default:
            return other == nil ? "write a comparison, such as `$x == …`" : "`??` replaces a missing value"
        }
    }

    /// Suggests `body in [x, y]` for `body == x or y`.
    private func list(of comparison: Expression, and value: Expression) -> String? {
        var values = [source.text(value.span)]
        var node = ungrouped(comparison)
        while case .binary(let binary) = node, binary.operation == .or {
            values.insert(source.text(binary.right.span), at: 0)
            guard isConstant(binary.right) else { return nil }
            node = ungrouped(binary.left)
        }
        guard case .binary(let binary) = node, binary.operation == .equal else { return nil }
        values.insert(source.text(binary.right.span), at: 0)
        return "\(source.text(binary.left.span)) in [\(values.joined(separator: ", "))]"
    }

    private func warnOfComparison(_ binary: BinaryExpression) {
        guard isConstant(binary.left), isConstant(binary.right), !isName(binary.left), !isName(binary.right) else {
            return
        }
        let sign = source.text(binary.operatorSpan)
        var help = "compare with a variable: `$name` reads one"
        if case .word(let span) = ungrouped(binary.left) {
            let word = source.text(span)
            let beginning = String(word.prefix { $0 != "." })
            if ResponseSubject.allCases.contains(where: { "\($0)" == beginning }) {
                help = "outside of `expect` the latest response is `$last`: write `$last.\(word)`"
            } else {
                help = "write `$\(word)` to read a variable"
            }
        }
        report(
            .constantCondition(
                "both sides of `\(sign)` are constants", label: "always the same", help: help,
                at: location(binary.left.span.union(binary.right.span))))
    }

    /// Describes a value that makes a condition always true or always false; nil for a computed value, and for a
    /// boolean literal, which is intended.
    private func constantKind(_ value: Expression) -> String? {
        switch ungrouped(value) {
        case .null: return "null"
        case .integer, .float: return "a number"
        case .duration: return "a duration"
        case .word: return isName(value) ? nil : "a string"
        case .commandWord, .quoted, .text: return "a string"
        // In an expectation, a list or map with a missing part does not hold.
        case .list: return isInCondition && mayBeMissing(value) ? nil : "a list"
        case .map: return isInCondition && mayBeMissing(value) ? nil : "a map"
        case .range: return "a range"
        case .unary(.negate, let inner, _): return constantKind(inner)
        default: return nil
        }
    }

    private func isConstant(_ value: Expression) -> Bool {
        switch ungrouped(value) {
        case .null, .boolean, .integer, .float, .duration, .word, .commandWord, .quoted: return true
        case .text(let literal): return constantBytes(literal) != nil
        case .list(let elements, _): return elements.allSatisfy { isConstant($0) }
        case .map(let entries, _): return entries.allSatisfy { isConstant($0.key) && isConstant($0.value) }
        case .range(let range): return isConstant(range.lower) && isConstant(range.upper)
        case .unary(_, let inner, _): return isConstant(inner)
        default: return false
        }
    }

    private func shortened(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        return line.count > 40 ? line.prefix(40) + "…" : String(line)
    }

    /// Warns of `expect status`, which always holds, because every response has a status.
    func warnOfBareStatus(_ condition: Expression) {
        guard case .subject(.status, let span) = ungrouped(condition) else { return }
        report(
            .constantCondition(
                "`status` alone holds for every response", label: "always true",
                help: "write the expected status: `expect status 200`, `expect status 2xx`", at: location(span)))
    }

    // MARK: Words

    /// Warns of a bare word that is a visible name, or a constant of other languages.
    func warnOfName(_ span: SourceSpan) {
        if let (name, declaration) = nameInScope(span) {
            // The name was meant, so it is not unused.
            resolution.declarations[declaration].isUsed = true
            return report(.wordAsName(source.text(span), source.text(name), at: location(span)))
        }
        guard span.count <= 9 else { return }
        let word = source.text(span)
        if let value = Resolver.foreignConstant(word) { report(.foreignConstant(word, value, at: location(span))) }
    }

    func isName(_ value: Expression) -> Bool {
        guard case .word(let span) = ungrouped(value) else { return false }
        return nameInScope(span) != nil
    }

    /// The first part of a word, if it is a visible name that ends there or before a field.
    private func nameInScope(_ span: SourceSpan) -> (name: SourceSpan, declaration: Int)? {
        let bytes = source.bytes(span)
        let isNameByte = { (byte: UInt8) in
            byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
                || byte &- UInt8(ascii: "0") < 10
        }
        let end = bytes.firstIndex { !isNameByte($0) } ?? bytes.count
        guard end > 0, end == bytes.count || bytes[end] == UInt8(ascii: ".") else { return nil }
        let name = SourceSpan(Int(span.start), Int(span.start) + end)
        // Most words are not names, and must not be added to the table.
        guard let number = session.names.existing(name, in: source), number < visible.count else { return nil }
        return declaration(of: number).map { (name, $0) }
    }

    /// The spelling of other languages for `true`, `false` and `null`, in a different case.
    private static func foreignConstant(_ word: String) -> String? {
        switch word {
        case "True", "TRUE": return "true"
        case "False", "FALSE": return "false"
        case "None", "NULL", "Null", "nil", "undefined": return "null"
        default: return nil
        }
    }

    /// Words that users mistake for booleans.
    private static func boolean(_ word: String) -> String? {
        switch word {
        case "yes", "Yes", "YES", "on", "On", "ON", "True", "TRUE", "y", "t": return "true"
        case "no", "No", "NO", "off", "Off", "OFF", "False", "FALSE", "n", "f", "none": return "false"
        default: return nil
        }
    }

    /// Warns of `{{name}}` in a string, where interpolation is written `$name`.
    func warnOfBraces(in span: SourceSpan) {
        let bytes = source.bytes(span)
        guard bytes.count > 6, bytes.first == UInt8(ascii: "\"") else { return }
        for position in 1..<(bytes.count - 4)
        where bytes[position] == UInt8(ascii: "{") && bytes[position + 1] == UInt8(ascii: "{") {
            guard let (name, end) = nameInBraces(bytes, from: position + 2) else { continue }
            let start = Int(span.start)
            let whole = SourceSpan(start + position, start + end)
            let text = source.text(SourceSpan(start + name.lowerBound, start + name.upperBound))
            return report(.foreignInterpolation(source.text(whole), text, at: location(whole)))
        }
    }

    private func nameInBraces(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (name: Range<Int>, end: Int)? {
        var position = start
        func skip(_ isSkipped: (UInt8) -> Bool) -> Range<Int> {
            let first = position
            while position < bytes.count, isSkipped(bytes[position]) { position += 1 }
            return first..<position
        }
        _ = skip { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "$") }
        let name = skip { byte in
            byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: ".") || byte &- UInt8(ascii: "0") < 10
        }
        _ = skip { $0 == UInt8(ascii: " ") }
        guard !name.isEmpty, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "}"),
            bytes[position + 1] == UInt8(ascii: "}")
        else { return nil }
        return (name, position + 2)
    }
}
