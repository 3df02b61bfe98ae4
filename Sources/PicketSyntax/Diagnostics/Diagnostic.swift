/// An error or a warning with its location. Every stage reports problems in this type.
///
/// Every `code` is listed in grammar.md. Hosts and tests match on the code, never on the message.
public struct Diagnostic: Error, Sendable, Equatable {
    /// Whether a script with the problem can run.
    public enum Severity: String, Sendable {
        /// The script is not run, or its run ended.
        case error
        /// The script runs. What it does is probably not what was meant.
        case warning
    }

    /// Additional information, with or without a location of its own.
    public struct Note: Sendable, Equatable {
        /// One sentence in lower case without a full stop.
        public var message: String
        /// The place that the note is about; nil if it is about none.
        public var location: SourceLocation?

        package init(_ message: String, at location: SourceLocation? = nil) {
            self.message = message
            self.location = location
        }
    }

    /// The name of the problem. It never changes.
    public var code: DiagnosticCode
    /// Whether the problem is an error or a warning.
    public var severity: Severity
    /// One sentence in lower case without a full stop, with source text in backticks. It is true when read alone.
    public var message: String
    /// The location of the problem; nil if it has none in a script, as for a malformed option.
    public var location: SourceLocation?
    /// The text beside the caret; may be empty.
    public var label: String
    /// Additional information, such as the calls that led here.
    public var notes: [Note]
    /// Tells the user what to do.
    public var help: String?

    package init(
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
