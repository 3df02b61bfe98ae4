import PicketSyntax

/// Parses the statements of a text in chunks, so that memory never holds the whole tree of a long script.
struct ChunkReader {
    private(set) var parser: Parser
    /// The number of statements of the next chunk.
    var size: Int
    /// The first statement of the next chunk, if it is already parsed.
    private var held: Statement?
    private(set) var isAtEnd = false

    init(_ source: SourceFile, isInteractive: Bool, size: Int, watch: WorkWatch? = nil) {
        parser = Parser(source, isInteractive: isInteractive, watch: watch)
        self.size = size
    }

    /// Parses the next chunk; empty at the end. An expectation stays in the chunk of the command before it.
    mutating func next() -> [Statement] {
        var statements: [Statement] = []
        statements.reserveCapacity(min(size, 1_024))
        if let held { statements.append(held) }
        held = nil
        while let statement = parser.nextStatement() {
            if statements.count >= size, !ChunkReader.isExpectation(statement) {
                held = statement
                return statements
            }
            statements.append(statement)
        }
        isAtEnd = true
        return statements
    }

    /// Parses all remaining statements.
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
