/// The words of a command line that is being typed, as a POSIX shell would split them.
struct ShellLine {
    /// The complete words.
    private(set) var words: [String] = []
    /// The word at the end of the line; empty after a blank.
    private(set) var last = ""

    init(_ line: String) {
        var quote: Unicode.Scalar?
        var isInWord = false
        var rest = Substring(line).unicodeScalars
        while let scalar = rest.popFirst() {
            switch (scalar, quote) {
            case ("'", "'"?), ("\"", "\""?): quote = nil
            case (_, "'"?): last.unicodeScalars.append(scalar)
            case ("\\", _): if let next = rest.popFirst() { last.unicodeScalars.append(next) }
            case (_, "\""?): last.unicodeScalars.append(scalar)
            case ("'", nil), ("\"", nil): quote = scalar
            case (" ", nil), ("\t", nil), ("\n", nil):
                if isInWord { words.append(last) }
                (last, isInWord) = ("", false)
                continue
            default: last.unicodeScalars.append(scalar)
            }
            isInWord = true
        }
    }
}
