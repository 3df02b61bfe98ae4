import PicketSyntax

extension Generator {
    func compile(_ node: Expectation) {
        let readsResponse = readsResponse(node.condition)
        temporarily {
            let operands = allocate(3)
            var site = ExpectationSite(
                form: .truth, continues: node.continues, readsResponse: readsResponse, leftSpan: node.span,
                rightSpan: node.span, span: node.span)
            context.isInCondition = true
            compileOperands(node.condition, into: operands, &site)
            context.isInCondition = false
            let index = Int32(context.builder.sites.expectations.count)
            context.builder.sites.expectations.append(site)
            let span = site.leftSpan.union(site.rightSpan)
            emit(Instruction(.expect, a: operand(operands), b: operand(operands + 1)), at: span)
            let end = emitJump(at: span)
            emit(Instruction(.jump, wide: index), at: span)
            compileFailure(node, operands, index, at: span)
            patch(end)
        }
    }

    private func compileFailure(_ node: Expectation, _ operands: Int, _ site: Int32, at span: SourceSpan) {
        let report = allocate(4)
        if let reason = node.reason {
            compile(reason, into: report)
        } else {
            loadConstant(.missing, into: report, at: span)
        }
        for offset in 0..<3 {
            emit(Instruction(.move, a: operand(report + 1 + offset), b: operand(operands + offset)), at: span)
        }
        emit(Instruction(.expectFail, a: operand(report), wide: site), at: span)
    }

    /// Computes the left value, the right value and, for a range, its end into three registers.
    private func compileOperands(
        _ condition: Expectation.Condition, into registers: Int, _ site: inout ExpectationSite
    ) {
        switch condition {
        case .status(let expected):
            let subject = statusWord(of: site.span)
            emit(Instruction(.subject, flag: ResponseSubject.status.rawValue, a: operand(registers)), at: subject)
            compile(expected, into: registers + 1)
            site.form = .comparison(.equal)
            site.rightSpan = expected.span
            site.leftSpan = subject
        case .statusClass(let digit, let span):
            let subject = statusWord(of: site.span)
            emit(Instruction(.subject, flag: ResponseSubject.status.rawValue, a: operand(registers)), at: subject)
            site.form = .statusClass(digit)
            site.leftSpan = subject
            site.rightSpan = span
        case .expression(let expression): compileOperands(expression, into: registers, &site)
        }
    }

    /// The span of `status` in an expectation that begins with it.
    private func statusWord(of span: SourceSpan) -> SourceSpan {
        let bytes = source.bytes(span)
        let keyword = bytes.firstIndex { !isLetter($0) } ?? 0
        let start = bytes[keyword...].firstIndex(of: UInt8(ascii: "s")) ?? keyword
        return SourceSpan(Int(span.start) + start, Int(span.start) + start + "status".utf8.count)
    }

    private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private func compileOperands(_ expression: Expression, into registers: Int, _ site: inout ExpectationSite) {
        guard case .binary(let binary) = ungrouped(expression), binary.operation.isComparison else {
            compileSoft(expression, into: registers)
            site.leftSpan = expression.span
            site.rightSpan = expression.span
            return
        }
        site.leftSpan = binary.left.span
        site.rightSpan = binary.right.span
        compileSoft(binary.left, into: registers)
        if mayShare(binary.left), callsDefinition(binary.right) {
            emit(Instruction(.share, a: operand(registers)), at: binary.left.span)
        }
        if binary.operation == .contained || binary.operation == .notContained,
            case .range(let range) = ungrouped(binary.right)
        {
            site.form = .range(isClosed: range.isClosed, isNegated: binary.operation == .notContained)
            compile(range.lower, into: registers + 1)
            compile(range.upper, into: registers + 2)
        } else {
            site.form = .comparison(binary.operation)
            compile(binary.right, into: registers + 1)
        }
    }
}
