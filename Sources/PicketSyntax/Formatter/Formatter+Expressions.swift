/// Formats expressions from the tree, with literals as written in the source.
extension Formatter {
    /// Formats an expression of a statement. It stays as written if it has comments that cannot get a line of their
    /// own.
    mutating func text(of expression: Expression) -> String {
        let before = nextComment
        let text = layOut(expression)
        if hasComment(in: expression.span) {
            nextComment = before
            return verbatim(expression.span)
        }
        return text
    }

    /// The source text as written, including its comments.
    mutating func verbatim(_ span: SourceSpan) -> String {
        while nextComment < comments.count, comments[nextComment].start < span.end { nextComment += 1 }
        return written(span)
    }

    /// The source text with `\n` as the end of each line. Of two carriage returns before a newline none is dropped: the
    /// first one belongs to the text, and would be read as the end of the line without the second one.
    func written(_ span: SourceSpan) -> String {
        let (bytes, carriageReturn) = (source.bytes(span), UInt8(ascii: "\r"))
        guard bytes.contains(carriageReturn) else { return String(decoding: bytes, as: UTF8.self) }
        var kept: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let endsLine = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
            let isText = index > 0 && bytes[index - 1] == carriageReturn
            if byte != carriageReturn || !endsLine || isText { kept.append(byte) }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    func written(_ name: Name) -> String {
        written(name.span)
    }

    mutating func layOut(_ expression: Expression) -> String {
        switch expression {
        case .null, .boolean, .integer, .float, .duration, .word, .commandWord, .subject, .quoted, .text:
            return written(expression.span)
        case .variable(let name):
            let isBraced = name.start > 0 && source.base[Int(name.start) - 1] == UInt8(ascii: "{")
            return isBraced ? "${\(written(name))}" : "$\(written(name))"
        case .path(let path): return layOut(path)
        case .unary(let operation, let operand, _): return layOut(operation, operand)
        case .binary(let binary):
            let left = layOut(binary.left)
            return "\(left) \(sign(of: binary)) \(layOut(binary.right))"
        case .range(let range):
            let lower = layOut(range.lower)
            return lower + (range.isClosed ? ".." : "..<") + layOut(range.upper)
        default: return layOutBrackets(expression)
        }
    }

    private mutating func layOutBrackets(_ expression: Expression) -> String {
        switch expression {
        case .group(let value, let span):
            let isDollar = source.base[Int(span.start)] == UInt8(ascii: "$")
            return "\(isDollar ? "$(" : "(")\(layOut(value)))"
        case .list(let elements, let span):
            let items = elements.map { Item(span: $0.span, content: .value($0)) }
            return layOut(items, opening: Int(span.start), span: span)
        case .map(let entries, let span):
            let items = entries.map { Item(span: $0.key.span.union($0.value.span), content: .entry($0)) }
            return layOut(items, opening: Int(span.start), span: span)
        case .call(let call):
            let items = call.arguments.map { Item(span: $0.span, content: .argument($0)) }
            return written(call.name) + layOut(items, opening: Int(call.name.span.end), span: call.span)
        default: return written(expression.span)
        }
    }

    private mutating func layOut(_ path: Path) -> String {
        if source.base[Int(path.span.start)] == UInt8(ascii: "$"),
            source.base[Int(path.span.start) + 1] == UInt8(ascii: "{"),
            case .variable = path.base
        {
            return written(path.span)
        }
        return layOut(path.base) + layOut(path.steps)
    }

    mutating func layOut(_ steps: [PathStep]) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .field(let name): text += ".\(written(name))"
            case .index(let value, _): text += "[\(layOut(value))]"
            }
        }
        return text
    }

    /// A minus that is separate from its number stays separate; otherwise both would become one literal.
    private mutating func layOut(_ operation: UnaryOperator, _ operand: Expression) -> String {
        let text = layOut(operand)
        guard operation == .negate else { return "not \(text)" }
        let startsWithDigit = text.utf8.first.map { $0 &- UInt8(ascii: "0") < 10 } ?? false
        return startsWithDigit ? "- \(text)" : "-\(text)"
    }

    private func sign(of binary: BinaryExpression) -> String {
        binary.operation == .notContained ? "not in" : written(binary.operatorSpan)
    }
}
