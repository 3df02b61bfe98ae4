import PicketSyntax

extension Machine {
    /// Evaluates `expect`. A `jump` for success and a word with the site's index follow it, then the code of `because`,
    /// then `expectFail`.
    func performExpectation(_ instruction: Instruction) throws(Failure) {
        if instruction.operation == .expect {
            let site = currentFunction.sites.expectations[state.pointee.counter[1].wide]
            let (left, right) = (register(instruction.a), register(instruction.b))
            var isOpen = isOpen(site, left, right)
            var holds = true
            if !isOpen {
                holds = try self.holds(site, left, right, instruction.b)
                // A compared list may contain a part of an unknown answer.
                isOpen = unknowns.latest != nil && self.isOpen(site, left, right)
                holds = holds || isOpen
            }
            if isOpen || unknowns.latest != nil { unknowns.noteExpectation(isPassedOver: isOpen) }
            if holds, !isOpen, countEvent(), reportsEverything { events.append(.held(location: location(site.span))) }
            state.pointee.counter += holds ? state.pointee.counter.pointee.wide + 1 : 2
        } else {
            try fail(instruction)
        }
    }

    private func holds(
        _ site: ExpectationSite, _ left: Cell, _ right: Cell, _ rightOffset: Int
    ) throws(Failure) -> Bool {
        switch site.form {
        case .truth: return left.isTrue
        case .statusClass(let digit): return left.kind == CellKind.integer && left.integer / 100 == Int64(digit)
        case .range(let isClosed, let isNegated):
            let end = register(rightOffset + 16)
            guard left.isValue, right.isValue, end.isValue else { return false }
            let isInside = try isInRange(left, right, end, isClosed: isClosed)
            return isInside != isNegated
        case .comparison(let operation): return try compare(Machine.opcode(operation), left, right)
        }
    }

    static func opcode(_ operation: BinaryOperator) -> Opcode {
        switch operation {
        case .equal: return .equal
        case .notEqual: return .notEqual
        case .less: return .less
        case .lessOrEqual: return .lessOrEqual
        case .greater: return .greater
        case .greaterOrEqual: return .greaterOrEqual
        case .contained: return .contained
        case .notContained: return .notContained
        case .contains: return .contains
        default: return .matches
        }
    }

    /// Executes `expectFail`: A holds the reason or nothing, A+1 the left value, A+2 the right one, A+3 the end of a
    /// range.
    private func fail(_ instruction: Instruction) throws(Failure) {
        let site = currentFunction.sites.expectations[instruction.wide]
        var failure = expectationFailure(
            site, reason: register(instruction.a), left: register(instruction.a + 16),
            right: register(instruction.a + 32), end: register(instruction.a + 48))
        failure.isCheck = site.continues
        guard site.continues, !isInAttempt else { throw failure }
        record(failure)
    }

    func location(_ span: SourceSpan) -> SourceLocation {
        SourceLocation(source: currentFunction.source, span: span)
    }

    private func expectationFailure(
        _ site: ExpectationSite, reason: Cell, left: Cell, right: Cell, end: Cell
    ) -> Failure {
        let source = currentFunction.source
        let span = site.leftSpan.union(site.rightSpan)
        charge(scanned: span.count)
        let quotes = secretQuotes(in: span)
        var evidence = comparison(site, left, right, end, quotes)
        if reason.kind != CellKind.missing { evidence.because = quotes.hide(shownText(reason)) }
        if site.readsResponse { addAnswer(to: &evidence, withReason: true) }
        let keyword = site.continues ? "check" : "expect"
        let diagnostic = Diagnostic(
            .expectationFailed,
            message: "`\(keyword)` failed: \(conditionText(span, quotes))",
            at: SourceLocation(source: source, span: span), label: label(left, quotes, site.leftSpan),
            notes: callChain())
        return withColumns(of: [left, right], Failure(.expectation, diagnostic, evidence: evidence))
    }

    /// The condition, as the excerpt shows it.
    private func conditionText(_ span: SourceSpan, _ quotes: SecretQuotes) -> String {
        let text = redacted(quotes.text(span))
        return "`\(text.split(whereSeparator: \.isNewline).joined(separator: " "))`"
    }

    private func label(_ left: Cell, _ quotes: SecretQuotes, _ span: SourceSpan) -> String {
        if left.kind == CellKind.missing { return "this is missing" }
        return "this is \(quotes.hide(described(left, limit: 40), of: span))"
    }

    /// The expected and the actual value.
    private func comparison(
        _ site: ExpectationSite, _ left: Cell, _ right: Cell, _ end: Cell, _ quotes: SecretQuotes
    ) -> Failure.Evidence {
        var evidence = Failure.Evidence()
        switch site.form {
        case .truth: evidence.expected = .truth
        case .statusClass(let digit): evidence.expected = .statusClass(digit)
        case .range(let isClosed, let isNegated):
            evidence.expected = .range(
                quotes.hide(shownPart(right)), quotes.hide(shownPart(end)), isClosed: isClosed, isNegated: isNegated)
        case .comparison(let operation):
            evidence.expected = .comparison(
                Machine.opcode(operation).symbol, quotes.hide(described(right), of: site.rightSpan))
            if operation == .equal || operation == .matches {
                var diff = ValueDiff(heap: heap, fields: commands.secretFields) {
                    quotes.hide(self.shownPart($0, isQuoted: $1))
                }
                diff.find(left, right, isPartial: operation == .matches)
                evidence.differences = diff.differences
                evidence.omittedDifferences = diff.omitted
                charge(visits: 4 * diff.placesSeen)
            }
        }
        evidence.actual = quotes.hide(described(left), of: site.leftSpan)
        return evidence
    }
}
