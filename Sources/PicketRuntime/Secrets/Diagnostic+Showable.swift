package import PicketSyntax

extension Diagnostic: Showable {
    /// Every text of it. The lines of its sources are shown by a renderer, which looks at them itself.
    package func shown(by redactor: Redaction) -> Diagnostic {
        var shown = self
        shown.message = redactor.redact(message)
        shown.label = redactor.redact(label)
        shown.notes = notes.shown(by: redactor)
        shown.help = help.shown(by: redactor)
        return shown
    }
}

extension Diagnostic.Note: Showable {
    package func shown(by redactor: Redaction) -> Diagnostic.Note {
        Diagnostic.Note(redactor.redact(message), at: location)
    }
}

extension DiagnosticRenderer {
    /// The lines of a diagnostic as people may see them: its texts, and the lines of the sources around it.
    ///
    /// - Parameter redactor: of now, which also looks at the sources' lines.
    package func render(_ diagnostic: Shown<Diagnostic>, by redactor: Redactor) -> Shown<String> {
        redactor.show(knowing(redactor).render(diagnostic.content))
    }

    /// The same as one line of JSON, without a newline.
    package func json(_ diagnostic: Shown<Diagnostic>, by redactor: Redactor) -> Shown<String> {
        redactor.show(knowing(redactor).json(diagnostic.content))
    }

    /// An excerpt may cut a secret, and half of one is found in no text.
    private func knowing(_ redactor: Redactor) -> DiagnosticRenderer {
        var renderer = self
        renderer.knownSecrets = redactor.places
        return renderer
    }
}
