package import PicketRuntime

extension FailureReport: Showable {
    package func shown(by redactor: Redaction) -> FailureReport {
        var shown = self
        shown.message = redactor.redact(message)
        shown.label = redactor.redact(label)
        shown.place = place.shown(by: redactor)
        shown.because = because.map(redactor.redact)
        shown.lines = lines.shown(by: redactor)
        shown.expected = expected.shown(by: redactor)
        shown.actual = actual.shown(by: redactor)
        shown.differences = differences.shown(by: redactor)
        shown.request = redactor.redact(request)
        shown.response = redactor.redact(response)
        shown.notes = notes.shown(by: redactor)
        shown.help = redactor.redact(help)
        shown.text = redactor.redact(text)
        return shown
    }
}

extension FailureReport.Note: Showable {
    package func shown(by redactor: Redaction) -> FailureReport.Note {
        FailureReport.Note(redactor.redact(message), isReason: isReason, place: place.shown(by: redactor))
    }
}

extension FailureReport.Difference: Showable {
    package func shown(by redactor: Redaction) -> FailureReport.Difference {
        map(redactor.redact)
    }
}

extension FailureReport.Line: Showable {
    /// Returns the line with secrets hidden. If a secret spans several parts, the whole line becomes one part.
    package func shown(by redactor: Redaction) -> FailureReport.Line {
        let whole = before + focus + after
        let shownWhole = redactor.redact(whole)
        guard shownWhole != whole else { return self }
        var shown = self
        let parts = [before, focus, after].map(redactor.redact)
        (shown.before, shown.focus, shown.after) =
            parts.joined() == shownWhole ? (parts[0], parts[1], parts[2]) : ("", shownWhole, "")
        return shown
    }
}
