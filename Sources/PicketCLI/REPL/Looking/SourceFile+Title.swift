import PicketRuntime
import PicketSyntax
import PicketTerminal

extension SourceFile {
    /// Returns one short line that names this text, without secrets.
    func title(_ table: SecretNames, _ names: SecretVariables, _ redactor: Redactor) -> Shown<String> {
        let hidden = HiddenPlaces(self, table, names: names)
        var title = ""
        var offset: UInt32 = 0
        for span in hidden.spans {
            title += text(SourceSpan(start: offset, end: span.start)) + Mask.text
            offset = span.end
        }
        title += text(SourceSpan(start: offset, end: span.end))
        return redactor.show(title).map { title in
            let words = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return Paint.harmless(words.count > 60 ? words.prefix(59) + "…" : words)
        }
    }
}
