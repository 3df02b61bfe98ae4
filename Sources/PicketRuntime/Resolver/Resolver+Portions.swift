import PicketSyntax

/// Long scripts: they are resolved as a whole, without ever standing in memory as a tree.
extension Resolver {
    /// Reads a script some statements at a time.
    ///
    /// - Returns: the files that it includes, and whether `defer` stands at its top level: that belongs to all of the code.
    func resolve(_ first: [Statement], _ reader: PortionReader) -> (included: [UInt32: PreparedInclude], defers: Bool) {
        var reader = reader
        // The fewer nodes there are at a time, the sooner their memory is used again.
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

    /// Whether a statement matters before it is read: it may stand below what it is used for.
    private static func isPrepared(_ statement: Statement) -> Bool {
        switch statement {
        case .definition, .include: return true
        default: return false
        }
    }

    /// The parser's errors since the last time.
    private func takeSyntaxErrors(_ known: inout Int) {
        guard let count = rest?.parser.diagnostics.count, count > known, let parser = rest?.parser else { return }
        diagnostics += parser.diagnostics[known...]
        noteSyntaxErrors(of: parser)
        known = count
    }

    /// A name that is not known yet may be that of a def further down, or in a file included there: reads ahead once, and
    /// says whether there was anything to read.
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
