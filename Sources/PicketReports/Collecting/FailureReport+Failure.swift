import PicketRuntime
import PicketSyntax

extension FailureReport {
    init(_ failure: Failure, sources: inout SourceLibrary, renderer: DiagnosticRenderer) {
        let (fault, evidence) = (failure.fault, failure.evidence)
        // Text that an excerpt of the source hides is hidden in all other texts of the failure, too.
        let hide = renderer.hiding(near: fault)
        self.init(kind: failure.kind.rawValue, code: fault.code.rawValue, message: hide(fault.message))
        lacksAnswer = failure.kind == .expectation && failure.exitStatus == 3
        place = fault.location.map { sources.place($0) }
        label = hide(fault.label)
        lines = fault.location.map { sources.lines($0) } ?? []
        because = evidence.because.map(hide)
        expected = (evidence.expected?.description).map(hide)
        actual = (evidence.actual?.description).map(hide)
        differences = evidence.differences.map {
            Difference(
                steps: $0.path, expected: ($0.expected?.description).map(hide),
                actual: ($0.actual?.description).map(hide))
        }
        request = hide(evidence.request ?? "")
        response = hide(evidence.answer?.description ?? "")
        help = hide(fault.help ?? "")
        text = renderer.render(failure.diagnostic)
        notes = evidence.lines.compactMap { Note($0, hide) }
        for note in fault.notes {
            notes.append(Note(hide(note.message), place: note.location.map { sources.place($0) }))
        }
    }
}

extension FailureReport.Note {
    /// Returns nil for a line that another part of the report already shows.
    fileprivate init?(_ line: Failure.Evidence.Line, _ hide: (String) -> String) {
        switch line.role {
        case .expected, .actual, .difference, .request, .answer: return nil
        case .because: self.init(hide(line.text), isReason: true)
        case .row, .omission, .note, .reason, .attempts: self.init(hide(line.text))
        }
    }
}
