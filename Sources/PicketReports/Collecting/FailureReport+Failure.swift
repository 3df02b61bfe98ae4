import PicketRuntime
import PicketSyntax

extension FailureReport {
    /// Takes a failure's diagnostic apart: what was expected, what there is, and the response stand in its notes.
    init(_ failure: Failure, sources: inout SourceLibrary, renderer: DiagnosticRenderer) {
        let diagnostic = failure.diagnostic
        self.init(kind: failure.kind.rawValue, code: diagnostic.code, message: diagnostic.message)
        place = diagnostic.location.map { sources.place($0) }
        label = diagnostic.label
        lines = diagnostic.location.map { sources.lines($0) } ?? []
        help = diagnostic.help ?? ""
        text = renderer.render(diagnostic)
        for note in diagnostic.notes { take(note, &sources) }
    }

    private mutating func take(_ note: Diagnostic.Note, _ sources: inout SourceLibrary) {
        let message = note.message
        if let location = note.location {
            notes.append(Note(message: message, place: sources.place(location)))
        } else if let value = message.value(after: "expected: ") {
            expected = value
        } else if let value = message.value(after: "actual:   ") {
            actual = value
        } else if let value = message.value(after: "request:  ") {
            request = value
        } else if let value = message.value(after: "response: ") {
            response = value
        } else if message == "difference:" {
            return
        } else if let line = message.value(after: "  "), addDifference(line) {
            return
        } else {
            notes.append(Note(message: message, place: nil))
        }
    }

    /// `PATH: - EXPECTED`, `PATH: + ACTUAL` or `PATH: •••`.
    private mutating func addDifference(_ line: String) -> Bool {
        for (mark, isExpected) in [(": - ", true), (": + ", false)] {
            guard let range = line.firstRange(of: mark) else { continue }
            let path = String(line[..<range.lowerBound])
            let value = String(line[range.upperBound...])
            if !isExpected, let last = differences.indices.last, differences[last].path == path,
                differences[last].actual == nil
            {
                differences[last].actual = value
            } else {
                differences.append(
                    Difference(path: path, expected: isExpected ? value : nil, actual: isExpected ? nil : value))
            }
            return true
        }
        guard let path = line.value(before: ": •••") else { return false }
        differences.append(Difference(path: path, expected: Mask.text, actual: Mask.text))
        return true
    }
}

extension String {
    fileprivate func value(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }

    fileprivate func value(before suffix: String) -> String? {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil
    }

    /// Where the first occurrence of `part` stands.
    fileprivate func firstRange(of part: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}
