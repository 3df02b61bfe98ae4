import PicketSyntax

extension Resolver {
    func resolve(_ node: Expectation) {
        if !function.mayHaveResponse, function.isTopLevel, readsResponse(node.condition) {
            report(.expectWithoutResponse(at: location(node.span)))
        }
        if case .expression(let condition) = node.condition { warn(of: condition) }
        // The registers of the operands and of the report.
        demand(8)
        isInCondition = true
        switch node.condition {
        case .status(let expected): resolve(expected)
        case .statusClass: break
        case .expression(let expression): resolveOperands(expression)
        }
        isInCondition = false
        if let reason = node.reason { resolve(reason) }
    }

    private func warn(of condition: Expression) {
        let warnings = warningCount
        warnOfWords(condition)
        isInCondition = true
        if warningCount == warnings { warnOfConstants(in: condition) }
        isInCondition = false
        warnOfBareStatus(condition)
    }

    private func resolveOperands(_ expression: Expression) {
        guard case .binary(let binary) = ungrouped(expression), binary.operation.isComparison else {
            return resolve(expression)
        }
        resolve(binary.left)
        if binary.operation == .matches { checkPattern(binary.right) }
        resolve(binary.right)
    }

    /// Warns of bare words, which are strings: `expect connected` always holds, and `expect stauts == 200` compares two
    /// constants.
    private func warnOfWords(_ expression: Expression, isAlone: Bool = true) {
        switch ungrouped(expression) {
        case .unary(.not, let inner, _): warnOfWords(inner)
        case .binary(let binary) where binary.operation == .and || binary.operation == .or:
            warnOfWords(binary.left)
            warnOfWords(binary.right)
        case .binary(let binary) where binary.operation.isComparison: warnOfWords(binary.left, isAlone: false)
        case .word(let span) where !isName(expression):
            let word = source.text(span)
            let beginning = String(word.prefix { $0 != "." })
            let subject = nearest(beginning, in: ResponseSubject.allCases.map { "\($0)" })
            guard isAlone || subject != nil else { return }
            let rest = word.dropFirst(beginning.count)
            report(.wordAsSubject(word, subject.map { $0 + rest }, isAlone: isAlone, at: location(span)))
        default: break
        }
    }

    // MARK: Values that stand in the script

    /// Resolves the number or duration before a statement's block, and checks it if it is constant.
    func resolve(_ expression: Expression, _ amount: Amount) {
        if let cell = constantCell(expression), !amount.accepts(cell) {
            let label = "this is \(source.text(expression.span)) (\(cell.typeName))"
            report(.wrongAmount(amount, cell, label: label, at: location(expression.span)))
        }
        resolve(expression)
    }

    /// The value of a literal, or only its kind if it is a text or a container; nil for a computed value.
    private func constantCell(_ expression: Expression) -> Cell? {
        switch expression {
        case .null: return .null
        case .boolean(let value, _): return Cell(value)
        case .integer(let value, _): return Cell(value)
        case .float(let value, _): return Cell(value)
        case .duration(let nanoseconds, _): return Cell(nanoseconds: nanoseconds)
        case .word, .quoted: return .emptyText
        case .text(let literal): return constantBytes(literal) == nil ? nil : .emptyText
        case .commandWord(let span): return constantCell(wordValue(of: source.bytes(span)))
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

    /// Checks a literal pattern.
    func checkPattern(_ expression: Expression) {
        let bytes: [UInt8]
        switch ungrouped(expression) {
        case .quoted(let span): bytes = Array(source.bytes(span.insideQuotes))
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
