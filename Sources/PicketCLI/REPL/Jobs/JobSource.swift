import PicketRuntime
import PicketSyntax
import PicketTerminal

/// A job's text as it is compiled: in a parallel loop around it, so that a change of the session's names is an error,
/// and what the job declares is its own.
struct JobSource {
    let compiled: SourceFile
    /// As it was typed, for people.
    private let typed: SourceFile

    private static let opening = "for _ in [0] parallel 1 {\n"
    /// Where the text begins in what is compiled.
    static let offset = UInt32(opening.utf8.count)

    init(_ text: String, number: Int) {
        let name = "<job \(number)>"
        typed = SourceFile(name: name, text: text)
        compiled = SourceFile(name: name, text: Self.opening + text + "\n}")
    }

    /// The same fault with its places in what was typed.
    func typed(_ diagnostic: Diagnostic) -> Diagnostic {
        var diagnostic = diagnostic
        diagnostic.location = diagnostic.location.map(typed)
        if diagnostic.code == "parallel-change", let location = diagnostic.location, location.source === typed {
            let name = typed.text(location.span)
            diagnostic.message = "a job cannot change `\(name)`: it works on copies of the session's names"
            diagnostic.label = "belongs to the session"
            diagnostic.help = "enter it without `:job`"
        }
        for index in diagnostic.notes.indices {
            diagnostic.notes[index].location = diagnostic.notes[index].location.map(typed)
        }
        return diagnostic
    }

    private func typed(_ location: SourceLocation) -> SourceLocation {
        guard location.source === compiled else { return location }
        return SourceLocation(source: typed, span: typed(location.span))
    }

    private func typed(_ span: SourceSpan) -> SourceSpan {
        let end = typed.span.end
        func place(_ offset: UInt32) -> UInt32 { min(max(offset, Self.offset) - Self.offset, end) }
        return SourceSpan(start: place(span.start), end: place(span.end))
    }

    /// One short line that names the job, without any secret in it.
    func title(_ table: SecretNames, _ names: SecretVariables, _ redactor: Redactor) -> Shown<String> {
        let hidden = HiddenPlaces(typed, table, names: names)
        var text = ""
        var offset: UInt32 = 0
        for span in hidden.spans {
            text += typed.text(SourceSpan(start: offset, end: span.start)) + Mask.text
            offset = span.end
        }
        text += typed.text(SourceSpan(start: offset, end: typed.span.end))
        return redactor.show(text).map { text in
            let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return Paint.harmless(words.count > 60 ? words.prefix(59) + "…" : words)
        }
    }
}
