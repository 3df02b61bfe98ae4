package import PicketSyntax

extension Diagnostic: Showable {
    /// Hides secrets in every text of the diagnostic. The renderer hides those in the lines of its sources.
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

extension DiagnosticParts: Showable {
    package func shown(by redactor: Redaction) -> DiagnosticParts {
        var shown = self
        shown.message = redactor.redact(message)
        shown.region = region.shown(by: redactor)
        shown.label = redactor.redact(label)
        shown.help = help.shown(by: redactor)
        shown.notes = notes.shown(by: redactor)
        return shown
    }
}

extension DiagnosticParts.Region: Showable {
    package func shown(by redactor: Redaction) -> DiagnosticParts.Region {
        var shown = self
        shown.file = redactor.redact(file)
        return shown
    }
}

extension DiagnosticParts.Note: Showable {
    package func shown(by redactor: Redaction) -> DiagnosticParts.Note {
        var shown = self
        shown.message = redactor.redact(message)
        shown.region = region.shown(by: redactor)
        return shown
    }
}

extension DiagnosticRenderer {
    /// Renders a diagnostic for people, with the source lines around it.
    ///
    /// - Parameter redactor: a current redactor, which also hides secrets in the source lines.
    package func render(_ diagnostic: Shown<Diagnostic>, by redactor: Redactor) -> Shown<String> {
        redactor.show(knowing(redactor).render(diagnostic.content))
    }

    /// Renders a diagnostic as one line of JSON, without a newline.
    package func json(_ diagnostic: Shown<Diagnostic>, by redactor: Redactor) -> Shown<String> {
        redactor.show(knowing(redactor).json(diagnostic.content))
    }

    /// Returns a diagnostic's parts for programs.
    package func parts(_ diagnostic: Shown<Diagnostic>, by redactor: Redactor) -> Shown<DiagnosticParts> {
        redactor.show(knowing(redactor).parts(diagnostic.content))
    }

    /// Returns a renderer that knows the redactor's secrets. An excerpt may cut a secret in half, which no redactor
    /// would find.
    private func knowing(_ redactor: Redactor) -> DiagnosticRenderer {
        var renderer = self
        renderer.knownSecrets = redactor.places
        return renderer
    }
}
