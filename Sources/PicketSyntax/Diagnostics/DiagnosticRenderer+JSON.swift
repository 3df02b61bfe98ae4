/// Writes diagnostics as JSON.
extension DiagnosticRenderer {
    /// Returns one JSON object on one line, without a newline, with the keys `code severity message file line column
    /// endLine endColumn label help notes` in this order. An absent value is null. Lines and columns count from 1, and
    /// the end is exclusive. A note has `message file line column endLine endColumn`. Password literals are hidden.
    package func json(_ diagnostic: Diagnostic) -> String {
        var json = JSONWriter(.report)
        write(diagnostic, to: &json)
        return json.text
    }

    /// Appends the same object to a larger text.
    package func write(_ diagnostic: Diagnostic, to json: inout JSONWriter) {
        let words = Wording(diagnostic, hidden: secrets(of: diagnostic))
        json.object { json in
            json.required("code", diagnostic.code.rawValue)
            json.required("severity", diagnostic.severity.rawValue)
            json.required("message", words.message)
            json.place(diagnostic.location)
            json.required("label", words.label)
            json.required("help", words.help)
            json.key("notes")
            json.array(zip(diagnostic.notes, words.notes)) { json, note in
                json.object {
                    $0.required("message", note.1)
                    $0.place(note.0.location)
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func required(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    fileprivate mutating func place(_ location: SourceLocation?) {
        required("file", location?.source.name)
        let (start, end) = (location?.position, location?.endPosition)
        let numbers = [
            ("line", start?.line), ("column", start?.column), ("endLine", end?.line), ("endColumn", end?.column),
        ]
        for (name, number) in numbers {
            key(name)
            if let number { integer(Int64(number)) } else { null() }
        }
    }
}
