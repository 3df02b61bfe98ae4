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
        let parts = parts(diagnostic)
        json.object { json in
            json.required("code", parts.code)
            json.required("severity", parts.severity.rawValue)
            json.required("message", parts.message)
            json.region(parts.region)
            json.required("label", parts.label)
            json.required("help", parts.help)
            json.key("notes")
            json.array(parts.notes) { json, note in
                json.object {
                    $0.required("message", note.message)
                    $0.region(note.region)
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

    fileprivate mutating func region(_ region: DiagnosticParts.Region?) {
        required("file", region?.file)
        let numbers = [
            ("line", region?.line), ("column", region?.column), ("endLine", region?.endLine),
            ("endColumn", region?.endColumn),
        ]
        for (name, number) in numbers {
            key(name)
            if let number { integer(Int64(number)) } else { null() }
        }
    }
}
