extension Statement {
    /// The span of the statement without its separator.
    package var span: SourceSpan {
        switch self {
        case .command(let item): return item.span
        case .letStatement(let item): return item.span
        case .set(let item): return item.span
        case .append(let item): return item.span
        case .param(let item): return item.span
        case .secret(let item): return item.span
        case .conditional(let item): return item.span
        case .whileLoop(let item): return item.span
        case .forLoop(let item): return item.span
        case .breakStatement(let span), .continueStatement(let span), .expression(_, let span): return span
        case .definition(let item): return item.span
        case .returnStatement(let item): return item.span
        case .include(let item): return item.span
        case .tryStatement(let item): return item.span
        case .deferStatement(let item): return item.span
        case .fail(let item): return item.span
        case .within(let item): return item.span
        case .retry(let item): return item.span
        case .step(let item): return item.span
        case .test(let item): return item.span
        case .skip(let item): return item.span
        case .print(let item): return item.span
        case .sleep(let item): return item.span
        case .exit(let item): return item.span
        case .expectation(let item): return item.span
        }
    }

    /// Whether the statement has a block.
    var hasBlock: Bool {
        switch self {
        case .conditional, .whileLoop, .forLoop, .definition, .tryStatement, .within, .retry, .step, .test,
            .deferStatement:
            return true
        default: return false
        }
    }
}
