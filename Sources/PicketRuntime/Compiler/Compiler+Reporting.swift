import PicketSyntax

/// What is said of a script, and where it stands.
extension Compiler {
    /// How many errors of checking are kept, and how many warnings; the rest is only counted.
    static let diagnosticLimit = 100

    /// Adds a diagnostic, with the files that lead to its place; what the parser has refused already is not judged again.
    func report(_ diagnostic: Diagnostic) {
        if isRepeating { return }
        if let location = diagnostic.location, isRefused(location) { return }
        let isError = diagnostic.severity == .error
        if isError { errorCount += 1 } else { warningCount += 1 }
        guard (isError ? errorCount : warningCount) <= Compiler.diagnosticLimit else { return }
        diagnostics.append(diagnostic)
        diagnostics[diagnostics.count - 1].notes += includeChain(to: diagnostic.location?.source)
    }

    /// Says how many diagnostics were left out.
    func reportHidden() {
        let limit = Compiler.diagnosticLimit
        if errorCount > limit { diagnostics.append(.hidden(errorCount - limit, .error)) }
        if warningCount > limit { diagnostics.append(.hidden(warningCount - limit, .warning)) }
    }

    private func isRefused(_ location: SourceLocation) -> Bool {
        diagnostics.contains { known in
            known.code == SyntaxCode.misplacedStatement.rawValue && known.location?.span.start == location.span.start
                && known.location?.source === location.source
        }
    }

    /// The `include` statements that lead to a file, from the inside out.
    func includeChain(to source: SourceFile?) -> [Diagnostic.Note] {
        var notes: [Diagnostic.Note] = []
        var source = source
        while let inner = source, let site = includeSites[ObjectIdentifier(inner)] {
            notes.append(.init("included here", at: site))
            source = site.source
        }
        return notes
    }

    func location(_ span: SourceSpan) -> SourceLocation { SourceLocation(source: context.source, span: span) }

    func text(_ name: Name) -> String { context.source.text(name.span) }

    func hide(_ span: SourceSpan) {
        if isRepeating { return }
        hiddenSpans[ObjectIdentifier(context.source), default: []].append(span)
    }
}
