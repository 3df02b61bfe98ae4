import PicketSyntax

/// The statements of a text that did not run, because the text stopped before them.
package struct UnrunStatements {
    private let statements: [Statement]

    package init(_ text: String) {
        var parser = Parser(SourceFile(name: "", text: text), isInteractive: true)
        statements = parser.parseScript().statements
    }

    /// Returns how many statements follow a place, in the text and in the blocks around the place; nil for a place in a
    /// def. A block that was not reached counts as one, and a def does not count.
    package func count(after place: UInt32) -> Int? {
        var count = 0
        var rest = statements
        while true {
            count += rest.count { statement in
                if case .definition = statement { false } else { statement.span.start > place }
            }
            guard let statement = rest.first(where: { $0.span.holds(place) }) else { return count }
            if case .definition = statement { return nil }
            guard let block = statement.ownBlocks.first(where: { $0.span.holds(place) }) else { return count }
            rest = block.statements
        }
    }

    /// Whether a place is in a def.
    package func isInDefinition(_ place: UInt32) -> Bool { count(after: place) == nil }
}

extension SourceSpan {
    fileprivate func holds(_ place: UInt32) -> Bool { start <= place && place < end }
}

extension Statement {
    /// The blocks of the statement itself.
    fileprivate var ownBlocks: [Block] {
        switch self {
        case .conditional(let node): node.branches.map(\.body) + [node.otherwise].compactMap { $0 }
        case .whileLoop(let node): [node.body]
        case .forLoop(let node): [node.body]
        case .tryStatement(let node): [node.body] + [node.handler, node.finally].compactMap { $0 }
        case .deferStatement(let node): [node.body]
        case .within(let node): [node.body]
        case .retry(let node): [node.body]
        case .step(let node): [node.body]
        case .test(let node): [node.body]
        case .command, .letStatement, .set, .append, .param, .secret, .breakStatement, .continueStatement, .definition,
            .returnStatement, .include, .fail, .skip, .print, .sleep, .exit, .expectation, .expression:
            []
        }
    }
}
