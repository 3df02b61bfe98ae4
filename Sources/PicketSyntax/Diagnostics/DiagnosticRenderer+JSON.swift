/// Diagnostics for programs.
extension DiagnosticRenderer {
    /// One JSON object on one line, without a newline, with the keys `code severity message file line column endLine
    /// endColumn label help notes` in this order. What is absent is null; lines and columns count from 1, the end is
    /// exclusive; a note has `message file line column endLine endColumn`. Password literals are hidden.
    package func json(_ diagnostic: Diagnostic) -> String {
        let words = Wording(diagnostic, hidden: secrets(of: diagnostic))
        let notes = zip(diagnostic.notes, words.notes).map { note, message in
            object([("message", quoted(message))] + place(note.location))
        }
        return object(
            [
                ("code", quoted(diagnostic.code)), ("severity", quoted(diagnostic.severity.rawValue)),
                ("message", quoted(words.message)),
            ] + place(diagnostic.location) + [
                ("label", quoted(words.label)), ("help", words.help.map(quoted) ?? "null"),
                ("notes", "[" + notes.joined(separator: ",") + "]"),
            ])
    }

    private func place(_ location: SourceLocation?) -> [(String, String)] {
        let keys = ["line", "column", "endLine", "endColumn"]
        guard let location else { return [("file", "null")] + keys.map { ($0, "null") } }
        let (start, end) = (location.position, location.endPosition)
        let numbers = [start.line, start.column, end.line, end.column]
        return [("file", quoted(location.source.name))] + zip(keys, numbers).map { ($0, "\($1)") }
    }

    private func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
