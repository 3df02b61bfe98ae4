import PicketSyntax

/// Values that stand in the script and are of no use where they stand: they are reported before anything runs.
extension Generator {
    /// Compiles what a statement takes beside its block, and judges it if it is known now.
    func compile(_ expression: Expression, _ amount: Amount, into register: Int) {
        if let cell = constantCell(expression), !amount.accepts(cell) {
            let label = "this is \(context.source.text(expression.span)) (\(cell.typeName))"
            report(.wrongAmount(amount, cell, label: label, at: location(expression.span)))
        }
        compile(expression, into: register)
    }

    /// A literal's value, of texts and containers only the kind; nil for what is computed.
    private func constantCell(_ expression: Expression) -> Cell? {
        switch expression {
        case .null: return .null
        case .boolean(let value, _): return Cell(value)
        case .integer(let value, _): return Cell(value)
        case .float(let value, _): return Cell(value)
        case .duration(let nanoseconds, _): return Cell(nanoseconds: nanoseconds)
        case .word, .quoted: return .emptyText
        case .text(let literal): return constantBytes(literal) == nil ? nil : .emptyText
        case .commandWord(let span): return constantCell(wordValue(of: context.source.bytes(span)))
        case .group(let inner, _): return constantCell(inner)
        case .list: return Cell(kind: CellKind.list)
        case .map: return Cell(kind: CellKind.map)
        default: return nil
        }
    }

    private func constantCell(_ word: WordValue) -> Cell {
        switch word {
        case .text: return .emptyText
        case .null: return .null
        case .boolean(let value): return Cell(value)
        case .integer(let value): return Cell(value)
        case .float(let value): return Cell(value)
        case .duration(let nanoseconds): return Cell(nanoseconds: nanoseconds)
        }
    }

    /// A pattern that stands in the script must be one.
    func checkPattern(_ expression: Expression) {
        let bytes: [UInt8]
        switch ungrouped(expression) {
        case .quoted(let span): bytes = Array(context.source.bytes(span.insideQuotes))
        case .text(let literal):
            guard let text = constantBytes(literal) else { return }
            bytes = text
        default: return
        }
        do throws(RegexError) {
            _ = try Regex(bytes)
        } catch {
            let pattern = String(decoding: bytes, as: UTF8.self)
            report(.badRegex(pattern, error, at: location(expression.span)))
        }
    }
}
