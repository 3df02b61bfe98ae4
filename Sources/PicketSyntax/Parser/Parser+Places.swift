/// Which statements may stand where.
extension Parser {
    mutating func checkPlace(of keyword: StatementKeyword, from start: Int) throws(Failure) {
        let place: String
        switch keyword {
        case .param, .def, .include, .test:
            guard !context.isTopLevel else { return }
            place = "at the top level of a file"
        case .break, .continue:
            guard !context.isInLoop else { return }
            place = "inside a loop"
        case .return:
            guard !context.isInDefinition else { return }
            place = "inside a `def`"
        default:
            return
        }
        // Not thrown: the rest of the statement is read as usual.
        report(.misplacedStatement(keyword.rawValue, where: place, at: at(start, lastEnd)))
    }

    /// Reads the body of a loop, in which `break` and `continue` may stand.
    mutating func loopBody(after what: String) throws(Failure) -> Block {
        let outer = context
        context.isInLoop = true
        let body = try block(after: what)
        context = outer
        return body
    }

    /// Reads a body that no jump leaves: of a def, a test or a defer.
    mutating func closedBody(isDefinition: Bool, after what: String) throws(Failure) -> Block {
        let outer = context
        context.isInLoop = false
        context.isInDefinition = isDefinition
        let body = try block(after: what)
        context = outer
        return body
    }
}
