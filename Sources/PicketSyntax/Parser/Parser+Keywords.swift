/// Selects the function that parses a statement by its name. The position is after the name.
extension Parser {
    mutating func keywordStatement(_ keyword: StatementKeyword, from start: Int) throws(Failure) -> Statement {
        switch keyword {
        case .let: return .letStatement(try letStatement(start))
        case .set: return .set(try setStatement(start))
        case .append: return .append(try appendStatement(start))
        case .param: return .param(try paramStatement(start))
        case .secret: return .secret(try secretStatement(start))
        case .def: return .definition(try definition(start))
        case .return: return .returnStatement(try returnStatement(start))
        case .include: return .include(try includeStatement(start))
        case .if: return .conditional(try ifStatement(start))
        case .while: return .whileLoop(try whileStatement(start))
        case .for: return .forLoop(try forStatement(start))
        case .break: return .breakStatement(SourceSpan(start, lastEnd))
        case .continue: return .continueStatement(SourceSpan(start, lastEnd))
        case .try: return .tryStatement(try tryStatement(start))
        case .defer: return .deferStatement(try deferStatement(start))
        case .within: return .within(try withinStatement(start))
        case .retry: return .retry(try retryStatement(start))
        case .else, .catch, .finally: throw try misplacedElse(keyword, start)
        default: return try reportingStatement(keyword, from: start)
        }
    }

    private mutating func reportingStatement(_ keyword: StatementKeyword, from start: Int) throws(Failure) -> Statement
    {
        switch keyword {
        case .step: return .step(try stepStatement(start))
        case .test: return .test(try testStatement(start))
        case .skip: return .skip(try skipStatement(start))
        case .print: return .print(try printStatement(start))
        case .fail: return .fail(try failStatement(start))
        case .sleep: return .sleep(try sleepStatement(start))
        case .exit: return .exit(try exitStatement(start))
        default: return .expectation(try expectation(start, continues: keyword == .check))
        }
    }

    /// Parses a value after a statement's name, unless the statement ends.
    mutating func optionalExpression() throws(Failure) -> Expression? {
        isAtEndOfStatement() ? nil : try expression()
    }
}
