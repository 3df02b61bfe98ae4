import PicketSyntax

/// Reads the statements of a text some at a time, so that a long script never stands in memory as a tree.
struct PortionReader {
    private(set) var parser: Parser
    /// How many statements the next portion has.
    var size: Int
    /// The first statement of the next portion, read already.
    private var held: Statement?
    private(set) var isAtEnd = false

    init(_ source: SourceFile, isInteractive: Bool, size: Int, watch: WorkWatch? = nil) {
        parser = Parser(source, isInteractive: isInteractive, watch: watch)
        self.size = size
    }

    /// The next statements; none at the end. An expectation stands in the portion of the command before it.
    mutating func next() -> [Statement] {
        var statements: [Statement] = []
        statements.reserveCapacity(min(size, 1_024))
        if let held { statements.append(held) }
        held = nil
        while let statement = parser.nextStatement() {
            if statements.count >= size, !PortionReader.isExpectation(statement) {
                held = statement
                return statements
            }
            statements.append(statement)
        }
        isAtEnd = true
        return statements
    }

    /// All that is left.
    mutating func rest() -> [Statement] {
        var statements: [Statement] = []
        while !isAtEnd { statements += next() }
        return statements
    }

    private static func isExpectation(_ statement: Statement) -> Bool {
        if case .expectation = statement { return true }
        return false
    }
}
