/// The words of a line that a person types, as a POSIX shell would split them.
struct ShellLine {
    /// The complete words.
    private(set) var words: [String] = []
    /// The word at the end of the line; empty after a blank.
    private(set) var last = ""
    /// Whether a word is at the end of the line. It may be empty, as `''` is.
    private var isInWord = false
    /// Whether the line ends inside of quotes or after a backslash.
    private(set) var isOpen = false
    /// The indices of the words that begin with a `~` that nothing quotes.
    private var homes: Set<Int> = []

    /// All words, also the last one. `~` at the beginning of a word is replaced by the home folder.
    var allWords: [String] {
        (isInWord ? words + [last] : words).enumerated().map { index, word in
            homes.contains(index) ? SettingPath.resolved(word) : word
        }
    }

    init(_ line: String) {
        var quote: Unicode.Scalar?
        defer { isOpen = isOpen || quote != nil }
        var rest = Substring(line).unicodeScalars
        while let scalar = rest.popFirst() {
            if !isInWord, scalar == "~" { homes.insert(words.count) }
            switch (scalar, quote) {
            case ("'", "'"?), ("\"", "\""?): quote = nil
            case (_, "'"?): last.unicodeScalars.append(scalar)
            case ("\\", _):
                if let next = rest.popFirst() { last.unicodeScalars.append(next) } else { isOpen = true }
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
