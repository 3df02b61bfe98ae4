import PicketSyntax

/// Resolves long scripts as a whole, without holding the whole tree in memory.
extension Resolver {
    /// Resolves a script some statements at a time.
    ///
    /// - Returns: the files that it includes, and whether its top level has a `defer`, which affects all of its code.
    func resolve(_ first: [Statement], _ reader: ChunkReader) -> (included: [UInt32: PreparedInclude], defers: Bool) {
        var reader = reader
        // With few nodes at a time, their memory is reused sooner.
        reader.size = 4
        rest = reader
        lookahead = .unread
        var statements = first
        var ending: Statement?
        var defers = false
        var knownErrors = 0
        includeChain = [source]
        sources.append(source)
        session.includedFiles.append(FirstInclude(script: source.identity))
        while true {
            takeSyntaxErrors(&knownErrors)
            defers = defers || statements.contains { $0.isDefer }
            if statements.contains(where: { Resolver.isPrepared($0) }) {
                let script = Script(source: source, statements: statements)
                preparedIncludes.merge(prepare(script)) { first, _ in first }
            }
            self.statements(statements, endedBy: &ending)
            if rest?.isAtEnd ?? true || watch.isOver { break }
            statements = rest?.next() ?? []
        }
        takeSyntaxErrors(&knownErrors)
        let included = preparedIncludes
        finish()
        return (included, defers)
    }

    /// Whether a statement is declared before it is resolved, because it may follow its first use.
    private static func isPrepared(_ statement: Statement) -> Bool {
        switch statement {
        case .definition, .include: return true
        default: return false
        }
    }

    /// Adds the parser's errors since the last call.
    private func takeSyntaxErrors(_ known: inout Int) {
        guard let count = rest?.parser.diagnostics.count, count > known, let parser = rest?.parser else { return }
        diagnostics += parser.diagnostics[known...]
        noteSyntaxErrors(of: parser)
        known = count
    }

    /// Reads ahead once for an unknown name, which may be a def further down or in a file included there. Returns
    /// whether there was anything to read.
    func readAhead() -> Bool {
        guard lookahead == .unread, var scout = rest else { return false }
        lookahead = .definitions
        let statements = scout.rest()
        noteSyntaxErrors(of: scout.parser)
        let definitions = statements.filter { statement in
            switch statement {
            case .definition, .include: return true
            default: return false
            }
        }
        let script = Script(source: scout.parser.source, statements: definitions)
        preparedIncludes.merge(prepare(script, isAhead: true)) { first, _ in first }
        return true
    }
}
