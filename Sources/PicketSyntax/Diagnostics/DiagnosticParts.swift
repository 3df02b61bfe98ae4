/// What a diagnostic says, as values for programs. Its texts are safe to show.
package struct DiagnosticParts: Sendable, Equatable {
    /// A part of a source. Lines and columns count from 1, columns count Unicode scalars, and the end is exclusive.
    package struct Region: Sendable, Equatable {
        package var file: String
        package var line: Int
        package var column: Int
        package var endLine: Int
        package var endColumn: Int

        init(_ location: SourceLocation) {
            file = location.source.name
            (line, column) = location.position
            (endLine, endColumn) = location.endPosition
        }
    }

    package struct Note: Sendable, Equatable {
        package var message: String
        package var region: Region?
    }

    package var code: String
    package var severity: Diagnostic.Severity
    package var message: String
    package var region: Region?
    /// The text beside the caret; may be empty.
    package var label: String
    package var help: String?
    package var notes: [Note]
}

extension DiagnosticRenderer {
    /// Returns a diagnostic's parts. Password literals are hidden in every text, as in the rendered diagnostic.
    package func parts(_ diagnostic: Diagnostic) -> DiagnosticParts {
        let words = Wording(diagnostic, hidden: secrets(of: diagnostic))
        return DiagnosticParts(
            code: diagnostic.code.rawValue, severity: diagnostic.severity, message: words.message,
            region: diagnostic.location.map(DiagnosticParts.Region.init), label: words.label, help: words.help,
            notes: zip(diagnostic.notes, words.notes).map { note, message in
                DiagnosticParts.Note(message: message, region: note.location.map(DiagnosticParts.Region.init))
            })
    }
}
