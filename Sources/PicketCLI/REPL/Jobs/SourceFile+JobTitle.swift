import PicketSyntax
import PicketTerminal

extension SourceFile {
    /// One short line that names the job of this text, without any secret in it.
    func jobTitle(_ redactor: (String) -> String) -> String {
        var title = ""
        var offset: UInt32 = 0
        for secret in secretLiterals(in: self) {
            title += text(SourceSpan(start: offset, end: secret.start)) + Mask.text
            offset = secret.end
        }
        title += text(SourceSpan(start: offset, end: span.end))
        let words = redactor(ShownURL.scrub(title)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Paint.harmless(words.count > 60 ? words.prefix(59) + "…" : words)
    }
}
