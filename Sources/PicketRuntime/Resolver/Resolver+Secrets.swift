import PicketSyntax

/// Warns of secret literals.
extension Resolver {
    /// Warns of a named secret literal, and of one that is too short to be hidden everywhere.
    ///
    /// - Parameter name: the name of the secret or of the parameter; nil for the function `secret`.
    func noteLiteralSecret(_ value: Expression, _ name: String?) {
        if let name, let text = constantText(value) {
            warn(at: value.span) { .literalSecret(name, text, at: $0) }
        }
        guard options.warnsOfShortSecrets, let text = literalText(value), !text.isEmpty,
            text.count < SecretForms.shortest
        else { return }
        warn(at: value.span) { .shortSecret(name, at: $0) }
    }

    /// Adds a warning that is created only if it is shown.
    private func warn(at span: SourceSpan, _ diagnostic: (SourceLocation) -> Diagnostic) {
        guard warningCount < Resolver.diagnosticLimit else {
            warningCount += 1
            return
        }
        report(diagnostic(location(span)))
    }

    /// The bytes of a literal, as they are sent.
    private func literalText(_ value: Expression) -> [UInt8]? {
        switch ungrouped(value) {
        case .integer(_, let span), .float(_, let span), .duration(_, let span): Array(source.bytes(span))
        default: constantText(value).map { Array($0.utf8) }
        }
    }
}
