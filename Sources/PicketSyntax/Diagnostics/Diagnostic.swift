/// A fault, or a doubt, with its place: the one type that every stage reports in.
///
/// Every `code` is listed in grammar.md; hosts and tests match on it, never on the message.
public struct Diagnostic: Error, Sendable, Equatable {
    public enum Severity: String, Sendable {
        case error, warning
    }

    /// Something to add, with a place of its own or none.
    public struct Note: Sendable, Equatable {
        public var message: String
        public var location: SourceLocation?

        public init(_ message: String, at location: SourceLocation? = nil) {
            self.message = message
            self.location = location
        }
    }

    public var code: DiagnosticCode
    public var severity: Severity
    /// One sentence in lower case without a full stop, source text in backticks, true when read alone.
    public var message: String
    /// Where it is; nil for what has no place in a script, such as a malformed option.
    public var location: SourceLocation?
    /// What stands beside the caret; empty for none.
    public var label: String
    public var notes: [Note]
    /// What to do about it.
    public var help: String?

    public init(
        code: DiagnosticCode, severity: Severity = .error, message: String, at location: SourceLocation?,
        label: String = "",
        notes: [Note] = [], help: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.location = location
        self.label = label
        self.notes = notes
        self.help = help
    }
}
