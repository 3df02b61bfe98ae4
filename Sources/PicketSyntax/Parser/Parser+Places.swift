/// Checks where statements may occur.
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
        // The error is not thrown, because the rest of the statement is parsed as usual.
        report(.misplacedStatement(keyword.rawValue, where: place, at: at(start, lastEnd)))
    }

    /// Parses the body of a loop, which allows `break` and `continue`.
    mutating func loopBody(after what: String) throws(Failure) -> Block {
        let outer = context
        context.isInLoop = true
        let body = try block(after: what)
        context = outer
        return body
    }

    /// Parses the body of a def, a test or a defer, which no jump may leave.
    mutating func closedBody(isDefinition: Bool, after what: String) throws(Failure) -> Block {
        let outer = context
        context.isInLoop = false
        context.isInDefinition = isDefinition
        let body = try block(after: what)
        context = outer
        return body
    }
}
