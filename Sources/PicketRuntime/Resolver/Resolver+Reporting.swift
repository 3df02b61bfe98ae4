import PicketSyntax

/// What is said of a script, and where it stands.
extension Resolver {
    /// How many errors of checking are kept, and how many warnings; the rest is only counted.
    static let diagnosticLimit = 100

    /// Adds a diagnostic, with the files that lead to its place; what the parser has refused already is not judged again.
    func report(_ diagnostic: @autoclosure () -> Diagnostic) {
        let diagnostic = diagnostic()
        if let location = diagnostic.location, isRefused(location) { return }
        guard counts(diagnostic.severity) else { return }
        add(diagnostic)
    }

    /// Adds an error whose making takes long, such as one that looks for what was meant: it is made only if it is shown.
    func report(at location: SourceLocation, _ diagnostic: () -> Diagnostic) {
        if isRefused(location) { return }
        guard counts(.error), parts?.ask() != true else { return }
        add(diagnostic())
    }

    /// What is said of a name that no declaration has; nothing where a statement that does not parse would have made it.
    func reportUnknown(_ name: Name, _ diagnostic: () -> Diagnostic) {
        if hasSyntaxErrors, abandonedNames.contains(Array(text(name).utf8)) { return }
        report(at: location(name.span), diagnostic)
    }

    func noteSyntaxErrors(of parser: Parser) {
        hasSyntaxErrors = hasSyntaxErrors || !parser.diagnostics.isEmpty
        for span in parser.abandonedNames { abandonedNames.insert(Array(parser.source.text(span).utf8)) }
    }

    /// Counts a diagnostic, and says whether it is one of those that are shown.
    private func counts(_ severity: Diagnostic.Severity) -> Bool {
        if severity == .error {
            errorCount += 1
            return errorCount <= Resolver.diagnosticLimit
        }
        warningCount += 1
        return warningCount <= Resolver.diagnosticLimit
    }

    private func add(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        diagnostics[diagnostics.count - 1].notes += includeChain(to: diagnostic.location?.source)
    }

    /// Says how many diagnostics were left out.
    func reportHidden() {
        let limit = Resolver.diagnosticLimit
        if errorCount > limit { diagnostics.append(.hidden(errorCount - limit, .error)) }
        if warningCount > limit { diagnostics.append(.hidden(warningCount - limit, .warning)) }
    }

    private func isRefused(_ location: SourceLocation) -> Bool {
        diagnostics.contains { known in
            known.location?.span.start == location.span.start && known.location?.source === location.source
                && Resolver.refusals.contains(known.code)
        }
    }

    /// What the parser says of a text that it goes on to read as something else.
    private static let refusals: [DiagnosticCode] = [.misplacedStatement, .malformedNumber, .numberOutOfRange]

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
}
