import PicketRuntime
import PicketSyntax

extension FailureReport {
    init(_ failure: Failure, sources: inout SourceLibrary, renderer: DiagnosticRenderer) {
        let (fault, evidence) = (failure.fault, failure.evidence)
        self.init(kind: failure.kind.rawValue, code: fault.code.rawValue, message: fault.message)
        place = fault.location.map { sources.place($0) }
        label = fault.label
        lines = fault.location.map { sources.lines($0) } ?? []
        expected = evidence.expected?.description
        actual = evidence.actual?.description
        differences = evidence.differences.map {
            Difference(steps: $0.path, expected: $0.expected?.description, actual: $0.actual?.description)
        }
        request = evidence.request ?? ""
        response = evidence.answer?.description ?? ""
        help = fault.help ?? ""
        text = renderer.render(failure.diagnostic)
        notes = evidence.lines.compactMap { Note($0) }
        for note in fault.notes { notes.append(Note(note.message, place: note.location.map { sources.place($0) })) }
    }
}

extension FailureReport.Note {
    /// A line that no other part of a report shows.
    fileprivate init?(_ line: Failure.Evidence.Line) {
        switch line.role {
        case .expected, .actual, .difference, .request, .answer: return nil
        case .because: self.init(line.text, isReason: true)
        case .row, .omission, .note, .reason: self.init(line.text)
        }
    }
}
