import PicketSyntax

/// Collects diagnostics.
extension Resolver {
    /// The maximum number of stored errors, and of stored warnings. Further ones are only counted.
    static let diagnosticLimit = 100

    /// Adds a diagnostic, with the includes that lead to its file. Text that the parser has refused is not reported
    /// again.
    func report(_ diagnostic: @autoclosure () -> Diagnostic) {
        let diagnostic = diagnostic()
        if let location = diagnostic.location, isRefused(location) { return }
        guard counts(diagnostic.severity) else { return }
        add(diagnostic)
    }

    /// Adds an error that is expensive to create, such as one that searches for the intended name. It is created only
    /// if it is shown.
    func report(at location: SourceLocation, _ diagnostic: () -> Diagnostic) {
        if isRefused(location) { return }
        guard counts(.error), parts?.ask() != true else { return }
        add(diagnostic())
    }

    /// Reports an unknown name, unless a statement with a syntax error would have declared it.
    func reportUnknown(_ name: Name, _ diagnostic: () -> Diagnostic) {
        if hasSyntaxErrors, abandonedNames.contains(Array(text(name).utf8)) { return }
        report(at: location(name.span), diagnostic)
    }

    func noteSyntaxErrors(of parser: Parser) {
        hasSyntaxErrors = hasSyntaxErrors || !parser.diagnostics.isEmpty
        for span in parser.abandonedNames { abandonedNames.insert(Array(parser.source.text(span).utf8)) }
    }

    /// Counts a diagnostic, and returns whether it is shown.
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

    /// Reports how many diagnostics are hidden.
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

    /// The parser's errors about text that it continues to read as something else.
    private static let refusals: [DiagnosticCode] = [.misplacedStatement, .malformedNumber, .numberOutOfRange]

    /// Notes about the `include` statements that lead to a file, the innermost first.
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
