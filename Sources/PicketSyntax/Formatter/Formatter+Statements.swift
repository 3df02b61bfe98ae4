/// Formats statements; each begins a line.
extension Formatter {
    mutating func write(_ statement: Statement) {
        switch statement {
        case .command(let call): write(call)
        case .include(let item):
            current += "include " + argumentText(item.path)
            write(item.arguments)
        case .definition(let item): write(item)
        case .conditional(let item): write(item)
        case .tryStatement(let item): write(item)
        case .deferStatement(let item): write(item)
        case .test(let item):
            current += "test " + argumentText(item.name)
            write(item.arguments)
            write(item.body)
        case .whileLoop(let item):
            current += "while " + text(of: item.condition)
            write(item.body)
        case .forLoop(let item): write(item)
        case .within(let item):
            current += "within " + text(of: item.limit) + repetition(item.interval, item.backoff)
            write(item.body)
        case .retry(let item):
            current += "retry " + text(of: item.count) + repetition(item.interval, item.backoff)
            write(item.body)
        case .step(let item):
            current += "step " + argumentText(item.name)
            write(item.body)
        default: current += simpleText(statement)
        }
    }

    private mutating func simpleText(_ statement: Statement) -> String {
        switch statement {
        case .letStatement(let item): return "let \(written(item.name)) = " + text(of: item.value)
        case .secret(let item): return "secret \(written(item.name)) = " + text(of: item.value)
        case .set(let item):
            let target = targetText(item.target)
            return "set \(target) = " + text(of: item.value)
        case .append(let item):
            let target = targetText(item.target)
            return "append \(target) " + text(of: item.value)
        case .param(let item):
            let value = item.defaultValue.map { " = " + text(of: $0) } ?? ""
            return "param \(written(item.name))\(value)" + (item.note.map { " " + verbatim($0.span) } ?? "")
        case .breakStatement: return "break"
        case .continueStatement: return "continue"
        case .returnStatement(let item): return "return" + optional(item.value)
        case .fail(let item): return "fail " + text(of: item.reason)
        case .skip(let item): return "skip" + (item.reason.map { " " + argumentText($0) } ?? "")
        case .sleep(let item): return "sleep " + text(of: item.duration)
        case .exit(let item): return "exit" + optional(item.status)
        case .print(let item): return printText(item)
        case .expectation(let item): return expectationText(item)
        case .expression(let value, _): return text(of: value)
        default: return verbatim(statement.span)
        }
    }

    private mutating func optional(_ value: Expression?) -> String {
        value.map { " " + text(of: $0) } ?? ""
    }

    private mutating func repetition(_ interval: Expression?, _ backoff: Expression?) -> String {
        let every = interval.map { " every " + text(of: $0) } ?? ""
        return every + (backoff.map { " backoff " + text(of: $0) } ?? "")
    }

    private mutating func printText(_ item: PrintStatement) -> String {
        var values: [String] = []
        for value in item.values { values.append(text(of: value)) }
        return values.isEmpty ? "print" : "print " + values.joined(separator: ", ")
    }

    private mutating func expectationText(_ item: Expectation) -> String {
        var text = item.continues ? "check " : "expect "
        switch item.condition {
        case .status(let value): text += "status " + self.text(of: value)
        case .statusClass(_, let span): text += "status " + written(span)
        case .expression(let value): text += self.text(of: value)
        }
        return text + (item.reason.map { " because " + self.text(of: $0) } ?? "")
    }

    private mutating func targetText(_ target: Target) -> String {
        let before = nextComment
        let text = written(target.name) + layOut(target.steps)
        guard hasComment(in: target.span) else { return text }
        nextComment = before
        return verbatim(target.span)
    }
}
