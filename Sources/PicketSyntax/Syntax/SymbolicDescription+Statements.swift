extension SymbolicDescription {
    package func describe(_ statement: Statement) -> String {
        switch statement {
        case .command(let call):
            return node(
                "call", [text(call.name)] + describe(call.arguments) + (call.result.map { ["as", text($0)] } ?? []))
        case .letStatement(let item): return node("let", text(item.name), describe(item.value))
        case .set(let item): return node("set", describe(item.target), describe(item.value))
        case .append(let item): return node("append", describe(item.target), describe(item.value))
        case .secret(let item): return node("secret", text(item.name), describe(item.value))
        case .param(let item):
            return node(
                "param", text(item.name), item.defaultValue.map(describe), item.note.map { "note:\(describe($0))" })
        case .definition(let item):
            let parameters = item.parameters.map { text($0.name) + ($0.defaultValue.map { "=\(describe($0))" } ?? "") }
            return node("def", text(item.name), node("parameters", parameters), describe(item.body))
        case .returnStatement(let item): return node("return", item.value.map(describe))
        case .include(let item): return node("include", [describe(item.path)] + describe(item.arguments))
        case .expression(let value, _): return node("value", describe(value))
        default: return describeControl(statement)
        }
    }

    private func describeControl(_ statement: Statement) -> String {
        switch statement {
        case .conditional(let item):
            let branches = item.branches.flatMap { [describe($0.condition), describe($0.body)] }
            return node("if", branches + (item.otherwise.map { ["else", describe($0)] } ?? []))
        case .whileLoop(let item): return node("while", describe(item.condition), describe(item.body))
        case .forLoop(let item):
            return node(
                "for", text(item.name), item.value.map(text), describe(item.sequence),
                item.parallel.map { "parallel:\(describe($0))" }, describe(item.body))
        case .breakStatement: return "(break)"
        case .continueStatement: return "(continue)"
        case .tryStatement(let item):
            return node(
                "try", describe(item.body), item.handler.map { "catch:\(item.problem.map(text) ?? "")\(describe($0))" },
                item.finally.map { "finally:\(describe($0))" })
        case .deferStatement(let item): return node("defer", describe(item.body))
        case .within(let item):
            return node(
                "within", describe(item.limit), item.interval.map { "every:\(describe($0))" },
                item.backoff.map { "backoff:\(describe($0))" }, describe(item.body))
        case .retry(let item):
            return node(
                "retry", describe(item.count), item.interval.map { "every:\(describe($0))" },
                item.backoff.map { "backoff:\(describe($0))" }, describe(item.body))
        default: return describeReport(statement)
        }
    }

    private func describeReport(_ statement: Statement) -> String {
        switch statement {
        case .step(let item): return node("step", describe(item.name), describe(item.body))
        case .test(let item):
            return node("test", [describe(item.name)] + describe(item.arguments) + [describe(item.body)])
        case .skip(let item): return node("skip", item.reason.map(describe))
        case .print(let item): return node("print", item.values.map(describe))
        case .fail(let item): return node("fail", describe(item.reason))
        case .sleep(let item): return node("sleep", describe(item.duration))
        case .exit(let item): return node("exit", item.status.map(describe))
        case .expectation(let item):
            return node(
                item.continues ? "check" : "expect", describe(item.condition),
                item.reason.map { "because:\(describe($0))" })
        default: return "(?)"
        }
    }

    private func describe(_ condition: Expectation.Condition) -> String {
        switch condition {
        case .status(let value): return node("status", describe(value))
        case .statusClass(let digit, _): return "(status \(digit)xx)"
        case .expression(let value): return describe(value)
        }
    }

    private func describe(_ target: Target) -> String {
        text(target.name) + describe(target.steps)
    }
}
