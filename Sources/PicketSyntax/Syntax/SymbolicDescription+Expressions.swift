extension SymbolicDescription {
    /// Describes an expression: words bare, command words after a `'`, strings in quotes, durations in nanoseconds.
    package func describe(_ expression: Expression) -> String {
        switch expression {
        case .null: return "null"
        case .boolean(let value, _): return "\(value)"
        case .integer(let value, _): return "\(value)"
        case .float(let value, _): return "\(value)"
        case .duration(let value, _): return "\(value)ns"
        case .word(let span): return text(span)
        case .commandWord(let span): return "'\(text(span))"
        case .quoted(let span): return describe(TextLiteral(quoted: span, in: source))
        case .text(let literal): return describe(literal)
        case .variable(let span): return "$\(text(span))"
        case .subject(let subject, _): return "@\(subject)"
        case .path(let path): return describe(path.base) + describe(path.steps)
        case .list(let elements, _): return "[" + elements.map(describe).joined(separator: " ") + "]"
        case .map(let entries, _):
            return "{" + entries.map { "\(describe($0.key)):\(describe($0.value))" }.joined(separator: " ") + "}"
        case .unary(let operation, let operand, _): return node("\(operation)", describe(operand))
        case .binary(let item): return node("\(item.operation)", describe(item.left), describe(item.right))
        case .range(let item): return node(item.isClosed ? ".." : "..<", describe(item.lower), describe(item.upper))
        case .call(let call): return node("\(text(call.name))()", describe(call.arguments))
        case .group(let value, _): return node("group", describe(value))
        }
    }

    func describe(_ steps: [PathStep]) -> String {
        steps.map { step in
            switch step {
            case .field(let span): return ".\(text(span))"
            case .index(let value, _): return "[\(describe(value))]"
            }
        }.joined()
    }

    /// Describes a literal. Neighbouring pieces of source text are joined, because their boundary has no meaning.
    package func describe(_ literal: TextLiteral) -> String {
        var parts: [String] = []
        var plain = ""
        func flush() {
            if !plain.isEmpty { parts.append(plain.debugDescription) }
            plain = ""
        }
        for piece in literal.pieces {
            switch piece {
            case .verbatim(let span): plain += text(span)
            case .escape(let scalar, _):
                flush()
                parts.append("\\u{\(String(scalar.value, radix: 16))}")
            case .value(let value):
                flush()
                parts.append(describe(value))
            }
        }
        let isPlain = literal.form == .interpolated && parts.isEmpty && !plain.isEmpty
        if isPlain { return plain.debugDescription }
        flush()
        return node("\(literal.form)", parts)
    }
}
